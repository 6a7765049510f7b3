public import Wire

/// Where the bytes of a CSV file come from: a descriptor, or chunks in memory.
public protocol ByteSource {
  /// Appends about that many of the next bytes, at least one; false at the end of the input.
  mutating func fill(_ buffer: inout ByteBuffer, about count: Int) throws -> Bool
}

/// Chunks that lie in memory, handed out one at a time whatever is asked for.
public struct ChunkSource: ByteSource {
  private var chunks: ArraySlice<[UInt8]>

  /// Makes a source of chunks; empty ones are left out.
  public init(_ chunks: [[UInt8]]) { self.chunks = chunks.filter { !$0.isEmpty }[...] }

  /// Makes a source of one text.
  public init(_ text: String) { self.init([Array(text.utf8)]) }

  /// Appends the next chunk.
  public mutating func fill(_ buffer: inout ByteBuffer, about count: Int) -> Bool {
    guard let chunk = chunks.popFirst() else { return false }
    buffer.append(chunk)
    return true
  }
}
