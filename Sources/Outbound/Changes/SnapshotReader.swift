import Glibc
import StageKit
import Wire

/// Reads a file of states from its beginning, and holds it to its marks.
final class SnapshotReader {
  /// What comes next in a file.
  enum Item {
    /// The state of a person, at a place.
    case state(PersonKey, place: Int)
    /// A mark, up to which everything is whole.
    case mark(UInt64)
    /// The end, or what was being written when a run ended.
    case end
  }

  /// The number of the run that wrote it, and of the last mark that was accepted.
  let run: UInt64
  let mark: UInt64

  private static let stateLength = 23
  private static let propertyLength = 12
  private static let markLength = 17
  private static let headerLength = 24
  private let descriptor: Int32
  private var buffer: ByteBuffer
  /// Where in the buffer the current item begins and ends.
  private var start = 0
  private var next = headerLength
  /// Where in the file the buffer begins.
  private var offset = 0
  private var hash = FNV1a()

  /// Opens a file; nil where there is none.
  ///
  /// - Throws: exit code 66 where it cannot be read, 65 where it is no file of states.
  static func open(_ path: String) throws(StageError) -> SnapshotReader? {
    guard let descriptor = try SnapshotFile.open(path) else { return nil }
    var head = ByteBuffer(capacity: 1 << 17)
    try SnapshotFile.read(descriptor, at: 0, count: headerLength, into: &head)
    guard head.count == headerLength, head.view[0, 8].equals(SnapshotWriter.magic) else {
      close(descriptor)
      throw StageError(.data, "\(path) is no snapshot of transform-changes, or is damaged")
    }
    return SnapshotReader(descriptor, head)
  }

  private init(_ descriptor: Int32, _ head: consuming ByteBuffer) {
    self.descriptor = descriptor
    run = head.view.word(at: 8)
    mark = head.view.word(at: 16)
    hash.add(head.view)
    buffer = head
  }

  deinit { close(descriptor) }

  /// Lends the bytes of the current state.
  func withBytes(_ body: (ByteView) throws -> Void) throws {
    try buffer.withView { try body($0[start, next]) }
  }

  /// Goes to the next item.
  ///
  /// - Throws: exit code 65 where a mark does not fit to what is before it.
  func advance() throws(StageError) -> Item {
    try fill(Self.stateLength)
    start = next
    let left = buffer.count - start
    guard left >= Self.markLength else { return .end }
    if buffer[start] == 2 {
      let place = start
      let (number, expected) = buffer.withView { ($0.word(at: place + 1), $0.word(at: place + 9)) }
      take(Self.markLength - 8)
      guard hash.value == expected else { throw Self.damaged }
      start = next
      take(8)
      return .mark(number)
    }
    guard buffer[start] == 1, left >= Self.stateLength else { return .end }
    let count = Int(buffer[start + 21]) | Int(buffer[start + 22]) << 8
    let length = Self.stateLength + count * Self.propertyLength
    try fill(length)
    start = next
    guard buffer.count - start >= length else { return .end }
    take(length)
    let place = start
    return .state(buffer.withView { Self.key($0, place) }, place: offset + start)
  }

  /// Takes that many bytes as the current item.
  private func take(_ length: Int) {
    next = start + length
    let (start, next) = (start, next)
    buffer.withView { hash.add($0[start, next]) }
  }

  /// Has that many bytes behind the current item in the buffer, where the file has them.
  private func fill(_ count: Int) throws(StageError) {
    guard buffer.count - next < count else { return }
    buffer.removeFirst(next)
    offset += next
    next = 0
    let end = offset + buffer.count
    try SnapshotFile.read(descriptor, at: end, count: max(count, 1 << 16), into: &buffer)
  }

  private static func key(_ view: ByteView, _ start: Int) -> PersonKey {
    let low = UInt32(truncatingIfNeeded: view.word(at: start + 9))
    return PersonKey(high: view.word(at: start + 1), low: low)
  }

  /// Reads the state of a person at a place.
  static func read(
    _ descriptor: Int32,
    at place: Int,
    into state: inout PersonState,
    _ scratch: inout ByteBuffer
  ) throws(StageError) {
    scratch.removeAll()
    try SnapshotFile.read(descriptor, at: place, count: 512, into: &scratch)
    guard scratch.count >= stateLength, scratch[0] == 1 else { throw damaged }
    let count = Int(scratch[21]) | Int(scratch[22]) << 8
    let length = stateLength + count * propertyLength
    if scratch.count < length {
      let have = scratch.count
      try SnapshotFile.read(descriptor, at: place + have, count: length - have, into: &scratch)
    }
    guard scratch.count >= length else { throw damaged }
    state.clear()
    state.time = Int64(bitPattern: scratch.view.word(at: 13))
    for index in 0..<count {
      let start = stateLength + index * propertyLength
      let value = scratch.view.word(at: start + 4)
      // Four bytes of a name, of which the view is longer by those of its value.
      let name = UInt32(truncatingIfNeeded: scratch.view.word(at: start))
      _ = state.set(name, value)
    }
  }

  /// Reads the state of a person at a place.
  func read(_ place: Int, into state: inout PersonState, _ scratch: inout ByteBuffer) throws {
    try Self.read(descriptor, at: place, into: &state, &scratch)
  }

  private static let damaged = StageError(
    .data,
    "the snapshot is damaged: restore it, or take the present as accepted by --baseline"
  )
}
