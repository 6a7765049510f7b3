import CSV
import StageKit
import Wire

let command = Command(
  "extract-csv",
  summary: "turn CSV exports into streams of Singer messages",
  description: "Reads CSV files in UTF-8, plain or .gz, or standard input, and writes the records "
    + "of the profile's stream, closed by a STATE. Columns are found by their headers, without "
    + "regard to case, spaces and punctuation; where an export's headers are others, --mapping "
    + "names them.\n\nProfiles: "
    + (Profile.all.map { "\($0.name) (\($0.summary))" } + ["generic (any CSV, columns as they are)"])
    .joined(separator: "; ")
    + ".\n\nNumbers keep their decimals; currency signs, thousands separators, percent signs and "
    + "accounting parentheses are read. Times become UTC. A local time that the clocks pass twice "
    + "is its first occurrence; one that they leap over is a reject. Empty cells are null. A row "
    + "with too few or too many fields, or with a bad value, is a reject.",
  operands: .files(help: "Files to read, in order; - is standard input, as is no file at all."),
  initial: ExtractOptions(),
  options: ExtractOptions.rows,
  examples: [
    CommandExample(
      "Turn Shopify's orders export into orders with their line items:",
      "extract-csv --profile shopify-orders orders_export.csv"
    ),
    CommandExample(
      "Extract March of a revenue report and load it:",
      "extract-csv --profile postscript-revenue --since 2026-03-01 --until 2026-04-01 revenue.csv"
        + " | load-postgres"
    ),
    CommandExample(
      "See which headers are understood, and change them:",
      "extract-csv --profile postscript-messages --print-mapping > mapping.json"
    ),
    CommandExample(
      "Turn any CSV into NDJSON:",
      "extract-csv --profile generic --stream sales --type amount=number --bare sales.csv"
    ),
    CommandExample(
      "Feed mended rejects in again:",
      "extract-csv --profile shopify-orders --replay rejects.ndjson"
    ),
  ],
  rejectCodes: Extraction.rejectCodes
)

command.main { options, files, stage in
  let profile = try options.chosenProfile()
  if options.printsMapping {
    var output = MessageOutput(stage)
    output.buffer.append(Mapping.text(of: profile))
    return try output.flush()
  }
  var extraction = Extraction(
    stage,
    profile,
    options.settings,
    types: options.columnTypes,
    asOf: options.asOf
  )
  var output = MessageOutput(stage)
  let paths = files.isEmpty ? ["-"] : files
  if options.isReplay {
    try extraction.replay(paths, &output)
  } else {
    try extraction.run(paths, &output)
  }
}
