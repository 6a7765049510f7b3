import Wire

/// Draws the claims of one platform, with the faults that real claims have.
struct ClaimMaker {
  let shop: SampleShop
  let roster: Roster

  init(_ platform: Platform, of shop: SampleShop) {
    self.shop = shop
    roster = Roster(platform, of: shop)
  }

  /// The claims to an order: none, one, or two with different messages.
  func claims(to order: SampleOrder) -> [SampleClaim] {
    var random = SeededRandom(seed: shop.seed, kind: roster.platform.rawValue, index: order.index)
    let share = shop.claimsPerMille * roster.platform.claimsShare / 4
    guard random.chance(perMille: share) else { return [] }
    let first = claim(to: order, &random)
    guard random.chance(perMille: 15) else { return [first] }
    let second = claim(to: order, &random)
    return second.message == first.message ? [first] : [first, second]
  }

  private func claim(to order: SampleOrder, _ random: inout SeededRandom) -> SampleClaim {
    let attribution = drawAttribution(&random)
    let (message, sentAt) = touch(before: order.createdAt, attribution, &random)
    var clickedAt: Int?
    if attribution == .click, let sentAt, sentAt < order.createdAt, random.chance(perMille: 900) {
      clickedAt = sentAt + random.within(1...(order.createdAt - sentAt))
    }
    let isUnknown = random.chance(perMille: 12)
    let isStranger = random.chance(perMille: 10)
    let customer =
      isStranger ? SampleCustomer(random.below(shop.customerCount), of: shop) : order.customer
    let isWrongCurrency = order.currency != .usd && random.chance(perMille: 100)
    let isWrongAmount = random.chance(perMille: 20)
    return SampleClaim(
      message: message,
      // No order has this id: those of the shop lie 32,768 apart.
      orderID: isUnknown ? order.id + 16_384 : random.chance(perMille: 30) ? nil : order.id,
      orderName: isUnknown ? "#9\(1001 + order.index)" : order.name,
      orderAt: order.createdAt,
      revenue: order.total + (isWrongAmount ? random.within(1...2_000) : 0),
      currency: isWrongCurrency ? .usd : order.currency,
      attribution: attribution,
      sentAt: sentAt,
      clickedAt: clickedAt,
      subscriber: 40_000_000 + order.index % shop.customerCount,
      phone: customer.phone,
      email: customer.email,
      isRepeated: random.chance(perMille: 8),
      isRevised: attribution == .click && random.chance(perMille: 6)
    )
  }

  private func drawAttribution(_ random: inout SeededRandom) -> SampleAttribution {
    switch random.below(100) {
    case ..<56: .click
    case ..<86: .view
    case ..<95: roster.platform == .postscript ? .coupon : .click
    default: roster.platform == .postscript ? .keyword : .view
    }
  }

  /// The message before an order and when it was sent: mostly within the platform's window, at times
  /// beyond it, after the order, or at a time that the export doesn't tell.
  private func touch(
    before orderAt: Int,
    _ attribution: SampleAttribution,
    _ random: inout SeededRandom
  ) -> (SampleMessage, Int?) {
    let day = 86_400
    if attribution == .keyword { return (roster.keyword, orderAt - random.within(60...3 * day)) }
    let flow = random.pick(roster.flows)
    let window = attribution == .view ? day : 7 * day
    switch random.below(1000) {
    case ..<25: return (flow, orderAt - window - random.within(3600...4 * day))
    case ..<29: return (flow, orderAt + random.within(600...3 * 3600))
    case ..<39: return (flow, nil)
    case ..<560:
      let number = roster.lastCampaign(before: orderAt)
      let sentAt = roster.sentAt(number)
      if orderAt - sentAt <= window { return (roster.campaign(number), sentAt) }
    default: break
    }
    return (flow, orderAt - random.within(120...window - 600))
  }
}
