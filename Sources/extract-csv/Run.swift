import Attribution
import CSV
import StageKit
import Wire

/// Extracts files, or rejects of an earlier run, or shows how their headers are read.
func run(_ options: ExtractCSVOptions, _ stage: Stage) throws {
  guard let name = options.profile else { throw StageError(.usage, "--profile is missing") }
  let profiles = try name.profiles(
    stream: options.stream ?? "",
    key: options.key,
    mapping: options.mapping
  )
  let isListing = options.printMapping || options.printProfiles
  let shard = isListing ? nil : options.wire.shard
  var output = MessageOutput(stage, keeping: shard, bare: options.wire.bare)
  if options.printMapping {
    output.buffer.append(Mapping.text(of: profiles[0]))
    return try output.flush()
  }
  var paths = options.files
  if let list = options.filesFrom {
    paths += try FileList.read(list, stage)
  } else if paths.isEmpty {
    paths = ["-"]
  }
  if options.printProfiles {
    return try ProfileList(stage, profiles, settings(options)).write(paths, &output)
  }
  if options.discover {
    return try StreamDiscovery(stage, profiles, settings(options)).write(options.files)
  }
  let facts = try options.ordersFacts.map { path throws(StageError) in
    try WholeOrdersWriter(path, bare: options.wire.bare)
  }
  output.watch = facts?.take
  var extraction = try CSVExtraction(stage, profiles, settings(options))
  if options.wire.replay {
    try extraction.replay(paths, &output)
  } else {
    try extraction.run(paths, &output)
  }
  try facts?.finish()
}

private func settings(_ options: ExtractCSVOptions) -> CSVExtractionSettings {
  var settings = CSVExtractionSettings()
  settings.store = options.store
  settings.decimal = options.decimal
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
  settings.catalogPath = options.catalog
  settings.statePath = options.state
  settings.delimiter = options.delimiter ?? (options.profile?.isAutomatic == true ? .auto : .comma)
  return settings
}
