extension Duration: OptionValue {
  private static let units: [(name: Character, seconds: Int64)] = [
    ("w", 604_800), ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1),
  ]

  /// Reads a whole number with its unit: `45s`, `30m`, `24h`, `7d` or `2w`.
  public init(optionText: String) throws(InvalidValue) {
    guard let unit = Self.units.first(where: { $0.name == optionText.last }),
      let count = Int64(optionText.dropLast()), count >= 0, optionText.first != "+"
    else { throw Self.wrong }
    let (seconds, overflow) = count.multipliedReportingOverflow(by: unit.seconds)
    guard !overflow else { throw Self.wrong }
    self = .seconds(seconds)
  }

  private static let wrong = InvalidValue(
    "is not a time span: a whole number with s, m, h, d or w, such as 7d"
  )

  /// The span in the largest unit that fits at least twice without a rest: `7d`, `24h`, `60m`.
  public var optionText: String? {
    let seconds = components.seconds
    let unit = Self.units.first { seconds / $0.seconds >= 2 && seconds % $0.seconds == 0 }
    return unit.map { "\(seconds / $0.seconds)\($0.name)" } ?? "\(seconds)s"
  }
}
