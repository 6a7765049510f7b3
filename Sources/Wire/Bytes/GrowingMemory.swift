/// Memory that its owner fills from the front and that can grow: the one place that allocates.
///
/// It cannot be copied, so that it is freed once. It knows nothing of how much is in use: that is
/// its owner's business, as are the bounds. What is in use must be plain bytes.
@frozen
@safe
public struct GrowingMemory<Element: BitwiseCopyable>: ~Copyable {
  @usableFromInline var start: UnsafeMutablePointer<Element>
  /// How many elements fit.
  public internal(set) var capacity: Int {
    @inlinable get { room }
    set { room = newValue }
  }
  @usableFromInline var room: Int

  /// Allocates room for some elements, at least one.
  @inlinable
  public init(capacity: Int) {
    room = max(capacity, 1)
    unsafe start = UnsafeMutablePointer<Element>.allocate(capacity: room)
  }

  @inlinable deinit { unsafe start.deallocate() }

  /// The address of the first element, which the next growth makes invalid.
  @unsafe
  @inlinable
  public var pointer: UnsafeMutablePointer<Element> { unsafe start }

  /// Moves to at least twice the room, and at least `wanted` elements, with the first `count`.
  @inline(never)
  @inlinable
  public mutating func grow(to wanted: Int, keeping count: Int) {
    precondition(count >= 0 && count <= room)
    let size = max(room * 2, wanted)
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: size)
    unsafe larger.update(from: start, count: count)
    unsafe start.deallocate()
    unsafe start = larger
    room = size
  }
}
