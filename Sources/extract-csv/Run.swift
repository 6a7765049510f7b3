import CSV
import StageKit
import Wire

/// Extracts files, or rejects of an earlier run, or shows how their headers are read.
func run(_ options: ExtractCSVOptions, _ stage: Stage) throws {
  guard let name = options.profile else { throw StageError(.usage, "--profile is missing") }
  let profile = try name.profile(
    stream: options.stream ?? "",
    key: options.key,
    mapping: options.mapping
  )
  var output = MessageOutput(stage)
  if options.printMapping {
    output.buffer.append(Mapping.text(of: profile))
    return try output.flush()
  }
  var extraction = CSVExtraction(stage, profile, settings(options))
  let paths = options.files.isEmpty ? ["-"] : options.files
  if options.wire.replay {
    try extraction.replay(paths, &output)
  } else {
    try extraction.run(paths, &output)
  }
}

private func settings(_ options: ExtractCSVOptions) -> CSVExtractionSettings {
  var settings = CSVExtractionSettings()
  settings.store = options.store
  settings.currency = options.currency?.code
  settings.sourceSystem = options.sourceSystem
  settings.zone = options.zone
  settings.dateOrder = options.dateOrder
  settings.since = options.since
  settings.until = options.until
  settings.covers = options.covers
  settings.isPartial = options.isPartial
  settings.date = options.date?.optionText
  settings.asOf = options.asOf
  settings.types = Dictionary(options.types.map { ($0.column, $0.type) }) { _, last in last }
  settings.isBare = options.wire.bare
  settings.delimiter = options.delimiter.byte
  return settings
}
