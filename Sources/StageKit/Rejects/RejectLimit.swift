/// How many rejects a run tolerates.
public enum RejectLimit: OptionValue, Equatable {
  /// At most this many.
  case count(Int)
  /// At most this many hundredths of a percent of the records read.
  case basisPoints(Int)

  /// Reads `100` or `2.5%`, with at most two decimals.
  public init(optionText: String) throws(InvalidValue) {
    guard optionText.hasSuffix("%") else {
      guard let number = Int(optionText), number >= 0 else { throw Self.wrong }
      self = .count(number)
      return
    }
    let parts = optionText.dropLast().split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = parts.first.flatMap({ Int($0) }), (0...100).contains(whole) else {
      throw Self.wrong
    }
    let decimals = parts.count > 1 ? parts[1] : "0"
    guard parts.count <= 2, (1...2).contains(decimals.utf8.count),
      decimals.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
      let fraction = Int(decimals)
    else { throw Self.wrong }
    let points = whole * 100 + (decimals.utf8.count == 1 ? fraction * 10 : fraction)
    guard points <= 10_000 else { throw Self.wrong }
    self = .basisPoints(points)
  }

  private static let wrong = InvalidValue(
    "is neither a number nor a percentage, such as 100 or 2.5%"
  )

  /// The same text again.
  public var optionText: String? {
    switch self {
    case .count(let number): return String(number)
    case .basisPoints(let points):
      guard points % 100 != 0 else { return "\(points / 100)%" }
      let fraction = points % 100
      let decimals = fraction % 10 == 0 ? "\(fraction / 10)" : "\(fraction / 10)\(fraction % 10)"
      return "\(points / 100).\(decimals)%"
    }
  }

  /// True where the rejects are too many for the records read.
  ///
  /// A percentage is judged at commit points and at the end only: among the first few records a
  /// single bad one would always be too many.
  public func isExceeded(rejected: Int, read: Int, atCommitPoint: Bool) -> Bool {
    switch self {
    case .count(let most): return rejected > most
    case .basisPoints(let points):
      let (left, overflow) = rejected.multipliedReportingOverflow(by: 10_000)
      return atCommitPoint && (overflow || left > points * max(read, rejected))
    }
  }
}
