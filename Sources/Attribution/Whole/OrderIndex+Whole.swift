import StageKit
import Wire

extension OrderIndex {
  /// Refuses a claim that a search in this part of the orders does not judge as one in all of them
  /// would.
  ///
  /// An order that is found by its id is the right one. Else its id must not be anywhere, and the
  /// orders that bear the name must all be here.
  func check(
    _ reference: OrderReference,
    _ store: Int?,
    _ whole: WholeOrders
  ) throws(StageError) {
    if let id = reference.id {
      let hash = OrderMark.hash(reference.store, id)
      if whole.isRenamed(hash) { throw Self.renamed }
      if let store, find(id, store) != nil { return }
      if whole.has(id: hash) { throw Self.elsewhere }
    }
    guard let name = reference.name, !OrderName.normal(name).isEmpty else { return }
    let hash = OrderMark.hash(reference.store, name: name)
    if whole.isRenamed(hash) { throw Self.renamed }
    let here = store.map { count(named: OrderName.normal(name), $0) } ?? 0
    if whole.count(name: hash) != here { throw Self.elsewhere }
  }

  /// How many orders of a store have a name, given in its normal form.
  private func count(named name: ByteView, _ store: Int) -> Int {
    var count = 0
    _ = byName.first(textHash(name, store)) { place in
      if hasName(place, name, store) { count += 1 }
      return false
    }
    return count
  }

  private static var elsewhere: StageError {
    StageError(
      .config,
      "the order of this claim lies in another part of the orders: divide orders and claims by the "
        + "name of the order (--shard I/N:order_name), or give all orders"
    )
  }

  private static var renamed: StageError {
    StageError(
      .config,
      "the order of this claim has had several names, so its versions may lie in several parts: give "
        + "all orders"
    )
  }

  /// What a claim ends the run with whose order is not among orders that may be a part.
  static var mayBePart: StageError {
    StageError(
      .config,
      "the order of this claim is not among the orders, and these do not say what they cover, so they "
        + "may be a part: give orders whose STATE says it, or --orders-facts for a part, or say it with "
        + "--orders-cover"
    )
  }
}
