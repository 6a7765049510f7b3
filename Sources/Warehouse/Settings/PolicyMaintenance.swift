public import Policy
public import StageKit
import Wire

/// The work on the policies of the stores: what `settings` does.
public struct PolicyMaintenance {
  private let settings: ConnectionSettings
  private let options: LoadSettings
  private let stage: Stage

  /// Prepares for a warehouse.
  public init(_ settings: ConnectionSettings, _ options: LoadSettings, _ stage: Stage) {
    self.settings = settings
    self.options = options
    self.stage = stage
  }

  /// Prints every setting with its value, its default and since when it has that value.
  public func show(store: String?, _ format: PolicyFormat) throws(StageError) {
    try withConnection { connection, _ in
      let listing = try PolicyListing(schema: options.schema, store: store, &connection)
      switch format {
      case .text: try write(listing.text)
      case .json: try write(listing.json.indented() + "\n")
      }
    }
  }

  /// Writes the policies of all stores, or that of one, as a document.
  public func export(store: String?) throws(StageError) {
    try withConnection { connection, _ in
      let document = try PolicyTable(schema: options.schema).read(&connection)
      try write(document.narrowed(to: store).text)
    }
  }

  /// Changes settings of a store, or the default policy, and rebuilds what that touches.
  public func set(_ assignments: SettingAssignments, store: String?) throws(StageError) {
    try change(PolicyTable(schema: options.schema)) { held in
      var document = PolicyDocument(common: nil, orderKindRules: assignments.orderKindRules)
      guard let store, store != PolicyTable.commonRow else {
        document.common = held.common.map { assignments.applied(to: $0) }
        // A document with a default policy names all stores.
        document.stores = held.stores
        return document
      }
      let before = held.stores[store] ?? held.common ?? StorePolicy()
      let after = assignments.applied(to: before)
      let changes = Setting.all.contains { $0.json(before) != $0.json(after) }
      if changes || held.stores[store] != nil { document.stores[store] = after }
      return document
    }
    if let store { try warnIfUnknown(store) }
  }

  /// Brings the policies to what a document says, and rebuilds what that touches.
  public func replace(by document: PolicyDocument) throws(StageError) {
    try change(PolicyTable(schema: options.schema, invalid: .config)) { _ in document }
  }

  private func change(
    _ table: PolicyTable,
    _ wanted: (PolicyDocument) -> PolicyDocument
  ) throws(StageError) {
    try withConnection { connection, transactions in
      let changes = try transactions.run(&connection, "changing the settings") { connection in
        // A loader reads the settings under this lock: it goes by those before or those after.
        try AdvisoryLock.marts.acquire(&connection, schema: options.schema)
        let changes = try table.write(wanted(table.read(&connection)), &connection)
        if !changes.isEmpty {
          let refresh = SQLText.identifier(options.schema, "refresh_marts")
          try connection.execute("SELECT \(refresh)()")
        }
        return changes
      }
      for change in changes { stage.log.info(change.text) }
      if changes.isEmpty { stage.log.info("the settings are so already: nothing changed") }
    }
  }

  /// A store that nothing was loaded of is a mistyped one, or one to come.
  private func warnIfUnknown(_ store: String) throws(StageError) {
    guard store != PolicyTable.commonRow else { return }
    try withConnection { connection, _ in
      let stores = SQLText.identifier(options.schema, "stores")
      let found = try connection.query("SELECT store_id FROM \(stores) ORDER BY store_id")
      let names = (0..<found.count).compactMap { found.text($0, 0) }
      guard !names.contains(store) else { return }
      let guess = NearestName.of(store, in: names).map { "; did you mean \($0)?" } ?? ""
      stage.log.warning("nothing was loaded of a store \(Excerpt.quoted(store)) yet\(guess)")
    }
  }

  private func write(_ text: String) throws {
    var output = MessageOutput(stage)
    output.buffer.append(text)
    try output.flush()
  }

  private func withConnection(
    _ work: (inout Connection, Transactions) throws -> Void
  ) throws(StageError) {
    try Maintenance.withConnection(settings, options, stage) { connection, transactions in
      try SessionSetup.migrate(&connection, options, transactions, stage)
      try work(&connection, transactions)
    }
  }
}
