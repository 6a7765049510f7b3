import StageKit
import Warehouse

/// The store of an answer that is about one.
enum StoreChoice {
  /// The store that was named, or the only one.
  ///
  /// - Throws: exit code 64 where there are several and none was named, 66 where the warehouse does
  ///   not hold it.
  static func one(_ named: String?, _ session: inout ReadSession) throws -> String {
    let stores = try session.read("select store_id from stores order by 1").rows.compactMap {
      $0[0]
    }
    if let named {
      guard stores.contains(named) else {
        let names = stores.joined(separator: ", ")
        throw StageError(
          .noInput,
          "the warehouse holds nothing of store \(Excerpt.quoted(named)); it has \(names)"
        )
      }
      return named
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
