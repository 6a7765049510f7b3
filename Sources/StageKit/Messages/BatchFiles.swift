import Glibc
import Wire

/// The files of a BATCH message, one after the other: local ones, a JSON object in each line,
/// plain or compressed by gzip.
struct BatchFiles {
  /// The stream of the records.
  let stream: [UInt8]
  /// The file that is open, else that of the last one.
  private(set) var name: String?
  private var paths: ArraySlice<String>
  private let isCompressed: Bool
  private let place: String
  private var descriptor: Int32 = -1
  private var decompressor: Decompressor?

  /// Reads a message; `place` is where it stands, for messages.
  ///
  /// - Throws: exit code 65 where the records cannot be read: passing over them would lose them.
  init(_ line: ByteView, stream: [UInt8], place: String) throws(StageError) {
    self.stream = stream
    self.place = "\(place), stream \(String(decoding: stream, as: UTF8.self)): the BATCH"
    let message = try? JSONValue(parsing: line)
    let encoding = message?["encoding"]
    let format = encoding?["format"]?.string ?? ""
    guard format.lowercased() == "jsonl" else {
      throw StageError(
        .data,
        "\(self.place) has the format \(Excerpt.quoted(format)), and only jsonl can be read: have the "
          + "tap write that, or no BATCH messages"
      )
    }
    switch encoding?["compression"] ?? .null {
    case .null: isCompressed = false
    case .string("none"), .string(""): isCompressed = false
    case .string("gzip"), .string("gz"): isCompressed = true
    case let other:
      throw StageError(
        .data,
        "\(self.place) has the compression \(Excerpt.quoted(other.text)), and only gzip and none can be "
          + "read"
      )
    }
    guard let manifest = message?["manifest"]?.array else {
      throw StageError(.data, "\(self.place) has no array of files under manifest")
    }
    var paths: [String] = []
    for item in manifest {
      guard let text = item.string, let path = Self.path(text) else {
        throw StageError(
          .data,
          "\(self.place) names \(Excerpt.quoted(item.string ?? item.text)), which is no local file"
        )
      }
      paths.append(path)
    }
    self.paths = paths[...]
  }

  /// Opens the next file and hands over what to read; nil where there is none.
  ///
  /// - Throws: exit code 66 where it cannot be opened, and 65 where it is no file but a device, say.
  mutating func openNext() throws(StageError) -> Int32? {
    guard let path = paths.popFirst() else { return nil }
    name = path
    let isFile: Bool
    do {
      // A device or a pipe has no end, or one that is not ours to wait for.
      isFile = try Descriptors.regularFile(at: path) != nil
      if isFile { descriptor = try Descriptors.openForReading(path) }
    } catch {
      throw StageError(.noInput, "\(place) names \(path), which cannot be opened: \(error.reason)")
    }
    guard isFile else { throw StageError(.data, "\(place) names \(path), which is no file") }
    guard isCompressed else { return descriptor }
    let gzip = try Decompressor(of: descriptor)
    decompressor = gzip
    return gzip.output
  }

  /// Closes the file that was read to its end.
  ///
  /// - Throws: exit code 65 where a compressed file is not whole.
  mutating func close() throws(StageError) {
    let isWhole = decompressor?.finish() ?? true
    decompressor = nil
    _ = Glibc.close(descriptor)
    guard isWhole else {
      throw StageError(.data, "\(name ?? place): the compressed file is damaged or cut off")
    }
  }

  /// The path that an entry of a manifest names: a file URL, or a path itself; nil for elsewhere.
  private static func path(_ entry: String) -> String? {
    guard entry.hasPrefix("file://") else {
      return entry.isEmpty || entry.contains("://") || entry.utf8.contains(0) ? nil : entry
    }
    var path = entry.dropFirst("file://".count)
    if path.hasPrefix("localhost/") { path = path.dropFirst("localhost".count) }
    var bytes: [UInt8] = []
    var rest = Array(path.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%"), rest.count >= 2,
        let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      else {
        bytes.append(byte)
        continue
      }
      bytes.append(code)
      rest = rest.dropFirst(2)
    }
    return bytes.isEmpty || bytes.contains(0) ? nil : String(decoding: bytes, as: UTF8.self)
  }
}
