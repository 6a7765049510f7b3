import Glibc
public import StageKit
import Wire

/// The journal on disk: appended to, and flushed to the disk before anything rests on it.
///
/// One process writes it at a time. What a crash has cut off at its end is taken away when it is
/// opened.
public final class JournalFile {
  private let path: String
  private let descriptor: Int32
  private var pending = ByteBuffer(capacity: 4096)
  private var needsSync = false

  /// Opens the journal, and reads it into an index.
  ///
  /// - Throws: exit code 73 where it can't be opened, 75 where another run has it, 78 where it is
  ///   damaged or no journal.
  public init(_ path: String, into index: inout JournalIndex, _ stage: Stage) throws(StageError) {
    self.path = path
    descriptor = try OutputFile.open(path, "the journal", O_RDWR | O_APPEND)
    try lock()
    let content = try read(into: &index)
    guard let size = Descriptors.regularFile(descriptor)?.bytes else {
      throw StageError(.config, "--journal: \(path) is not a regular file")
    }
    guard size > content.wholeBytes else { return }
    stage.log.warning("the journal ended in the middle of an entry: the last run was cut off there")
    guard ftruncate(descriptor, content.wholeBytes) == 0 else { throw failure("cut") }
  }

  deinit { close(descriptor) }

  /// Takes the journal for this process; one that was just killed may hold it for a moment.
  private func lock() throws(StageError) {
    let deadline = Clock.monotonicNanoseconds + 2_000_000_000
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard Clock.monotonicNanoseconds < deadline else {
        throw StageError(
          .tempFail,
          "--journal: another run uses \(path); try again when it has ended"
        )
      }
      Clock.sleep(until: Clock.monotonicNanoseconds + 50_000_000)
    }
  }

  private var foreign: StageError {
    StageError(.config, "--journal: \(path) is no journal: name one that is, or a new file")
  }

  private func read(into index: inout JournalIndex) throws(StageError) -> JournalText.Content {
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
      do throws(JournalText.Damage) {
        let isTerminated = lines.lineWasTerminated
        if let entry = try reader.take(lines.line, isTerminated: isTerminated) { index.take(entry) }
      } catch {
        if reader.content.entries == 0 { throw foreign }
        throw StageError(
          .config,
          "--journal: line \(error.line) of \(path) is damaged, and good ones follow: what was "
            + "accepted is no longer known; restore the file, or begin a new one and send anew"
        )
      }
    }
  }

  /// Adds an entry; it is on its way to the disk with the next ``write()``.
  public func append(_ entry: JournalEntry) { JournalText.append(entry, to: &pending) }

  /// Hands all entries to the system, so that the end of this process loses none.
  ///
  /// - Throws: exit code 74 where the disk is full or fails.
  public func write() throws(StageError) {
    guard !pending.isEmpty else { return }
    do {
      try pending.withView { try Descriptors.writeLines($0, to: descriptor, onInterrupt: {}) }
    } catch {
      let reason = (error as? DescriptorError)?.reason ?? "\(error)"
      throw StageError(.ioError, "cannot write the journal \(path): \(reason)")
    }
    pending.removeAll()
    needsSync = true
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
