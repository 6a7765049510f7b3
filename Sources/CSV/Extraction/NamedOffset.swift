import Wire

/// What the name of a file says of the time zone of its time: `T10-15-30-0700`, `080000 +02`, `8.00 UTC`.
enum NamedOffset: Equatable {
  /// The name says nothing of it.
  case unsaid
  /// The offset east of UTC, in seconds.
  case known(Int)
  /// There is one, but not for certain: an abbreviation stands for several zones.
  case unknown

  /// Reads what follows a time, which may be marked as one by a `T` before it.
  init(_ reader: inout TextReader, isMarked: Bool) {
    Self.skipFraction(&reader)
    reader.skip(" _")
    if reader.take(word: "utc") || reader.take(word: "gmt") {
      self = .known(Self.offset(&reader, leastDigits: 1) ?? 0)
    } else if reader.rest.first == UInt8(ascii: "+") || reader.rest.first == UInt8(ascii: "-") {
      let isEast = reader.rest.first == UInt8(ascii: "+")
      let signed = reader
      if let offset = Self.offset(&reader, leastDigits: isEast ? 2 : 4) {
        self = .known(offset)
      } else {
        // Behind a `T` these are hours, or a number that tells one file from the next.
        reader = signed
        self = isMarked && Self.offset(&reader, leastDigits: 2) != nil ? .unknown : .unsaid
      }
    } else {
      let word = reader.rest.prefix { NamedTime.isLetter($0) }
      self = Self.zone(String(decoding: word, as: UTF8.self))
    }
  }

  private static func zone(_ word: String) -> NamedOffset {
    let capitals = word.uppercased()
    if capitals == "Z" { return .known(0) }
    // In small letters some are words for other things, such as `west`.
    let isZone =
      word == capitals || capitals.hasSuffix("DT") || word.count == 3 && capitals.hasSuffix("ST")
    return isZone && HeaderZone.abbreviations.contains(capitals) ? .unknown : .unsaid
  }

  private static func skipFraction(_ reader: inout TextReader) {
    let start = reader
    guard reader.take(UInt8(ascii: ".")) || reader.take(UInt8(ascii: ",")) else { return }
    if !(3...9).contains(reader.digits().count) { reader = start }
  }

  /// Takes `-0700`, `-07_00` or `+02`; nil for any other number.
  ///
  /// Offsets of zones are whole quarters of an hour.
  private static func offset(_ reader: inout TextReader, leastDigits: Int) -> Int? {
    let isWest = reader.take(UInt8(ascii: "-"))
    guard isWest || reader.take(UInt8(ascii: "+")) else { return nil }
    let digits = reader.digits()
    var minutes = digits.count == 4 ? TextReader.value(digits.suffix(2)) : 0
    var length = digits.count
    if digits.count == 2, let between = reader.rest.first, ":-_.".utf8.contains(between) {
      let hours = reader
      if reader.take(between), let number = reader.number(2...2) {
        minutes = number
        length = 4
      } else {
        reader = hours
      }
    }
    guard length >= leastDigits, length == 4 || length <= 2 else { return nil }
    let hours = TextReader.value(length == 4 ? digits.prefix(2) : digits[...])
    guard hours <= (isWest ? 12 : 14), minutes < 60, minutes % 15 == 0 else { return nil }
    return (hours * 3600 + minutes * 60) * (isWest ? -1 : 1)
  }
}
