import Policy
import StageKit
import Warehouse

/// What the user of `load-postgres settings` can set.
struct SettingsOptions: Sendable {
  var store: String?
  var format = PolicyFormat.text
  var assignments: [String] = []
  var file = ""

  private static let storeRow: OptionSpec<LoadPostgresOptions> = .value(
    "--store",
    "NAME",
    \.settings.store,
    help: "The store; without it all of them, and for set the default policy, which is that of "
      + "every store without one of its own."
  )

  static let commands: [Command<LoadPostgresOptions>] = [show, set, export, replace]

  private static let show = Command(
    "settings show",
    summary: "print every setting with its value, its default and since when",
    initial: LoadPostgresOptions(),
    options: [
      storeRow,
      .value("--format", "FORMAT", \.settings.format, help: "How to print it."),
    ] + LoadPostgresOptions.warehouseRows,
    exitCodes: LoadPostgresOptions.exitCodes,
    handlesRecords: false
  )

  private static let set = Command(
    "settings set",
    summary: "change settings, and rebuild what they touch",
    description: "The change, its record in settings_log and all figures that follow from it are "
      + "one transaction. A store that has no policy of its own gets a copy of the default one, "
      + "with the change.\n\nThe settings are "
      + Setting.all.map { "\($0.name) (\($0.permitted))" }.joined(separator: "; ")
      + "; and order_kind_rules, of all stores (a JSON array of objects with field, pattern and "
      + "order_kind).",
    operands: .several(
      "NAME=VALUE",
      \.settings.assignments,
      help: "A setting and its new value."
    ),
    initial: LoadPostgresOptions(),
    options: [storeRow] + LoadPostgresOptions.warehouseRows,
    examples: [
      CommandExample(
        "Count clicks within three days in all stores, and no views in one of them:",
        "load-postgres settings set click_window=3d && load-postgres settings set --store uk "
          + "accept_view_only=false"
      )
    ],
    exitCodes: LoadPostgresOptions.exitCodes,
    handlesRecords: false,
    check: { options throws(StageError) in
      _ = try SettingAssignments(options.settings.assignments)
    }
  )

  private static let export = Command(
    "settings export",
    summary: "write the policy of all stores, or of one, as a JSON document",
    description: "The document is what settings import and transform-validate --policy read. That "
      + "of one store names only the store.",
    initial: LoadPostgresOptions(),
    options: [storeRow] + LoadPostgresOptions.warehouseRows,
    exitCodes: LoadPostgresOptions.exitCodes,
    handlesRecords: false
  )

  private static let replace = Command(
    "settings import",
    summary: "take over a policy document, and rebuild what it touches",
    description: "What the document does not name stays as it is. One with a default policy is "
      + "that of all stores: a store that it does not name loses its own policy.",
    operands: .one(
      "FILE",
      \.settings.file,
      help: "The document, as settings export writes it.",
      completion: .file
    ),
    initial: LoadPostgresOptions(),
    options: LoadPostgresOptions.warehouseRows,
    exitCodes: LoadPostgresOptions.exitCodes,
    handlesRecords: false
  )
}
