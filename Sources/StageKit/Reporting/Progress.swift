import Glibc

/// A live line on standard error: records, bytes, rate and, where the size is known, percent and
/// the time left.
public final class Progress {
  /// The number of bytes that the whole input has, where it is known.
  public var totalBytes: Int?
  /// The number of records that the whole input has, or an estimate where its size isn't known.
  public var totalRecords: Int?
  private let mode: ProgressMode
  private let program: String
  private let sink: any LogSink
  private let start: Int64
  private var nextUpdate: Int64
  private var isShown = false
  private var ownsTerminal: Bool

  /// The time between two updates, in nanoseconds.
  private static let interval: Int64 = 200_000_000

  init(program: String, mode: ProgressMode, sink: any LogSink, start: Int64) {
    self.program = program
    self.mode = mode
    self.sink = sink
    self.start = start
    ownsTerminal = mode == .always
    // The first line comes late: a short run needs none, and the first stage of a pipe, which
    // alone knows the size of the input, gets a head start over those that read from it.
    nextUpdate = start + Self.interval * (isatty(0) == 1 || Self.readsFile ? 2 : 5)
  }

  /// True where a live line can be shown at all.
  public var isEnabled: Bool {
    mode == .always || mode == .auto && sink.isTerminal
  }

  /// Shows the counts, where it is time to.
  public func update(_ counts: StageCounts) {
    guard isEnabled else { return }
    let now = Clock.monotonicNanoseconds
    guard now >= nextUpdate else { return }
    nextUpdate = now + Self.interval
    guard claimsTerminal() else { return }
    let line = ProgressLine(
      program: program,
      counts: counts,
      totalBytes: totalBytes,
      totalRecords: totalRecords,
      nanoseconds: now - start
    )
    let width = sink.isTerminal ? sink.columns - 1 : 79
    sink.write("\r" + line.text.prefix(max(width, 10)) + "\u{1B}[K")
    isShown = true
  }

  /// Takes the live line away, so that another line can be written.
  ///
  /// On a terminal this is done before every line, since the live line may be another stage's.
  public func clear() {
    if isShown || isEnabled && sink.isTerminal { sink.write("\r\u{1B}[K") }
    isShown = false
  }

  /// The stages of a pipe share one terminal; the one that gets the lock shows its line.
  private func claimsTerminal() -> Bool {
    if !ownsTerminal {
      var lock = flock()
      lock.l_type = Int16(F_WRLCK)
      lock.l_whence = Int16(SEEK_SET)
      ownsTerminal = unsafe fcntl(2, F_SETLK, &lock) == 0 || errno != EAGAIN && errno != EACCES
    }
    return ownsTerminal
  }

  private static var readsFile: Bool {
    var status = stat()
    return unsafe fstat(0, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
