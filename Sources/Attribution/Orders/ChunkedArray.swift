/// A growing array of many small values that is never moved as a whole.
///
/// An `Array` that doubles holds its old and its new storage for a moment, three times what it
/// needs; this one grows by a chunk.
struct ChunkedArray<Element: BitwiseCopyable> {
  private static var bits: Int { 12 }
  private var chunks: [[Element]] = []
  /// The number of elements.
  private(set) var count = 0

  /// Appends an element.
  mutating func append(_ element: Element) {
    if count & (1 << Self.bits - 1) == 0 {
      var chunk: [Element] = []
      chunk.reserveCapacity(1 << Self.bits)
      chunks.append(chunk)
    }
    chunks[chunks.count - 1].append(element)
    count += 1
  }

  /// The element at an index.
  subscript(_ index: Int) -> Element {
    @inline(__always)
    get { chunks[index >> Self.bits][index & (1 << Self.bits - 1)] }
    set { chunks[index >> Self.bits][index & (1 << Self.bits - 1)] = newValue }
  }
}
