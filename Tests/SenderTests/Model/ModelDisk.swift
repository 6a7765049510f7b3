import PostscriptSender
import TestSupport
import Wire

/// The disk with the journal: what is on it for good, and what only the system has.
struct ModelDisk {
  private(set) var kept: [UInt8] = []
  private var cached: [UInt8] = []

  /// Writes entries, of which a crash in the middle leaves a part.
  mutating func write(_ entries: [JournalEntry], upTo limit: Int = Int.max) {
    var bytes = ByteBuffer()
    for entry in entries { JournalText.append(entry, to: &bytes) }
    cached += bytes.view.array.prefix(limit)
  }

  /// Brings all that was written on the disk.
  mutating func sync() {
    kept += cached
    cached = []
  }

  /// The process ends: the system still has what it wrote.
  mutating func kill() { sync() }

  /// The machine ends: of what was not on the disk, a part may have got there.
  mutating func cutPower(_ random: inout SplitMix64) {
    kept += cached.prefix(Int.random(in: 0...cached.count, using: &random))
    cached = []
  }

  /// Reads the journal as a run does, and cuts off what is not whole.
  mutating func open() throws -> JournalIndex {
    var index = JournalIndex()
    var reader = JournalText.Reader()
    var start = 0
    while start < kept.count {
      let end = kept[start...].firstIndex(of: UInt8(ascii: "\n"))
      let entry = try Array(kept[start..<(end ?? kept.count)]).withView {
        try reader.take($0, isTerminated: end != nil)
      }
      if let entry { index.take(entry) }
      start = (end ?? kept.count) + 1
    }
    kept.removeLast(kept.count - reader.content.wholeBytes)
    return index
  }
}
