/// Where claims count whose day is unknown, in the answer to a question.
enum UndatedClaims: Sendable {
  /// The question is not about claims, or says itself what becomes of them.
  case notAsked
  /// They count, unless a period is asked for: they are in none.
  case outsideOfPeriods
  /// They are left out, as where figures are shown by their day.
  case nowhere

  /// SQL for the sentence that they are missing; nil where they are not.
  func remark(_ asked: Asked) -> String? {
    switch self {
    case .notAsked: return nil
    case .outsideOfPeriods where !asked.hasPeriod: return nil
    case .outsideOfPeriods, .nowhere:
      return """
        select true, sum(claimed_orders) || ' claims have no known day and are in no period'
        from claim_days
        where date = 'infinity' and \(asked.store("store_id")) having sum(claimed_orders) > 0
        """
    }
  }
}
