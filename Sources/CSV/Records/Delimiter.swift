public import StageKit
import Wire

/// The character between fields, or that the first line of a file is to tell it.
public struct Delimiter: OptionValue {
  /// The character in ASCII; the usual one where it is to be found out.
  public let byte: UInt8
  /// True where the header of each file tells its delimiter.
  public let isAutomatic: Bool

  /// The usual one.
  public static let comma = Delimiter(byte: UInt8(ascii: ","))
  /// That of each file's header.
  public static let auto = Delimiter(byte: UInt8(ascii: ","), isAutomatic: true)

  init(byte: UInt8, isAutomatic: Bool = false) {
    self.byte = byte
    self.isAutomatic = isAutomatic
  }

  /// Reads one ASCII character, or the words `tab` and `auto`.
  public init(optionText: String) throws(InvalidValue) {
    if optionText == "auto" {
      self = .auto
      return
    }
    let byte = optionText == "tab" ? 9 : optionText.utf8.first ?? 0
    guard optionText == "tab" || optionText.utf8.count == 1, Self.canSeparate(byte) else {
      throw InvalidValue("is not one ASCII character, such as ; or |, and neither tab nor auto")
    }
    self.init(byte: byte)
  }

  /// The character, or the word for it.
  public var optionText: String? { isAutomatic ? "auto" : Self.text(of: byte) }

  /// A delimiter as `--delimiter` takes it.
  static func text(of byte: UInt8) -> String { byte == 9 ? "tab" : String(UnicodeScalar(byte)) }

  private static func canSeparate(_ byte: UInt8) -> Bool {
    byte < 0x80 && (byte == 9 || byte > UInt8(ascii: " ")) && byte != UInt8(ascii: "\"")
      && byte != UInt8(ascii: "\\")
  }

  /// The delimiter that a header uses most outside quotes; a comma where it uses none.
  static func guess(_ header: ByteView) -> UInt8 {
    var counts: [UInt8: Int] = [:]
    var isQuoted = false
    for offset in 0..<header.count {
      let byte = header[offset]
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted { counts[byte, default: 0] += 1 }
    }
    var best = UInt8(ascii: ",")
    for byte in [UInt8(ascii: ";"), 9, UInt8(ascii: "|")]
    where counts[byte, default: 0] > counts[best, default: 0] {
      best = byte
    }
    return best
  }

  /// The delimiter that a first line `sep=;` names, as spreadsheets write and read it; nil where the
  /// line is none.
  static func named(by line: ByteView) -> UInt8? {
    var line = line
    if line.count > 2, line[0] == UInt8(ascii: "\""), line[line.count - 1] == UInt8(ascii: "\"") {
      line = line[1, line.count - 1]
    }
    guard line.count == 5, line[0, 4].equals("sep=") || line[0, 4].equals("SEP="),
      canSeparate(line[4])
    else { return nil }
    return line[4]
  }
}
