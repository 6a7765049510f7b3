import StageKit

/// What was counted of a file, and how much of that the stage knows.
struct FileCounts {
  /// The counts so far.
  private(set) var bookmark: FileBookmark
  private var published: FileBookmark
  /// The bytes of the file that the stage knows.
  private var publishedBytes = 0

  init(_ bookmark: FileBookmark) {
    self.bookmark = bookmark
    published = bookmark
  }

  mutating func read() { bookmark.read += 1 }
  mutating func written() { bookmark.written += 1 }
  mutating func rejected() { bookmark.rejected += 1 }
  mutating func skipped(_ count: Int = 1) { bookmark.skipped += count }

  /// Brings the stage's counts up to date, given how many bytes of the file have been read.
  mutating func publish(to stage: Stage, bytesRead: Int) {
    stage.counts.bytesRead += bytesRead - publishedBytes
    publishedBytes = bytesRead
    stage.counts.read += bookmark.read - published.read
    stage.counts.written += bookmark.written - published.written
    stage.counts.skipped += bookmark.skipped - published.skipped
    published = bookmark
  }
}
