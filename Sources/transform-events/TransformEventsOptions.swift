import Outbound
import StageKit

/// What the user of `transform-events` can set.
struct TransformEventsOptions: Sendable {
  var mapping = MappingSource.file("")
  var prefix: String?
  var store = EventSettings().store
  var country = Country()
  var timezone: LocalTimeZone?
  var maxItems = EventSettings().maxItems
  var target = EventSettings().target
  var account = "[shop or partner]"
  var printMapping = false
  var printTypes = false
  var wire = WireOptions()

  static let rows: [OptionSpec<TransformEventsOptions>] =
    mappingRows + valueRows
    + [
      WireOptions.stream, WireOptions.bare, WireOptions.atEOF, WireOptions.replay,
    ].within(\.wire) + WireOptions.parts.within(\.wire)

  private static let mappingRows: [OptionSpec<TransformEventsOptions>] = [
    .value(
      "--mapping",
      "NAME|FILE",
      \.mapping,
      help: "How records become events: order-editing, loyalty, or a file of your own (JSON).",
      required: true,
      completion: .file
    ),
    .value(
      "--prefix",
      "WORD",
      \.prefix,
      help: "What stands in the place of the mapping's own prefix, as rediem in "
        + "rediem_point_balance."
    ),
    .flag(
      "--print-mapping",
      \.printMapping,
      help: "Write the mapping, to be edited, and exit."
    ),
    .flag(
      "--print-types",
      \.printTypes,
      help: "Write each event's name, its type, and how Postscript shows it, and exit."
    ),
    .value(
      "--account",
      "NAME",
      \.account,
      help: "The shop or partner whose name Postscript shows before each type; for --print-types."
    ),
  ]

  private static let valueRows: [OptionSpec<TransformEventsOptions>] = [
    .value("--store", "ID", \.store, help: "The store_id of every record."),
    .value(
      "--country",
      "COUNTRY",
      \.country,
      help: "The country of phone numbers without a country code: two letters, such as US, or its "
        + "calling code. Without it such numbers are rejects."
    ),
    .value(
      "--timezone",
      "ZONE",
      \.timezone,
      help: "The time zone of times without an offset, an IANA name. Without it they are rejects."
    ),
    .value(
      "--max-items",
      "N",
      \.maxItems,
      in: 0...1000,
      help: "The most items of an array that become properties; those beyond are counted."
    ),
    .value(
      "--target",
      "WHICH",
      \.target,
      help: "Of events whose source says for whom they are, write those for postscript, or those "
        + "for klaviyo."
    ),
  ]

  static let command = Command(
    "transform-events",
    summary: "make records into events and subscriber updates of Postscript",
    description:
      "Reads Singer messages, or bare NDJSON with --stream. Records of the streams that the mapping "
      + "names become postscript_events, or postscript_subscriber_updates; others pass "
      + "through.\n\nA type keeps letters, digits and _ only; two types that become one end the run "
      + "before anything is written. A property has the type that the mapping says: \"5\" in an "
      + "integer property is 5, and \"n/a\" a reject. Arrays of items become numbered properties "
      + "(title_1, title_2), other nested values a_b. Phone numbers become E.164, times UTC. An "
      + "event has the same external_id in every run.\n\nA record with neither phone number, email "
      + "address nor subscriber id is skipped and counted, as is one of no event, or one for another "
      + "target.",
    initial: TransformEventsOptions(),
    options: rows,
    examples: [
      CommandExample(
        "Make events of what an order-editing app has recorded:",
        "transform-events --mapping order-editing --stream order_editing_events < edits.ndjson"
      ),
      CommandExample(
        "Make updates of a loyalty programme's members:",
        "extract-csv --profile generic --stream loyalty_members --key phone members.csv | "
          + "transform-events --mapping loyalty --country US"
      ),
      CommandExample(
        "Begin a mapping of your own:",
        "transform-events --mapping loyalty --print-mapping > mapping.json"
      ),
    ],
    rejectCodes: EventTransform.rejectCodes
  )
}
