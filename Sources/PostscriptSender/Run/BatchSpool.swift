import Deduplication
import StageKit
import Wire

/// The messages of a batch on disk, between the pass that counts and the pass that sends.
final class BatchSpool {
  private let spool: RecordSpool
  private let stage: Stage
  private var buffer = ByteBuffer(capacity: 4096)
  private var position = 0

  /// Makes an empty spool in a folder.
  ///
  /// - Throws: exit code 73 where no file can be made there.
  init(folder: String, _ stage: Stage) throws(StageError) {
    self.stage = stage
    do throws(DescriptorError) { spool = try RecordSpool(folder: folder) } catch {
      throw StageError(
        .cantCreate,
        "cannot make a temporary file in \(folder) (TMPDIR): \(error.reason)"
      )
    }
  }

  /// Appends a message with its line in the input.
  func append(_ kind: SpooledKind, line: Int, _ text: ByteView) throws {
    var entry = ByteBuffer(capacity: text.count + 24)
    entry.append(kind.rawValue)
    entry.append(decimal: line)
    entry.append(" ")
    entry.append(text)
    _ = try entry.withView { try spool.append($0) { [stage] in try stage.checkSignals() } }
  }

  /// The next message, from the first on; nil behind the last.
  func next() throws -> SpooledMessage? {
    guard position < spool.end else { return nil }
    try spool.line(at: position, into: &buffer) { [stage] in try stage.checkSignals() }
    position += buffer.count + 1
    return buffer.withView { view in
      guard view.count > 2, let space = view.firstIndex(of: UInt8(ascii: " ")),
        let kind = SpooledKind(rawValue: view[0]), let line = Int(view[1, space].text)
      else { return nil }
      return SpooledMessage(kind: kind, line: line, text: view[space + 1, view.count].array)
    }
  }
}

/// What a line of it is.
enum SpooledKind: UInt8 {
  case record = 82
  case bareRecord = 66
  case schema = 72
  case state = 83
}

/// A message, read back.
struct SpooledMessage {
  let kind: SpooledKind
  /// Its line in the input.
  let line: Int
  /// The message as it came.
  let text: [UInt8]
}
