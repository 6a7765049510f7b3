public import Wire

extension CivilDate: OptionValue {
  /// Reads `YYYY-MM-DD`.
  public init(optionText: String) throws(InvalidValue) {
    guard let date = optionText.withView({ CivilDate($0) }) else {
      throw InvalidValue("is not a day of the calendar, such as 2026-01-31")
    }
    self = date
  }
  /// The day as `YYYY-MM-DD`.
  public var optionText: String? {
    var text = ByteBuffer(capacity: 16)
    write(to: &text)
    return text.view.text
  }
}

extension Timestamp: OptionValue {
  /// Reads RFC 3339 with an offset, or a day, which means its midnight in UTC.
  public init(optionText: String) throws(InvalidValue) {
    let isDay = optionText.utf8.count == 10
    guard let time = optionText.withView({ Timestamp($0, assumingUTC: isDay) }) else {
      throw InvalidValue(
        "is neither a time with an offset, such as 2026-01-31T08:00:00Z, nor a day"
      )
    }
    self = time
  }
  /// The instant in UTC.
  public var optionText: String? { text }
}

extension ExactDecimal: OptionValue {
  /// Reads a decimal number.
  public init(optionText: String) throws(InvalidValue) {
    guard let number = ExactDecimal(optionText) else {
      throw InvalidValue("is not a decimal number, such as 0.01")
    }
    self = number
  }
  /// The digits.
  public var optionText: String? { text }
}
