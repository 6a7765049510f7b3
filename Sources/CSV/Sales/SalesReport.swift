public import StageKit
import Wire

/// Shopify's own report of sales by day, week or month, as its admin exports it.
///
/// Columns are found by their headers, whatever their order and case; those of an earlier period
/// that it is compared with have other headers, and others nobody asks for.
public struct SalesReport: Sendable {
  /// One figure of one line.
  public struct Cell: Sendable {
    /// The line of the file.
    public let line: Int
    /// The first day that the figure is of, since 1970-01-01.
    public let firstDay: Int
    /// The last day, which is part of it.
    public let lastDay: Int
    /// Which figure.
    public let figure: Figure
    /// What the report says, as a JSON number.
    public let value: String
  }

  /// What a report can say of a day.
  public enum Figure: String, Sendable, CaseIterable {
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
  public private(set) var cells: [Cell] = []

  /// Reads a file.
  ///
  /// - Throws: exit code 66 where it cannot be read, 65 where it is no such report, or a line of it
  ///   cannot be read: by line, column and value.
  public init(_ path: String, _ stage: Stage) throws {
    var scanner = RecordScanner(try InputFile(path, stage), delimiter: .auto)
    let headers = try FileHeader.names(&scanner, path)
    let names = headers.map(HeaderName.normalized)
    let step = Self.steps.lazy.compactMap { step in
      names.firstIndex(where: step.headers.contains).map { (place: $0, days: step.days) }
    }.first
    let columns = Figure.allCases.compactMap { figure in
      names.firstIndex(where: figure.headers.contains).map { (figure: figure, place: $0) }
    }
    guard let step, !columns.isEmpty else {
      throw StageError(
        .data,
        "\(path): this is no sales report by day, week or month: it needs a column Day, Week or "
          + "Month and one such as Total sales, but has \(headers.joined(separator: ", "))"
      )
    }
    var parser = CivilTimeParser(.auto)
    while true {
      switch try scanner.next() {
      case .end: return
      case .malformed(let problem):
        throw StageError(.data, "\(path), line \(scanner.record.line): \(problem.reason)")
      case .record: break
      }
      let record = scanner.record
      guard record.count == headers.count else {
        throw StageError(
          .data,
          "\(path), line \(record.line): has \(record.count) fields, and the header "
            + "\(headers.count): was the file cut off?"
        )
      }
      // A line of totals has no day.
      guard !record[step.place].trimmed.isEmpty else { continue }
      let days = try Self.days(
        record[step.place].trimmed.text,
        step.days,
        &parser,
        path,
        record.line
      )
      for (figure, place) in columns where !record[place].trimmed.isEmpty {
        let text = record[place].trimmed.text
        guard let number = NumberText(Array(text.utf8)) else {
          throw StageError(
            .data,
            "\(path), line \(record.line), \(headers[place]): \(Excerpt.quoted(text)) is no number"
          )
        }
        cells.append(
          Cell(
            line: record.line,
            firstDay: days.lowerBound,
            lastDay: days.upperBound,
            figure: figure,
            value: String(decoding: number.json, as: UTF8.self)
          )
        )
      }
    }
  }

  /// The days of a line; a month is named by itself or by its first day.
  private static func days(
    _ text: String,
    _ length: Int?,
    _ parser: inout CivilTimeParser,
    _ path: String,
    _ line: Int
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
      throw StageError(.data, "\(path), line \(line): \(Excerpt.quoted(text)) is no day")
    }
  }
}
