import TestSupport
import Testing
import Wire

/// Times and numbers in their usual form take a shorter way, which must lead to the same place.
@Suite("Short forms")
struct ShortFormTests {
  @Test("a time in UTC is the same with an offset of zero", arguments: seeds(0..<8))
  func aTimeInUTCIsTheSameWithAnOffsetOfZero(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let letters = Array("0123456789-:TtZz .".utf8)
    for _ in 0..<5_000 {
      let second = Int64.random(in: -62_135_596_800..<253_402_300_800, using: &random)
      let time = Timestamp(microseconds: second * 1_000_000)
      #expect(time.text.withView { Timestamp($0) } == time)
      var bytes = Array(time.text.utf8.dropLast())
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        bytes[place] = letters[Int.random(in: 0..<letters.count, using: &random)]
      }
      let short = (bytes + Array("Z".utf8)).withView { Timestamp($0) }
      let long = (bytes + Array("+00:00".utf8)).withView { Timestamp($0) }
      #expect(short == long, "\(String(decoding: bytes, as: UTF8.self))")
    }
  }

  @Test("a number is the same with an exponent of zero", arguments: seeds(0..<8))
  func aNumberIsTheSameWithAnExponentOfZero(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let letters = Array("0123456789012345678901234567890123456789.-".utf8)
    for _ in 0..<20_000 {
      let count = Int.random(in: 0...20, using: &random)
      let bytes = (0..<count).map { _ in letters[Int.random(in: 0..<letters.count, using: &random)]
      }
      let short = bytes.withView { ExactDecimal($0) }
      let long = (bytes + Array("e0".utf8)).withView { ExactDecimal($0) }
      #expect(short?.text == long?.text, "\(String(decoding: bytes, as: UTF8.self))")
    }
  }

  @Test("every digit is written")
  func everyDigitIsWritten() {
    for (coefficient, scale, text) in [
      (Int128.max, 0, "170141183460469231731687303715884105727"),
      (Int128.min, 30, "-170141183.460469231731687303715884105728"),
      (Int128(UInt64.max), 5, "184467440737095.51615"),
      (Int128(UInt64.max) + 1, 0, "18446744073709551616"),
      (-7, 30, "-0.000000000000000000000000000007"), (0, 2, "0.00"), (10, 1, "1.0"),
    ] {
      #expect(ExactDecimal(coefficient: coefficient, scale: scale).text == text)
    }
  }
}
