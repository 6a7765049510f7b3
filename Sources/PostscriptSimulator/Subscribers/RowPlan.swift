import Wire

/// Draws the life of a shop: quiet years, busy days, imports and bulk edits within one second.
struct RowPlan {
  private var random: SeededRandom
  private let settings: SimulatorSettings
  private let now: Int64
  private let start: Int64
  private static let second: Int64 = 1_000_000
  private static let day: Int64 = 86_400 * second

  init(settings: SimulatorSettings, now: Int64) {
    self.settings = settings
    self.now = now
    random = SeededRandom(seed: settings.seed ^ 0x5ABE)
    start = now - 1000 * RowPlan.day
  }

  mutating func rows() -> [SubscriberTable.Row] {
    let busy = (0..<8).map { _ in moment(start, now - RowPlan.day) }
    let bulk = (0..<3).map { _ in wholeSecond(moment(start, now - RowPlan.day)) }
    var created = (0..<settings.subscribers).map { _ -> Int64 in
      let draw = random.unit()
      if draw < settings.bulkShare / 2 { return random.pick(bulk) }
      if draw < 0.5 { return moment(start, now - RowPlan.second) }
      let day = random.pick(busy)
      return min(moment(day, day + RowPlan.day), now - RowPlan.second)
    }
    created.sort()
    let edits = (0..<2).map { _ in wholeSecond(moment(start, now - RowPlan.day)) }
    var rows = created.map { moment in
      SubscriberTable.Row(created: moment, updated: updateTime(moment, edits))
    }
    for place in 0..<min(settings.timeless, rows.count) {
      rows[place * rows.count / settings.timeless].updated = SubscriberTable.timeless
    }
    return rows
  }

  private mutating func updateTime(_ created: Int64, _ edits: [Int64]) -> Int64 {
    let draw = random.unit()
    if draw < settings.bulkShare {
      // A bulk edit gives all its rows the very same time.
      let edit = random.pick(edits)
      return max(created, edit)
    }
    return draw < 0.5 ? created : moment(created, now)
  }

  private mutating func moment(_ from: Int64, _ to: Int64) -> Int64 {
    from + Int64(random.unit() * Double(max(to - from, 1)))
  }

  private func wholeSecond(_ time: Int64) -> Int64 { time / RowPlan.second * RowPlan.second }
}
