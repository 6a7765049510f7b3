import StageKit

/// A look at the headers of all files before the first is read: a header that a mapping names must be
/// in one of them.
struct HeaderSurvey {
  /// The fields whose mapped headers some file has.
  private(set) var foundElsewhere: Set<String> = []

  /// Looks at files where a mapping names headers, one file at a time; a pipe can be read only once,
  /// so where one is among them each file is to have what is named.
  ///
  /// - Throws: exit code 65 where no file has a header that the mapping names.
  init(
    _ paths: [String],
    _ profiles: [Profile],
    _ settings: CSVExtractionSettings,
    _ stage: Stage
  ) throws {
    let mapped = profiles.filter { profile in
      !profile.isGeneric && profile.fields.contains { !$0.foreignHeaders.isEmpty }
    }
    guard paths.count > 1, let profile = mapped.first else { return }
    for path in paths where !(try InputFile.isRegular(path)) { return }
    for path in paths {
      let headers = try Self.headers(of: path, settings, stage).map(HeaderName.normalized)
      for field in profile.fields
      where field.mappedHeaders.contains(where: { headers.contains(HeaderName.normalized($0)) }) {
        foundElsewhere.insert(field.name)
      }
    }
  }

  /// The header of a file.
  ///
  /// - Throws: exit code 65 where the file is empty, or is no CSV.
  static func headers(
    of path: String,
    _ settings: CSVExtractionSettings,
    _ stage: Stage
  ) throws -> [String] {
    var scanner = RecordScanner(
      try InputFile(path, stage),
      delimiter: settings.delimiter,
      chunk: 64 << 10
    )
    return try FileHeader.names(&scanner, path)
  }
}
