public import Policy
public import StageKit
import Wire

/// The policies of all stores, with those that hold for a store found by its name.
public struct StorePolicies: Sendable {
  /// The policies, of which the first is that of the stores without one of their own.
  let list: [StorePolicy]
  /// Where days begin, by policy; nil for UTC.
  let zones: [LocalTimeZone?]
  let orderKindRules: [OrderKindRule]
  /// Where the policy of a store is in the list.
  private let places: [[UInt8]: Int]
  /// Whether there is a policy of the stores without one of their own.
  private let hasCommon: Bool

  /// Takes a document, with changes that go over each of its policies.
  ///
  /// - Throws: ``StageError`` with ``ExitCode/config`` where this machine knows no timezone of a
  ///   name; a change throws as its option does.
  public init(
    _ document: PolicyDocument = PolicyDocument(),
    _ changes: [OptionChange<StorePolicy>] = []
  ) throws(StageError) {
    let stores = document.stores.sorted { $0.key < $1.key }
    var list = [document.common ?? StorePolicy()] + stores.map(\.value)
    var zones: [LocalTimeZone?] = []
    for place in list.indices {
      do {
        for change in changes { try change.apply(to: &list[place]) }
        zones.append(try list[place].reportingTimezone.zone())
      } catch {
        let owner = place == 0 ? "default" : "stores.\(stores[place - 1].key)"
        let zone = Excerpt.quoted(list[place].reportingTimezone.text)
        let reason = (error as? InvalidValue)?.reason ?? "\(error)"
        throw StageError(.config, "\(owner).reporting_timezone: \(zone) \(reason)")
      }
    }
    self.list = list
    self.zones = zones
    orderKindRules = document.orderKindRules ?? OrderKindRule.initial
    hasCommon = document.common != nil
    places = Dictionary(
      uniqueKeysWithValues: stores.enumerated().map { (Array($1.key.utf8), $0 + 1) }
    )
  }

  /// Whether one policy holds for all stores.
  var areOne: Bool { places.isEmpty && hasCommon }

  /// Where the policy of a store is in the list.
  ///
  /// - Throws: ``StageError`` with ``ExitCode/config`` where the document has none for it: another
  ///   policy than its own would give figures that nobody asked for.
  func place(of store: ByteView) throws(StageError) -> Int {
    if areOne { return 0 }
    if let place = places[store.array] { return place }
    guard hasCommon else {
      throw StageError(
        .config,
        "the policy document has no policy of the store \(Excerpt.quoted(store.text)), and no default"
      )
    }
    return 0
  }
}
