import StageKit
import Wire

/// The parts that files of orders say they are.
///
/// Together they must be the whole: a claim whose order lies in another part would look as if there
/// were none.
struct OrderParts {
  /// A way to divide the whole.
  private struct Division: Hashable {
    let count: Int
    let fields: [String]

    init(_ shard: Shard) { (count, fields) = (shard.count, shard.fields) }
  }

  private var present: [Division: [Shard]] = [:]
  private var hasPartOfPart = false
  /// The shards of each stretch of time that only all of them cover.
  private var stretches: [String: Set<Int>] = [:]

  /// Takes the value of a STATE: the parts that it names.
  ///
  /// Throws `StageError` 78 for a part that does not say what the whole covers, and 65 for what is no
  /// part.
  mutating func take(_ state: JSONValue) throws(StageError) {
    guard let named = state["parts"] else { return }
    let texts = named.array ?? []
    let shards = texts.compactMap { $0.string.flatMap { try? Shard(optionText: $0) } }
    guard !shards.isEmpty, shards.count == texts.count else {
      throw StageError(.data, "the STATE of the orders: parts is no list of shards such as 0/8")
    }
    guard Coverage.isStated(in: state, of: "shopify_orders") else {
      throw StageError(
        .config,
        "the orders are part \(named.text) of something whose coverage they do not say: give all "
          + "orders"
      )
    }
    hasPartOfPart = hasPartOfPart || shards.count > 1
    for shard in shards where present[Division(shard)]?.contains(shard) != true {
      present[Division(shard), default: []].append(shard)
    }
  }

  /// The same coverage, complete where the last of its parts has come.
  mutating func joined(_ coverage: [Coverage]) -> [Coverage] {
    coverage.map { stretch in
      guard let part = stretch.part else { return stretch }
      var whole = stretch
      whole.part = nil
      let name = "\(part.count) \(part.fields) \(whole.json.text)"
      stretches[name, default: []].insert(part.index)
      whole.isComplete = stretches[name]?.count == part.count
      return whole
    }
  }

  /// Throws `StageError` 78 where a part is missing.
  func check() throws(StageError) {
    let divisions = present.sorted { one, other in
      (one.key.count, one.key.fields.joined()) < (other.key.count, other.key.fields.joined())
    }
    for (division, shards) in divisions {
      guard !hasPartOfPart, shards.count == division.count else {
        let names = shards.sorted { $0.index < $1.index }.compactMap(\.optionText)
        throw StageError(
          .config,
          "the orders are only part \(names.joined(separator: ", ")) of the whole: a claim to an order "
            + "of another part would look as if there were none. Give all parts with --orders, or "
            + "--orders-facts, or leave the verdict to the warehouse"
        )
      }
    }
  }
}
