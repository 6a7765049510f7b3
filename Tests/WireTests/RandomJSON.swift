import TestSupport
import Wire

/// Makes JSON values, and texts that are nearly JSON, from a seed.
struct RandomJSON {
  var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

  mutating func value(depth: Int) -> JSONValue {
    switch below(depth > 0 ? 8 : 6) {
    case 0: .null
    case 1: .bool(below(2) == 0)
    case 2: .number(number())
    case 3, 4, 5: .string(text())
    case 6: .array((0..<below(5)).map { _ in value(depth: depth - 1) })
    default: object(depth: depth - 1)
    }
  }

  mutating func object(depth: Int) -> JSONValue {
    .object((0..<below(7)).map { ("\($0)" + text(), value(depth: depth)) })
  }

  mutating func number() -> String {
    let whole = ["0", "7", "-1", "9007199254740993", "-0", "120"][below(6)]
    let fraction = ["", ".5", ".00", ".1234567890123456789"][below(4)]
    return whole + fraction + ["", "", "e3", "E-2", "e+10"][below(5)]
  }

  mutating func text() -> String {
    let pieces = [
      "a", "order", "é", "日本", "🎉", "\"", "\\", "\n", "\u{0}", "\u{1F}", "/", "€", " ",
      "longer than eight bytes", "\u{7F}", "\u{FFFD}",
    ]
    return (0..<below(6)).map { _ in pieces[below(pieces.count)] }.joined()
  }

  /// The bytes with a few of them changed, put in or taken out.
  mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    let odd: [UInt8] = [
      0x22, 0x5C, 0x7B, 0x7D, 0x5B, 0x5D, 0x2C, 0x3A, 0x00, 0x0D, 0x80, 0xC3, 0xED, 0xF4, 0x2D,
      0x30, 0x2E, 0x65, 0x75, 0x20,
    ]
    for _ in 0...below(3) where !bytes.isEmpty {
      let place = below(bytes.count)
      switch below(3) {
      case 0: bytes[place] = odd[below(odd.count)]
      case 1: bytes.insert(odd[below(odd.count)], at: place)
      default: bytes.remove(at: place)
      }
    }
    return bytes
  }
}
