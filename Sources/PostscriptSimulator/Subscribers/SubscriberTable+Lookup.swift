/// Finds subscribers by what tells who they are, without looking at all of them.
extension SubscriberTable {
  func phone(_ index: Int) -> String? {
    if let record = keptRecord(index) { return record.phone }
    return drawnPhone(index)
  }

  func shopifyCustomer(_ index: Int) -> String? {
    if let record = keptRecord(index) { return record.shopifyCustomer }
    return drawnCustomer(index)
  }

  func email(_ index: Int) -> String? {
    if let record = keptRecord(index) { return record.email }
    return drawnEmail(index)
  }

  /// The one subscriber with a phone number in E.164.
  func index(ofPhone phone: String) -> Int? {
    if let index = people.index(ofPhone: phone) { return index }
    return index(ofDrawnPhone: phone).flatMap { isDrawn($0) ? $0 : nil }
  }

  /// All subscribers with an e-mail address, in any case, in the order of their creation.
  func indexes(ofEmail email: String) -> [Int] {
    let drawn = index(ofDrawnEmail: email).flatMap { isDrawn($0) ? $0 : nil }
    return (people.indexes(ofEmail: email) + (drawn.map { [$0] } ?? [])).sorted()
  }

  /// All subscribers of a Shopify customer, in the order of their creation.
  func indexes(ofCustomer customer: String) -> [Int] {
    let drawn = index(ofDrawnCustomer: customer).flatMap { isDrawn($0) ? $0 : nil }
    return (people.indexes(ofCustomer: customer) + (drawn.map { [$0] } ?? [])).sorted()
  }

  /// The subscriber that an event for an e-mail address goes to: of several the one that agreed last,
  /// those who take messages before the others.
  func recipient(email: String) -> Int? {
    indexes(ofEmail: email).max { left, right in
      let (one, other) = (record(left), record(right))
      if one.takesPromotional != other.takesPromotional { return other.takesPromotional }
      return (one.optedIn ?? rows[left].created) < (other.optedIn ?? rows[right].created)
    }
  }

  private func isDrawn(_ index: Int) -> Bool {
    keptRecord(index) == nil && !removed.contains(index)
  }
}
