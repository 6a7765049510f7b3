public import Policy
import StageKit
public import Wire

/// Brings phone numbers and email addresses into one form and hashes them, so that they can be
/// compared without being held.
public struct ContactHasher: ~Copyable {
  private let hash: KeyHash
  private var callingCode: [UInt8]
  private var scratch = ByteBuffer(capacity: 64)

  /// Makes a hasher; those that share a hash and a calling code give comparable results.
  public init(_ hash: KeyHash, _ callingCode: CallingCode = CallingCode()) {
    self.hash = hash
    self.callingCode = callingCode.digits
  }

  /// Takes another calling code for the numbers to come.
  mutating func use(_ callingCode: CallingCode) { self.callingCode = callingCode.digits }

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
  ///
  /// A number begins with `+` or `00`, or gets the calling code that was given; a zero before the
  /// national number is dropped then. Without that code, a number that lacks one is not guessed at.
  public mutating func phone(_ text: ByteView) -> UInt64 {
    if let digits = text.plainPhoneDigits { return nonZero(hash.content(digits)) }
    guard takeDigits(text.trimmed), scratch.count >= 8, scratch.count <= 15 else { return 0 }
    return nonZero(hash.content(scratch.view))
  }

  /// Puts the digits with their country code into the scratch buffer; false where that fails.
  private mutating func takeDigits(_ text: ByteView) -> Bool {
    scratch.removeAll()
    // An apostrophe tells spreadsheets that a number is text.
    var offset = text.count > 0 && text[0] == UInt8(ascii: "'") ? 1 : 0
    var isInternational = offset < text.count && text[offset] == UInt8(ascii: "+")
    if isInternational { offset += 1 }
    while offset < text.count {
      let byte = text[offset]
      if byte.isDigit {
        scratch.append(byte)
      } else if byte != UInt8(ascii: " "), byte != UInt8(ascii: "("), byte != UInt8(ascii: ")"),
        byte != UInt8(ascii: "-"), byte != UInt8(ascii: "."),
        byte != UInt8(ascii: "/")
      {
        return false
      }
      offset += 1
    }
    if !isInternational, scratch.count > 2, scratch[0] == UInt8(ascii: "0"),
      scratch[1] == UInt8(ascii: "0")
    {
      scratch.removeFirst(2)
      isInternational = true
    }
    if isInternational { return scratch.count > 0 && scratch[0] != UInt8(ascii: "0") }
    return addCallingCode()
  }

  private mutating func addCallingCode() -> Bool {
    guard !callingCode.isEmpty, scratch.count > 0 else { return false }
    if scratch[0] == UInt8(ascii: "0") {
      scratch.removeFirst(1)
    } else if scratch.count > 10, beginsWithCallingCode {
      // Eleven digits or more that begin with the code hold it already.
      return true
    }
    let national = scratch.view.array
    scratch.removeAll()
    scratch.append(callingCode)
    scratch.append(national)
    return true
  }

  private var beginsWithCallingCode: Bool {
    let head = scratch.view[0, min(callingCode.count, scratch.count)]
    return head.equals(callingCode)
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
