import StageKit
import Wire

/// PostgreSQL's binary COPY format: integers in network byte order, each field behind its length.
extension ByteBuffer {
  /// Appends an integer in network byte order.
  @inline(__always)
  mutating func append<Integer: FixedWidthInteger>(bigEndian value: Integer) {
    let length = MemoryLayout<Integer>.size
    reserve(length)
    unsafe UnsafeMutableRawPointer(spare).storeBytes(of: value.bigEndian, as: Integer.self)
    unsafe advance(by: length)
  }

  /// Overwrites four bytes with an integer in network byte order.
  @inline(__always)
  mutating func overwrite(at offset: Int, bigEndian value: Int32) {
    precondition(offset >= 0 && offset + 4 <= count)
    unsafe UnsafeMutableRawPointer(spare).storeBytes(
      of: value.bigEndian,
      toByteOffset: offset - count,
      as: Int32.self
    )
  }

  /// Appends a field of bytes behind its length.
  @inline(__always)
  mutating func append(field bytes: ByteView) {
    append(bigEndian: Int32(truncatingIfNeeded: bytes.count))
    append(bytes)
  }

  /// Appends a field of eight bytes: bigint and timestamptz.
  @inline(__always)
  mutating func append(field value: Int64) {
    append(bigEndian: Int32(8))
    append(bigEndian: value)
  }

  /// Appends a field that is NULL.
  @inline(__always)
  mutating func appendNull() { append(bigEndian: Int32(-1)) }

  /// Writes a field whose length is known only afterwards.
  @inline(__always)
  mutating func appendField(_ body: (inout ByteBuffer) -> RecordFault?) -> RecordFault? {
    let start = count
    append(bigEndian: Int32(0))
    let fault = body(&self)
    overwrite(at: start, bigEndian: Int32(truncatingIfNeeded: count - start - 4))
    return fault
  }
}
