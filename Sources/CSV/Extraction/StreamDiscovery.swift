public import StageKit
import Wire

/// Writes a Singer catalog of the streams that files, or a profile, have: the work of `--discover`.
public struct StreamDiscovery {
  private let stage: Stage
  private let profiles: [Profile]
  private let settings: CSVExtractionSettings

  /// Prepares to look for streams of some profiles.
  public init(_ stage: Stage, _ profiles: [Profile], _ settings: CSVExtractionSettings) {
    self.stage = stage
    self.profiles = profiles.map { $0.relaxed(by: settings) }
    self.settings = settings
  }

  /// Writes the catalog of the streams of some files, of which only the headers are read; without a
  /// file, of all streams of the profiles.
  ///
  /// - Throws: exit code 65 where a header does not fit, 64 where only files could tell the columns.
  public func write(_ paths: [String]) throws {
    let files = paths.filter { $0 != "-" }
    var streams = files.isEmpty ? profiles.map(\.stream) : try files.map(stream)
    guard !files.isEmpty || profiles.allSatisfy({ !$0.isGeneric }) else {
      throw StageError(.usage, "--discover needs a file, whose header names the columns")
    }
    streams = streams.reduce(into: []) { found, stream in
      if let place = found.firstIndex(where: { $0.name == stream.name }) {
        let new = stream.columns.filter { column in
          !found[place].columns.contains { $0.name == column.name }
        }
        found[place].columns += new
      } else {
        found.append(stream)
      }
    }
    try DiscoveredStream.write(streams.map { try $0.discovered() }, stage)
  }

  private func stream(of path: String) throws -> StreamShape {
    let file = try InputFile(path, stage)
    var scanner = RecordScanner(file, delimiter: settings.delimiter, chunk: 64 << 10)
    let header = try FileHeader(
      &scanner,
      profiles,
      settings,
      file: path,
      foundElsewhere: Set(profiles.flatMap { $0.fields.map(\.name) })
    )
    return header.profile.stream
  }
}

extension StreamShape {
  /// The stream as a catalog describes it.
  func discovered() throws(JSONFault) -> DiscoveredStream {
    var stream = try DiscoveredStream(schemaMessage: schemaMessage)
    stream.automatic = columns.contains { $0.name == "store_id" } ? ["store_id"] : []
    return stream
  }
}
