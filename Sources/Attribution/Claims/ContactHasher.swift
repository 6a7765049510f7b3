public import Policy
import StageKit
public import Wire

/// Brings phone numbers and email addresses into one form and hashes them, so that they can be
/// compared without being held.
public struct ContactHasher: ~Copyable {
  private let hash: KeyHash
  private var phones: PhoneReader
  private var scratch = ByteBuffer(capacity: 64)

  /// Makes a hasher; those that share a hash and a calling code give comparable results.
  public init(_ hash: KeyHash, _ callingCode: CallingCode = CallingCode()) {
    self.hash = hash
    phones = PhoneReader(callingCode)
  }

  /// Takes another calling code for the numbers to come.
  mutating func use(_ callingCode: CallingCode) { phones.use(callingCode) }

  /// The hash of an email address without regard to case; 0 where there is none.
  public mutating func email(_ text: ByteView) -> UInt64 {
    let address = text.trimmed
    guard address.firstIndex(of: UInt8(ascii: "@")) != nil else { return 0 }
    if address.isFolded { return nonZero(hash.content(address)) }
    scratch.removeAll()
    for offset in 0..<address.count {
      let byte = address[offset]
      guard byte < 0x80 else {
        scratch.removeAll()
        scratch.append(address.text.lowercased())
        break
      }
      scratch.append(byte.lowered)
    }
    return nonZero(hash.content(scratch.view))
  }

  /// The hash of a phone number in E.164 form; 0 where the text is no number with a country code.
  public mutating func phone(_ text: ByteView) -> UInt64 {
    if let digits = text.plainPhoneDigits { return nonZero(hash.content(digits)) }
    return phones.read(text) ? nonZero(hash.content(phones.digits)) : 0
  }

  private func nonZero(_ hash: UInt64) -> UInt64 { hash == 0 ? 1 : hash }
}

extension ContactHasher {
  /// Reads the customer of a record from the slots of its phone number and email address.
  @inline(__always)
  mutating func customer<Slot>(
    _ phone: Slot,
    _ email: Slot,
    _ fields: borrowing RecordFields<Slot>,
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> Customer {
    var customer = Customer()
    if let text = try fields.identifier(phone, record, line) { customer.phone = self.phone(text) }
    if let text = try fields.string(email, record, line) { customer.email = self.email(text) }
    return customer
  }
}

extension ByteView {
  /// True where no byte is an upper-case ASCII letter or part of another character, as in nearly
  /// all email addresses.
  fileprivate var isFolded: Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var found: UInt64 = 0
    var offset = 0
    while offset &+ 8 <= count {
      let bytes = word(at: offset)
      // Bit 7 of a byte below 0x80: set in the first sum from A on, in the second from after Z on.
      let low = bytes & (ones &* 0x7F)
      found |= (low &+ ones &* 0x3F) & ~(low &+ ones &* 0x25) | bytes
      offset &+= 8
    }
    while offset < count {
      let byte = self[offset]
      found |= UInt64(byte &- UInt8(ascii: "A") < 26 ? 0x80 : byte)
      offset &+= 1
    }
    return found & (ones &* 0x80) == 0
  }

  /// The digits of a number in plain E.164 form, as it comes from platforms; nil for any other.
  fileprivate var plainPhoneDigits: ByteView? {
    @_lifetime(copy self)
    get {
      guard count >= 9, count <= 16, self[0] == UInt8(ascii: "+"), self[1] != UInt8(ascii: "0")
      else { return nil }
      for offset in 1..<count where !self[offset].isDigit { return nil }
      return self[1, count]
    }
  }
}
