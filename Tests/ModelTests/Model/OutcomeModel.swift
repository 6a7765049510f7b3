/// What became of a claim among all others.
struct OutcomeModel {
  let claim: ClaimModel
  let isGone: Bool
  private let isToldAgain: Bool
  private(set) var platformRank = 0
  private(set) var touchRank: Int?
  private var winner: (source: String, message: String)?

  var competes: Bool { claim.stands && !isGone }
  var counted: Int? { touchRank == nil ? nil : claim.validated }
  var isSMS: Bool { claim.known["channel"].string == "sms" }

  var outcome: String {
    if isGone { return "withdrawn" }
    if !claim.stands { return claim.status }
    return touchRank == 1 ? "last_touch" : touchRank == nil ? "superseded" : "credited_elsewhere"
  }

  var reason: String? {
    if isToldAgain { return "told_again" }
    if isGone { return "not_in_newest_export" }
    if !claim.stands { return claim.statusReason }
    return touchRank == 1 ? nil : touchRank == nil ? "other_message_wins" : "other_platform_wins"
  }

  /// Decides all claims of a store.
  static func all(_ claims: [ClaimModel]) -> [OutcomeModel] {
    Dictionary(grouping: claims, by: \.orderKey).values.flatMap { rivals -> [OutcomeModel] in
      let platforms = Dictionary(grouping: rivals, by: \.source).values.map(inPlatform)
      var winners = platforms.compactMap { $0.first }.filter(\.competes)
      winners.sort { precedes($0.claim, $1.claim) }
      let ranks = winners.map(\.claim.source)
      return platforms.flatMap { $0 }.map { outcome in
        var outcome = outcome
        guard outcome.competes, outcome.platformRank == 1 else { return outcome }
        outcome.touchRank = (ranks.firstIndex(of: outcome.claim.source) ?? 0) + 1
        outcome.winner = (winners[0].claim.source, winners[0].claim.message)
        return outcome
      }
    }
  }

  /// The claims of one platform to one order, the one that counts first.
  private static func inPlatform(_ claims: [ClaimModel]) -> [OutcomeModel] {
    let lastSeen = claims.map(\.known.seen).max() ?? 0
    var outcomes = claims.map { claim in
      let seen = claim.known.seen
      let isOfEarlierDay = (claim.coverage?.snapshotSeen).map { $0 > seen } ?? false
      // An export that may be cut within the day lacks it, and has the order's other claims.
      let complete = claim.coverage?.completeSeen(at: claim.known["order_at"].time)
      let isReplaced = complete.map { $0 > seen && lastSeen >= $0 } ?? false
      // The same claim, by the order's name and by its id.
      let isToldAgain = claims.contains { other in
        other.message == claim.message && other.orderRef != claim.orderRef
          && (other.known.seen > seen
            || other.known.seen == seen
              && other.orderRef.utf8.lexicographicallyPrecedes(claim.orderRef.utf8))
      }
      return OutcomeModel(
        claim: claim,
        isGone: isOfEarlierDay || isReplaced || isToldAgain,
        isToldAgain: isToldAgain
      )
    }
    outcomes.sort { one, other in
      if one.competes != other.competes { return one.competes }
      if one.isGone != other.isGone { return other.isGone }
      return precedes(one.claim, other.claim)
    }
    for index in outcomes.indices {
      outcomes[index].platformRank = index + 1
      let best = outcomes[0].claim
      if index > 0, outcomes[index].competes {
        outcomes[index].winner = (best.source, best.message)
      }
    }
    return outcomes
  }

  private init(claim: ClaimModel, isGone: Bool, isToldAgain: Bool) {
    self.claim = claim
    self.isGone = isGone
    self.isToldAgain = isToldAgain
  }

  /// Latest touch first; then click before view, the later send, and the names.
  private static func precedes(_ one: ClaimModel, _ other: ClaimModel) -> Bool {
    func rank(_ claim: ClaimModel) -> Int {
      claim.type == "click" ? 0 : claim.type == "view" ? 2 : 1
    }
    let (touch, otherTouch) = (one.touchAt ?? .min, other.touchAt ?? .min)
    if touch != otherTouch { return touch > otherTouch }
    if rank(one) != rank(other) { return rank(one) < rank(other) }
    let (sent, otherSent) = (one.sentAt ?? .min, other.sentAt ?? .min)
    if sent != otherSent { return sent > otherSent }
    return [one.source, one.message, one.orderRef].lexicographicallyPrecedes(
      [other.source, other.message, other.orderRef]
    )
  }

  /// The row of `claim_outcomes`.
  var row: Row {
    let known = claim.known
    let lost = outcome == "superseded" || outcome == "credited_elsewhere" ? winner : nil
    return [
      "store_id": known.store, "source_system": claim.source, "order_ref": claim.orderRef,
      "message_id": claim.message, "order_key": claim.orderKey,
      "order_held": Shown.flag(claim.order != nil), "order_name_key": claim.looksByName,
      "order_day": Shown.day(claim.orderDay), "date": Shown.day(claim.date), "outcome": outcome,
      "outcome_reason": reason, "status": claim.status,
      "judged_by": claim.isOfRecord ? "record" : "warehouse",
      "rejection_reasons": claim.reasons.joined(separator: ","), "platform_rank": "\(platformRank)",
      "touch_rank": Shown.count(touchRank), "lost_to_source_system": lost?.source,
      "lost_to_message_id": lost?.message, "currency": claim.currency,
      "claimed_revenue": Shown.money(claim.claimed),
      "order_revenue": Shown.money(claim.orderRevenue),
      "validated_revenue": Shown.money(claim.validated), "counted_revenue": Shown.money(counted),
      "channel": known["channel"].string, "message_type": known["message_type"].string,
      "campaign_id": known["campaign_id"].string, "campaign_name": known["campaign_name"].string,
      "campaign_ref": Known.campaignRef(known.fields), "message_name": known["message_name"].string,
      "attribution_type": claim.type, "touch_at": Shown.time(claim.touchAt),
      "order_at": Shown.time(claim.orderAt),
      "minutes_to_order": Shown.decimal(claim.minutes, digits: 2),
      "window_checked": Shown.flag(claim.windowChecked),
      "customer_match": Shown.flag(claim.customerMatch),
    ]
  }
}
