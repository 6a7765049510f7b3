import Glibc
import StageKit
import Wire

/// A file of the command line, or standard input, as a source of bytes; gzip is undone.
final class InputFile: ByteSource {
  /// What messages call it.
  let name: String
  private let stage: Stage
  private let descriptor: Int32
  private let isOwned: Bool
  private var decompressor: Decompressor?

  /// Opens a file; `-` is standard input.
  ///
  /// - Throws: exit code 66 where it cannot be opened.
  init(_ path: String, _ stage: Stage) throws {
    self.stage = stage
    isOwned = path != "-"
    name = isOwned ? path : "standard input"
    do {
      descriptor = isOwned ? try Descriptors.openForReading(path) : 0
    } catch {
      throw StageError(.noInput, "cannot open \(path): \(error.reason)")
    }
    let file = Descriptors.regularFile(descriptor)
    if file != nil ? startsAsGzip : path.hasSuffix(".gz") {
      decompressor = try Decompressor(of: descriptor)
    } else if !isOwned {
      Descriptors.enlargePipe(descriptor)
    }
  }

  /// The size in bytes of a file that is not compressed; nil where that is not known.
  ///
  /// - Throws: exit code 66 where there is no such file, or it may not be read.
  static func size(_ path: String) throws -> Int? {
    try isRegular(path) && !path.hasSuffix(".gz") ? regularFile(path)?.bytes : nil
  }

  /// When a file was last changed; nil for what is no regular file.
  ///
  /// - Throws: exit code 66 where there is no such file, or it may not be read.
  static func modified(_ path: String) throws -> Timestamp? { try regularFile(path)?.modified }

  /// True for a file that can be read more than once.
  static func isRegular(_ path: String) throws -> Bool { try regularFile(path) != nil }

  /// Size and time of a regular file; nil for what is none.
  ///
  /// - Throws: exit code 66 where there is no such file, or it may not be read.
  static func regularFile(_ path: String) throws -> (bytes: Int, modified: Timestamp)? {
    if path == "-" { return Descriptors.regularFile(0) }
    do {
      return try Descriptors.regularFile(at: path)
    } catch {
      throw StageError(.noInput, "cannot open \(path): \(error.reason)")
    }
  }

  deinit { if isOwned { close(descriptor) } }

  /// True where a regular file begins with the mark of gzip.
  private var startsAsGzip: Bool {
    var mark: [UInt8] = [0, 0]
    let offset = lseek(descriptor, 0, SEEK_CUR)
    return unsafe pread(descriptor, &mark, 2, max(offset, 0)) == 2 && mark == [0x1F, 0x8B]
  }

  /// Reads the next bytes; at the end of a compressed file it asks gzip whether that was whole.
  func fill(_ buffer: inout ByteBuffer, about count: Int) throws -> Bool {
    try stage.checkSignals()
    buffer.reserve(count)
    while true {
      let source = decompressor?.output ?? descriptor
      let got = unsafe read(source, buffer.spare, count)
      if got > 0 {
        unsafe buffer.advance(by: got)
        return true
      }
      if got == 0 {
        guard decompressor?.finish() ?? true else {
          throw StageError(.data, "\(name): the compressed file is damaged or cut off")
        }
        return false
      }
      guard errno == EINTR else {
        throw StageError(.noInput, "cannot read \(name): \(DescriptorError("read", errno).reason)")
      }
      try stage.checkSignals()
    }
  }
}
