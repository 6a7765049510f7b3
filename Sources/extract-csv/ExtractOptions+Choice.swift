import CSV
import StageKit
import Wire

extension ExtractOptions {
  /// The profile that was named, with the mapping applied.
  ///
  /// - Throws: exit code 64 where options contradict each other, 66 and 78 for the mapping file.
  func chosenProfile() throws -> Profile {
    guard let name = profile?.name else { throw StageError(.usage, "--profile is missing") }
    var chosen: Profile
    if let known = Profile.all.first(where: { $0.name == name }) {
      guard stream == nil, key.isEmpty, types.isEmpty else {
        throw StageError(
          .usage,
          "--stream, --key and --type go with --profile generic; \(name) has its own"
        )
      }
      chosen = known
    } else {
      guard let stream, !stream.isEmpty else {
        throw StageError(.usage, "--profile generic needs --stream NAME")
      }
      chosen = Profile.generic(stream: stream, key: key)
    }
    if let mapping {
      chosen = try Mapping.apply(Self.parse(mapping), from: mapping, to: chosen)
    }
    return chosen
  }

  private static func parse(_ mapping: String) throws -> JSONValue {
    do {
      return try Environment.process.file(mapping).withView { try JSONValue(parsing: $0) }
    } catch let fault as JSONFault {
      throw StageError(.config, "mapping \(mapping): \(fault.reason)")
    }
  }

  /// What the extraction is told.
  var settings: ExtractionSettings {
    var settings = ExtractionSettings()
    settings.store = store
    settings.currency = currency?.code
    settings.sourceSystem = sourceSystem
    settings.zone = zone
    settings.dateOrder = dateOrder
    settings.since = since
    settings.until = until
    settings.date = date?.optionText
    settings.isBare = isBare
    settings.delimiter = delimiter.byte
    return settings
  }

  /// The declared types by column.
  var columnTypes: [String: ValueType] {
    Dictionary(types.map { ($0.column, $0.type) }) { _, last in last }
  }
}
