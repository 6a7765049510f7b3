import StageKit
import Wire

/// The parts that files of orders say they are.
///
/// Together they must be the whole: a claim whose order lies in another part would look as if there
/// were none.
struct OrderParts {
  private var counts: [Int: Set<Int>] = [:]
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
    for shard in shards { counts[shard.count, default: []].insert(shard.index) }
  }

  /// The same coverage, complete where the last of its parts has come.
  mutating func joined(_ coverage: [Coverage]) -> [Coverage] {
    coverage.map { stretch in
      guard let part = stretch.part else { return stretch }
      var whole = stretch
      whole.part = nil
      stretches["\(part.count) \(whole.json.text)", default: []].insert(part.index)
      whole.isComplete = stretches["\(part.count) \(whole.json.text)"]?.count == part.count
      return whole
    }
  }

  /// Throws `StageError` 78 where a part is missing.
  func check() throws(StageError) {
    for (count, present) in counts.sorted(by: { $0.key < $1.key }) {
      guard !hasPartOfPart, present.count == count else {
        let names = present.sorted().map { "\($0)/\(count)" }.joined(separator: ", ")
        throw StageError(
          .config,
          "the orders are only part \(names) of the whole: a claim to an order of another part would "
            + "look as if there were none. Give all parts with --orders, or leave the verdict to the "
            + "warehouse"
        )
      }
    }
  }
}
