import Glibc
public import StageKit
import Wire

/// The journal on disk: appended to, and flushed to the disk before anything rests on it.
///
/// One process writes it at a time. What a crash has cut off at its end is taken away when it is
/// opened, and what later entries say anew is left out once it is most of it.
public final class JournalFile {
  private let path: String
  private var descriptor: Int32
  private var pending = ByteBuffer(capacity: 4096)
  private var needsSync = false

  /// Opens the journal, and reads it into an index.
  ///
  /// - Throws: exit code 73 where it can't be opened, 75 where another run has it, 78 where it is
  ///   damaged or no journal.
  public init(_ path: String, into index: inout JournalIndex, _ stage: Stage) throws(StageError) {
    self.path = path
    descriptor = try JournalFile.openLocked(path)
    let content = try read { (entry) throws(StageError) in index.take(entry) }
    guard let size = Descriptors.regularFile(descriptor)?.bytes else {
      throw StageError(.config, "--journal: \(path) is not a regular file")
    }
    if size > content.wholeBytes {
      stage.log.warning(
        "the journal ended in the middle of an entry: the last run was cut off there"
      )
      guard ftruncate(descriptor, content.wholeBytes) == 0 else { throw failure("cut") }
    }
    if index.isMostlyPast { try compact(index, stage) }
  }

  deinit { close(descriptor) }

  /// Opens the journal for this process alone; one that was just killed may hold it for a moment.
  private static func openLocked(_ path: String) throws(StageError) -> Int32 {
    let deadline = Clock.monotonicNanoseconds + 2_000_000_000
    while true {
      let descriptor = try OutputFile.open(path, "the journal", O_RDWR | O_APPEND)
      // Another run may have put a compacted journal in its place before this one had the lock.
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0, OutputFile.isStill(path, descriptor) {
        return descriptor
      }
      close(descriptor)
      guard Clock.monotonicNanoseconds < deadline else {
        throw StageError(
          .tempFail,
          "--journal: another run uses \(path); try again when it has ended"
        )
      }
      Clock.sleep(until: Clock.monotonicNanoseconds + 50_000_000)
    }
  }

  /// Writes the journal anew without the entries that later ones have replaced.
  ///
  /// A crash at any moment leaves the old one or the new one, each whole. Where there is no room for
  /// a second one, the first goes on.
  private func compact(_ index: JournalIndex, _ stage: Stage) throws(StageError) {
    let temporary = path + ".new"
    let next: Int32
    do throws(StageError) {
      next = try writeNeeded(by: index, to: temporary)
    } catch {
      try Folder.remove(temporary)
      stage.log.warning("the journal grows: \(error.message)")
      return
    }
    close(descriptor)
    descriptor = next
    try Folder.sync(parentOf: path)
  }

  /// Puts a journal with the needed entries in the place of this one; gives its descriptor, locked.
  private func writeNeeded(
    by index: JournalIndex,
    to temporary: String
  ) throws(StageError) -> Int32 {
    try Folder.remove(temporary)
    let next = try OutputFile.open(temporary, "the journal", O_RDWR | O_APPEND | O_EXCL)
    do throws(StageError) {
      guard flock(next, LOCK_EX | LOCK_NB) == 0 else { throw failure("lock") }
      guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw failure("read") }
      _ = try read { (entry) throws(StageError) in
        guard index.needs(entry) else { return }
        append(entry)
        if pending.count >= 65_536 { try write(to: next) }
      }
      try write(to: next)
      guard fdatasync(next) == 0 else { throw failure("flush") }
      try OutputFile.rename(temporary, to: path, "the journal")
    } catch {
      pending.removeAll()
      close(next)
      throw error
    }
    return next
  }

  private var foreign: StageError {
    StageError(.config, "--journal: \(path) is no journal: name one that is, or a new file")
  }

  private func read(
    _ take: (JournalEntry) throws(StageError) -> Void
  ) throws(StageError) -> JournalText.Content {
    var lines = LineReader(descriptor: descriptor)
    var reader = JournalText.Reader()
    while true {
      do throws(DescriptorError) {
        switch try lines.next() {
        case .end: return reader.content
        case .tooLong: throw DescriptorError("read", EFBIG)
        case .line: break
        }
      } catch {
        if error.isInterruption { continue }
        throw StageError(.noInput, "cannot read the journal \(path): \(error.reason)")
      }
      let entry: JournalEntry?
      do throws(JournalText.Damage) {
        entry = try reader.take(lines.line, isTerminated: lines.lineWasTerminated)
      } catch {
        if reader.content.entries == 0 { throw foreign }
        throw StageError(
          .config,
          "--journal: line \(error.line) of \(path) is damaged, and good ones follow: what was "
            + "accepted is no longer known; restore the file, or begin a new one and send anew"
        )
      }
      if let entry { try take(entry) }
    }
  }

  /// Adds an entry; it is on its way to the disk with the next ``write()``.
  public func append(_ entry: JournalEntry) { JournalText.append(entry, to: &pending) }

  /// Hands all entries to the system, so that the end of this process loses none.
  ///
  /// - Throws: exit code 74 where the disk is full or fails.
  public func write() throws(StageError) {
    guard !pending.isEmpty else { return }
    try write(to: descriptor)
    needsSync = true
  }

  private func write(to descriptor: Int32) throws(StageError) {
    do {
      try pending.withView { try Descriptors.writeLines($0, to: descriptor, onInterrupt: {}) }
    } catch {
      let reason = (error as? DescriptorError)?.reason ?? "\(error)"
      throw StageError(.ioError, "cannot write the journal \(path): \(reason)")
    }
    pending.removeAll()
  }

  /// Waits until all entries are on the disk, so that the end of the machine loses none either.
  ///
  /// - Throws: exit code 74 where that fails.
  public func sync() throws(StageError) {
    try write()
    guard needsSync else { return }
    guard fdatasync(descriptor) == 0 else { throw failure("flush") }
    needsSync = false
  }

  private func failure(_ action: String) -> StageError {
    StageError(
      .ioError,
      "cannot \(action) the journal \(path): \(DescriptorError(action, errno).reason)"
    )
  }
}
