import Policy
import StageKit
import Wire

/// Reads whom a record is about: the subscriber's id, the phone number in E.164, the email address.
struct PersonReader: ~Copyable {
  /// The members of the person that a record names, each with its comma, without braces.
  private(set) var members = ByteBuffer()
  /// The first of id, phone number and email address, in the order in which Postscript matches.
  private(set) var name = ByteBuffer()
  private var phones: PhoneReader

  init(_ country: Country) { phones = PhoneReader(country.callingCode) }

  /// Reads the person; false where the record names none.
  ///
  /// - Throws: ``RecordFault``, without the value: no log shows a phone number.
  mutating func read(
    _ stream: MappedStream,
    _ reader: inout RecordReader,
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> Bool {
    members.removeAll()
    name.removeAll()
    if reader.findText(stream.subscriberID, record, line) != nil {
      // An id of another system would be passed over, and the phone number count in its place.
      guard Self.isSubscriberID(reader.text.view.trimmed) else {
        throw RecordFault(
          .invalidIdentifier,
          "is no id of Postscript's, which begins with s_",
          stream.subscriberID?.name
        )
      }
      add("\"subscriber_id\":", reader.text.view.trimmed)
    }
    if let kind = reader.findText(stream.phone, record, line) {
      guard kind == .string || kind == .number, phones.read(reader.text.view),
        Country.isWhole(phones.digits.count, beginsWithOne: phones.digits[0] == UInt8(ascii: "1"))
      else {
        throw RecordFault(
          .invalidPhone,
          "is no phone number in E.164 (+12025550146), nor one of the country of --country",
          stream.phone?.name
        )
      }
      var number = ByteBuffer(capacity: 24)
      number.append(UInt8(ascii: "+"))
      number.append(phones.digits)
      add("\"phone\":", number.view)
    }
    if let kind = reader.findText(stream.email, record, line) {
      guard kind == .string, Self.isAddress(reader.text.view.trimmed) else {
        throw RecordFault(.invalidEmail, "is no email address", stream.email?.name)
      }
      add("\"email\":", reader.text.view.trimmed)
    }
    return !members.isEmpty
  }

  private mutating func add(_ lead: StaticString, _ text: ByteView) {
    members.append(lead)
    members.appendJSONString(text)
    members.append(UInt8(ascii: ","))
    if name.isEmpty { name.append(text) }
  }

  private static func isSubscriberID(_ text: ByteView) -> Bool {
    text.count > 2 && text[0, 2].equals("s_")
      && text.allSatisfy { $0.isDigit || $0 | 0x20 &- 0x61 < 26 || "_-".utf8.contains($0) }
  }

  /// Something, an @, and something with a point in it; no white space.
  private static func isAddress(_ text: ByteView) -> Bool {
    guard let at = text.lastIndex(of: UInt8(ascii: "@")), at > 0 else { return false }
    let domain = text[at + 1, text.count]
    return domain.firstIndex(of: UInt8(ascii: ".")) ?? 0 > 0
      && domain[domain.count - 1] != UInt8(ascii: ".")
      && text.allSatisfy { $0 > UInt8(ascii: " ") && $0 != 0x7F }
  }
}
