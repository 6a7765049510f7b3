/// The exports of one store: of its orders, and of three platforms' claims and analytics.
struct Exports {
  let store: String
  let firstDay: Int
  /// Distinguishes observations made at one time.
  private var serial: Int64 = 0

  static let days = 6
  static let platforms = ["attentive", "klaviyo", "postscript"]

  init(store: String, firstDay: Int) {
    self.store = store
    self.firstDay = firstDay
  }

  /// An instant of the days that the history is about.
  func instant(_ random: inout Chance) -> Int64 {
    let day = Int64(firstDay + random.number(0...Self.days - 1)) * 86_400_000_000
    // Few distinct instants, so that ties are common, and midnights of several zones.
    let hour = random.pick([0, 1, 4, 5, 6, 7, 12, 15, 22, 23])
    return day + Int64(hour) * 3_600_000_000 + random.pick([0, 0, 0, 1, 999_999, 1_800_000_000])
  }

  /// When the exports were made: days after all of it, and one in the midst.
  func exportTime(_ number: Int) -> Int64 {
    Int64(firstDay + [3, 8, 9, 20][number]) * 86_400_000_000 + 21_600_000_000
  }

  mutating func make(_ random: inout Chance) -> [History.Batch] {
    var batches: [History.Batch] = []
    for number in 0..<4 where !random.once(in: 5) {
      batches += split(
        orders(number, &random),
        statement("shopify_orders", "shopify", number, &random),
        &random
      )
      if random.once(in: 2) { batches += split(refunds(number, &random), [], &random) }
      for platform in Self.platforms where !random.once(in: 4) {
        let claims = claims(platform, number, &random)
        let cover = statement("attributed_orders", platform, number, &random)
        batches += split(claims, cover, &random)
        let analytics = analytics(platform, number, &random)
        let days = statement("message_performance", platform, number, &random)
        batches += split(analytics, days, &random)
      }
    }
    return batches + [subscribers(&random)]
  }

  /// One or two batches of an export, of which either says what it covers.
  private func split(
    _ observations: [Observation],
    _ statements: [Statement],
    _ random: inout Chance
  ) -> [History.Batch] {
    guard random.once(in: 4), observations.count > 1 else {
      return [History.Batch(observations: observations, statements: statements)]
    }
    let half = observations.count / 2
    let parts = [Array(observations[..<half]), Array(observations[half...])]
    let covering = random.number(0...1)
    return parts.enumerated().map {
      History.Batch(observations: $1, statements: $0 == covering ? statements : [])
    }
  }

  /// What an export says that it covers: whole days, or a part that begins or ends within one.
  private func statement(
    _ stream: String,
    _ source: String,
    _ number: Int,
    _ random: inout Chance
  ) -> [Statement] {
    (0..<random.pick([0, 1, 1, 2])).map { _ in
      let from = firstDay + random.number(-1...Self.days - 2)
      let until = from + random.number(2...Self.days)
      return Statement(
        store: store,
        stream: stream,
        source: source,
        from: random.once(in: 4)
          ? .instant(Int64(from) * 86_400_000_000 + 50_400_000_000) : .day(from),
        until: random.once(in: 4)
          ? .instant(Int64(until) * 86_400_000_000 - 50_400_000_001) : .day(until),
        seen: exportTime(number),
        isComplete: !random.once(in: 4)
      )
    }
  }

  private func subscribers(_ random: inout Chance) -> History.Batch {
    History.Batch(
      observations: (0..<random.number(1...6)).map { number in
        Observation(
          stream: "postscript_subscribers",
          store: store,
          seen: exportTime(0),
          fields: [
            "id": .text("\(store)-\(number)"),
            "created_at": random.once(in: 5) ? .null : .time(instant(&random)),
          ]
        )
      }
    )
  }

  /// A time of observation that no other of this export has.
  mutating func next(_ number: Int) -> Int64 {
    serial += 1
    return exportTime(number) + serial
  }
}
