public import Wire

/// Brings phone numbers as people write them into the digits of E.164.
///
/// A number begins with `+` or `00`, or gets the calling code that was given; a zero before the
/// national number is dropped then. Without that code, a number that lacks one is not guessed at.
public struct PhoneReader: ~Copyable {
  private var callingCode: [UInt8]
  private var scratch = ByteBuffer(capacity: 64)

  /// Makes a reader for numbers of a country.
  public init(_ callingCode: CallingCode = CallingCode()) { self.callingCode = callingCode.digits }

  /// Takes another calling code for the numbers to come.
  public mutating func use(_ callingCode: CallingCode) { self.callingCode = callingCode.digits }

  /// The digits of the number read last, country code first, without a plus sign.
  public var digits: ByteView {
    @_lifetime(borrow self)
    get { scratch.view }
  }

  /// Reads a number; false where the text is none with a country code.
  public mutating func read(_ text: ByteView) -> Bool {
    takeDigits(text.trimmed) && scratch.count >= 8 && scratch.count <= 15
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
}
