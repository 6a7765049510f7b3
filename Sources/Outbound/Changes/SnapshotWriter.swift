import Glibc
import StageKit
import Wire

/// Writes a file of states: a header, the states of persons, and marks up to which they are whole.
///
/// Numbers are little-endian. A state is the tag 1, 96 bits of the person's hash, the time, the number
/// of properties, and for each 32 bits of the name's and 64 of the value's hash. A mark is the tag 2, its
/// number, and the FNV-1a hash of everything up to there.
final class SnapshotWriter {
  /// What a file of states begins with, before the number of the run and of its last mark.
  static let magic = Array("PSCHANG1".utf8)

  private let path: String
  private let temporary: String
  private let descriptor: Int32
  private let stage: Stage
  private var buffer = ByteBuffer(capacity: 1 << 17)
  private var hash = FNV1a()
  /// How many bytes are in the file.
  private var position = 0

  /// Begins a file that is to take the place of another.
  init(_ path: String, run: UInt64, mark: UInt64, _ stage: Stage) throws {
    self.path = path
    self.stage = stage
    temporary = path + ".new"
    descriptor = try OutputFile.open(temporary, "the snapshot", O_RDWR | O_TRUNC)
    buffer.append(Self.magic)
    buffer.append(littleEndian: run)
    buffer.append(littleEndian: mark)
    try flush()
  }

  deinit { close(descriptor) }

  /// Appends the state of a person; returns where it is.
  func append(_ key: PersonKey, _ state: PersonState) throws -> Int {
    let place = position + buffer.count
    buffer.append(1)
    buffer.append(littleEndian: key.high)
    buffer.append(littleEndian: key.low)
    buffer.append(littleEndian: UInt64(bitPattern: state.time))
    buffer.append(littleEndian: UInt16(truncatingIfNeeded: state.properties.count))
    for property in state.properties {
      buffer.append(littleEndian: property.name)
      buffer.append(littleEndian: property.value)
    }
    if buffer.count > 1 << 16 { try flush() }
    return place
  }

  /// Appends a state as another file has it.
  func append(_ bytes: ByteView) throws {
    buffer.append(bytes)
    if buffer.count > 1 << 16 { try flush() }
  }

  /// Marks everything before as whole.
  func mark(_ number: UInt64) throws {
    buffer.append(2)
    buffer.append(littleEndian: number)
    try flush()
    buffer.append(littleEndian: hash.value)
    try flush()
  }

  /// Makes everything up to the last mark durable.
  func sync() throws { try SnapshotFile.sync(descriptor) }

  /// Puts the file in the place of the other; it can be written on.
  func commit() throws {
    try flush()
    try SnapshotFile.replace(path, by: temporary, descriptor)
  }

  /// Reads the state at a place.
  func read(_ place: Int, into state: inout PersonState, _ scratch: inout ByteBuffer) throws {
    try flush()
    try SnapshotReader.read(descriptor, at: place, into: &state, &scratch)
  }

  private func flush() throws {
    try buffer.withView { (bytes) in
      hash.add(bytes)
      try Descriptors.write(bytes, to: descriptor) { [stage] in try stage.checkSignals() }
    }
    position += buffer.count
    buffer.removeAll()
  }
}

extension ByteBuffer {
  /// Appends a number, its smallest byte first.
  fileprivate mutating func append<Number: FixedWidthInteger>(littleEndian value: Number) {
    for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
      append(UInt8(truncatingIfNeeded: value >> Number(shift)))
    }
  }
}
