/// The first and the last eight bytes of eight to sixteen, as digits: those in the middle are in both.
struct DigitWords {
  /// Each byte less `0`.
  let head: UInt64
  /// Each byte less `0`.
  let tail: UInt64

  /// Takes the first and the last eight bytes.
  @inline(__always)
  init(_ first: UInt64, _ last: UInt64) {
    head = first ^ 0x3030_3030_3030_3030
    tail = last ^ 0x3030_3030_3030_3030
  }

  /// True where all bytes are digits: the sums overflow into the high bits where one is above 9.
  @inline(__always)
  var areDigits: Bool {
    let bad = (head &+ 0x7676_7676_7676_7676) | head | (tail &+ 0x7676_7676_7676_7676) | tail
    return bad & 0x8080_8080_8080_8080 == 0
  }

  /// Eight digits, a byte each, as four bits each, the first of them on top.
  @inline(__always)
  static func packed(_ digits: UInt64) -> UInt64 {
    var word = digits.byteSwapped
    word = (word | word &>> 4) & 0x00FF_00FF_00FF_00FF
    word = (word | word &>> 8) & 0x0000_FFFF_0000_FFFF
    return (word | word &>> 16) & 0xFFFF_FFFF
  }
}
