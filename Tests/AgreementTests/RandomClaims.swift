import Wire

/// Random claims to the orders of one store, most of them near a boundary of a rule.
struct RandomClaims {
  let policy: ShopPolicy
  let orders: [RandomOrders.Known]

  /// The message of a claim; its number makes it unlike any other.
  func message(_ number: Int, _ random: inout RandomValues) -> String {
    let order = orders.isEmpty || random.once(in: 12) ? stranger(&random) : random.pick(orders)
    let kind = random.pick(["click", "click", "view", "coupon", "keyword", "unknown", nil])
    let time = order.time ?? edge(&random)
    let (sent, clicked) = touches(before: time, kind, &random)
    var (id, name) = (Optional(order.id), order.name)
    if name != nil, random.once(in: 4) { id = random.pick([nil, "404404"]) }
    if random.once(in: 2), id != nil { name = random.pick([nil, "#404404"]) }
    if id == nil, name == nil { id = order.id }
    // Some write the name without its #, or with one too many, or with white space.
    if let known = name, random.once(in: 5) {
      let bare = known.hasPrefix("#") ? String(known.dropFirst()) : "#" + known
      name = random.pick([bare, " \(known) "])
    }
    let fields = [
      ("order_id", random.orderID(id)), ("order_name", random.text(name)),
      ("claimed_revenue", random.money(revenue(order, &random))),
      ("currency", random.text(currency(order, &random))), ("attribution_type", random.text(kind)),
      ("sent_at", random.time(sent)), ("clicked_at", random.time(clicked)),
      ("phone", random.phone(random.pick([order.phone, order.phone, 0, 1, nil]))),
      ("email", random.email(random.pick([order.email, order.email, 0, 1, nil]))),
    ]
    return
      #"{"type":"RECORD","stream":"attributed_orders","time_extracted":"2026-04-20T00:00:00Z","#
      + #""record":{"store_id":"\#(policy.store)","source_system":"\#(random.pick(["a", "b"]))","#
      + #""message_id":"\#(number)","#
      + (fields + dates(order, &random)).map { #""\#($0.0)":\#($0.1)"# }.joined(separator: ",")
      + "}}"
  }

  /// An order that does not exist.
  private func stranger(_ random: inout RandomValues) -> RandomOrders.Known {
    let number = random.number(1...9999)
    return RandomOrders.Known(
      id: "77\(number)",
      name: random.pick(["#77\(number)", nil]),
      time: random.once(in: 8) ? nil : edge(&random),
      figures: [10_000, 10_000],
      currency: "USD",
      phone: 0,
      email: 0
    )
  }

  /// An instant at a bound of a covered range or of a day, a little before or after it, or anywhere.
  private func edge(_ random: inout RandomValues) -> Int64 {
    let bounds: [Int64] = [
      // 2026-03-14T05:30:00Z, 2026-03-16T17:45:30.000001Z, 2026-04-06T04:00:00Z.
      1_773_466_200_000_000, 1_773_683_130_000_001, 1_775_448_000_000_000,
    ]
    let midnight = RandomOrders.start + Int64(random.number(0...44)) * RandomOrders.day
    // The offsets of the zones of the policies, in minutes.
    let offset = random.pick([0, 300, 240, -120, -180, 180, 240, -660, -630, -345, -60])
    let near = random.pick([-1, 0, 1, -1_000_000, 1_000_000])
    switch random.number(0...3) {
    case 0: return random.pick(bounds) + Int64(near)
    case 1: return midnight + Int64(offset) * 60_000_000 + Int64(near)
    default: return midnight + Int64(random.number(0...86_399)) * 1_000_000
    }
  }

  /// Send and click: at the window, at the order, beyond either by a microsecond or a second.
  private func touches(
    before time: Int64,
    _ kind: String?,
    _ random: inout RandomValues
  ) -> (Int64?, Int64?) {
    let window = policy.windows[kind ?? "unknown"] ?? RandomOrders.day
    let near = Int64(random.pick([-1_000_000, -1, 0, 0, 0, 1, 1_000_000]))
    let inside = Int64(random.number(0...Int(window / 1_000_000))) * 1_000_000
    let sent: Int64? =
      switch random.number(0...9) {
      case 0: nil
      case 1...3: time - window + near
      case 4: time + near
      case 5: time - window - Int64(random.number(1...99_999)) * 1_000_000
      default: time - inside
      }
    let clicked: Int64? =
      switch random.number(0...5) {
      case 0: time + near
      case 1: sent.map { $0 + Int64(random.number(0...3_600)) * 1_000_000 }
      case 2: time - Int64(random.number(0...3_600)) * 10_000
      default: nil
      }
    return (sent, clicked)
  }

  /// The order's revenue, or one that differs by the tolerance, by a little more, or by anything.
  private func revenue(_ order: RandomOrders.Known, _ random: inout RandomValues) -> Int? {
    let figure = random.pick(order.figures)
    switch random.number(0...9) {
    case 0: return nil
    case 1: return random.number(0...500_000)
    case 2...4: return figure
    default:
      return figure + random.pick([-11, -10, -9, -6, -5, 5, 6, 10, 11, 5_000, -5_000, 5_001])
    }
  }

  private func currency(_ order: RandomOrders.Known, _ random: inout RandomValues) -> String? {
    random.once(in: 8) ? random.pick(["USD", "EUR", "jpy"]) : random.pick([order.currency, nil])
  }

  /// When the order was, by the claim: an instant, a day, or neither.
  private func dates(
    _ order: RandomOrders.Known,
    _ random: inout RandomValues
  ) -> [(String, String)] {
    switch random.number(0...5) {
    case 0: return [("order_at", "null"), ("order_date", "null")]
    case 1, 2:
      let day = order.time ?? edge(&random)
      return [
        ("order_at", "null"), ("order_date", "\"\(Timestamp(microseconds: day).text.prefix(10))\""),
      ]
    case 3: return [("order_at", random.time(edge(&random))), ("order_date", "null")]
    default: return [("order_at", random.time(order.time)), ("order_date", "null")]
    }
  }
}
