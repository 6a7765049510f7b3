import StageKit
import Wire

/// The hashes by which an order is known beyond its part.
///
/// FNV-1a with 64 bits over the store, a zero byte, and the id, or the name in its normal form. Where
/// two should ever be the same, a claim is refused that could have been judged.
struct OrderMark: Hashable, Comparable {
  /// The hash of its id.
  var id: UInt64
  /// The hash of its name, or ``noName``.
  var name: UInt64

  /// In the place of the name of an order without one.
  static let noName: UInt64 = 0

  init(id: UInt64, name: UInt64) {
    self.id = id
    self.name = name
  }

  /// Reads a line: both hashes, or that of the id alone.
  init?(_ line: ByteView) {
    guard line.count == 16 || line.count == 33 && line[16] == UInt8(ascii: " "),
      let id = UInt64(line[0, 16].text, radix: 16)
    else { return nil }
    self.id = id
    name = Self.noName
    if line.count == 33 {
      guard let hash = UInt64(line[17, 33].text, radix: 16) else { return nil }
      name = hash
    }
  }

  /// Writes the line.
  func write(to output: inout ByteBuffer) {
    output.append(FNV1a.hexadecimal(id))
    if name != Self.noName {
      output.append(UInt8(ascii: " "))
      output.append(FNV1a.hexadecimal(name))
    }
    output.append(UInt8(ascii: "\n"))
  }

  static func < (one: OrderMark, other: OrderMark) -> Bool {
    (one.id, one.name) < (other.id, other.name)
  }

  /// The hash of an order's id.
  static func hash(_ store: ByteView, _ id: OrderID) -> UInt64 {
    switch id {
    case .number(let number): String(number).withView { hash(store, text: $0) }
    case .text(let text): hash(store, text: text)
    }
  }

  /// The hash of an order's name.
  static func hash(_ store: ByteView, name: ByteView) -> UInt64 {
    let hash = hash(store, text: OrderName.normal(name))
    return hash == noName ? 1 : hash
  }

  private static func hash(_ store: ByteView, text: ByteView) -> UInt64 {
    var hash = FNV1a()
    hash.add(store)
    hash.add(0)
    hash.add(text)
    return hash.value
  }
}
