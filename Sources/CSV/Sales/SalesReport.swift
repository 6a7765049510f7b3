public import StageKit
import Wire

/// Shopify's own report of sales by day, week or month, as its admin exports it.
///
/// Columns are found by their headers, whatever their order and case; those of an earlier period
/// that it is compared with have other headers, and others nobody asks for.
public struct SalesReport: Sendable {
  /// One figure of one line.
  public struct SalesFigure: Sendable {
    /// The line of the file.
    public let line: Int
    /// The days that it is of, since 1970-01-01.
    public let days: ClosedRange<Int>
    /// Which one.
    public let column: SalesColumn
    /// What the report says, as a JSON number.
    public let value: String
  }

  /// What a report can say of a day.
  public enum SalesColumn: String, Sendable, CaseIterable {
    /// Orders placed.
    case orders
    /// Prices times quantities, before discounts.
    case grossSales = "gross_sales"
    /// Discounts, at most 0.
    case discounts
    /// What came back, at most 0.
    case returns
    /// Gross sales with discounts and returns.
    case netSales = "net_sales"
    /// Shipping charged.
    case shipping
    /// Duties charged.
    case duties
    /// Tax.
    case taxes
    /// All of it.
    case totalSales = "total_sales"

    /// The headers, without case and spaces.
    fileprivate var headers: [String] {
      switch self {
      case .orders: ["orders"]
      case .grossSales: ["grosssales"]
      case .discounts: ["discounts"]
      case .returns: ["returns", "salesreversals"]
      case .netSales: ["netsales"]
      case .shipping: ["shippingcharges", "shipping"]
      case .duties: ["duties"]
      case .taxes: ["taxes", "tax"]
      case .totalSales: ["totalsales"]
      }
    }
  }

  /// How long a line's period is, and by which headers it is known.
  private static let steps: [(headers: [String], days: Int?)] = [
    (["day", "date"], 1), (["week"], 7), (["month"], nil),
  ]

  /// The figures, line by line.
  public private(set) var figures: [SalesFigure] = []

  /// Reads a file.
  ///
  /// - Throws: exit code 66 where it cannot be read, 65 where it is no such report, or a line of it
  ///   cannot be read: by line, column and value.
  public init(_ path: String, _ stage: Stage) throws {
    var scanner = RecordScanner(try InputFile(path, stage), delimiter: .auto)
    let headers = try FileHeader.names(&scanner, path)
    let names = headers.map(HeaderName.normalized)
    let step = Self.steps.lazy.compactMap { step in
      names.firstIndex { step.headers.contains($0) }.map { (place: $0, days: step.days) }
    }.first
    let columns = SalesColumn.allCases.compactMap { column in
      names.firstIndex { column.headers.contains($0) }.map { (column: column, place: $0) }
    }
    guard let step, !columns.isEmpty else {
      throw StageError(
        .data,
        "\(path): this is no sales report by day, week or month: it needs a column Day, Week or "
          + "Month and one such as Total sales, but has \(headers.joined(separator: ", "))"
      )
    }
    var parser = CivilTimeParser(.auto)
    while let line = try Self.next(&scanner, headers.count, path) {
      let texts = (0..<headers.count).map { scanner.record[$0].trimmed.text }
      // A line of totals has no day.
      guard !texts[step.place].isEmpty else { continue }
      let days = try Self.days(texts[step.place], step.days, &parser, "\(path), line \(line)")
      for (column, place) in columns where !texts[place].isEmpty {
        guard let number = NumberText(Array(texts[place].utf8)) else {
          throw StageError(
            .data,
            "\(path), line \(line), \(headers[place]): \(Excerpt.quoted(texts[place])) is no number"
          )
        }
        let value = String(decoding: number.json, as: UTF8.self)
        figures.append(SalesFigure(line: line, days: days, column: column, value: value))
      }
    }
  }

  /// The line of the next record; nil at the end of the file.
  private static func next(
    _ scanner: inout RecordScanner,
    _ count: Int,
    _ path: String
  ) throws -> Int? {
    switch try scanner.next() {
    case .end: return nil
    case .malformed(let problem):
      throw StageError(.data, "\(path), line \(scanner.record.line): \(problem.reason)")
    case .record:
      guard scanner.record.count == count else {
        throw StageError(
          .data,
          "\(path), line \(scanner.record.line): has \(scanner.record.count) fields, and the header "
            + "\(count): was the file cut off?"
        )
      }
      return scanner.record.line
    }
  }

  /// The days of a line; a month is named by itself or by its first day.
  private static func days(
    _ text: String,
    _ length: Int?,
    _ parser: inout CivilTimeParser,
    _ place: String
  ) throws(StageError) -> ClosedRange<Int> {
    do {
      let period = try CivilPeriod(Array(text.utf8), &parser)
      if period.isLong { return period.first...period.last }
      if let length { return period.first...(period.first + length - 1) }
      let date = CivilDate(daysSinceEpoch: period.first)
      let month = CivilDate.length(ofMonth: date.month, year: date.year)
      let first = period.first - date.day + 1
      return first...(first + month - 1)
    } catch {
      throw StageError(.data, "\(place): \(Excerpt.quoted(text)) is no day")
    }
  }
}
