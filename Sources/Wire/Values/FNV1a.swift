/// The 64-bit hash FNV-1a: short, and easy to compute again elsewhere.
///
/// It guards against mistakes, not against an attack.
@frozen
public struct FNV1a: Sendable {
  /// The hash of what was added so far.
  public var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// The hash of nothing.
  @inlinable
  public init() {}

  /// The hash of some bytes.
  @inlinable
  public init(_ bytes: some Sequence<UInt8>) { for byte in bytes { add(byte) } }

  /// Adds a byte.
  @inlinable
  public mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }

  /// Adds bytes.
  @inlinable
  public mutating func add(_ bytes: ByteView) {
    for offset in 0..<bytes.count { add(bytes[offset]) }
  }

  /// The hash as sixteen hexadecimal digits.
  public var hexadecimal: String { Self.hexadecimal(value) }

  /// A hash as sixteen hexadecimal digits.
  public static func hexadecimal(_ hash: UInt64) -> String {
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
