import StageKit
public import Warehouse

/// The store of an answer that is about one.
public enum StoreChoice {
  /// Refuses a store of which nothing was loaded: an answer without rows would say that all is well.
  ///
  /// - Throws: exit code 66.
  public static func check(_ named: String, _ session: inout ReadSession) throws {
    let name = SQLText.literal(named)
    let found = try session.read(
      """
      select exists (select from stores where store_id = \(name))
          or exists (select from postscript_subscribers where store_id = \(name)),
        (select string_agg(store_id, ', ' order by store_id) from stores)
      """
    ).rows.first
    if found?[0] == "t" { return }
    throw StageError(
      .noInput,
      "the warehouse holds nothing of store \(Excerpt.quoted(named)); it has \(found?[1] ?? "none yet")"
    )
  }

  /// The store that was named, or the only one.
  ///
  /// - Throws: exit code 64 where there are several and none was named, 66 where the warehouse does
  ///   not hold it.
  static func one(_ named: String?, _ session: inout ReadSession) throws -> String {
    if let named {
      try check(named, &session)
      return named
    }
    let stores = try session.read("select store_id from stores order by 1").rows.compactMap {
      $0[0]
    }
    guard stores.count == 1 else {
      throw StageError(
        stores.isEmpty ? .noInput : .usage,
        stores.isEmpty
          ? "the warehouse holds nothing of any store"
          : "this is about one store: name it with --store (\(stores.joined(separator: ", ")))"
      )
    }
    return stores[0]
  }
}
