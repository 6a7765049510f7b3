import Wire

/// The life that goes on in the shop while a client reads.
extension Shop {
  /// Lets subscribers change: that many on average.
  public mutating func mutate(expected: Double) {
    guard expected > 0 else { return }
    var changes = Int(expected)
    if random.chance(expected - Double(changes)) { changes += 1 }
    for _ in 0..<changes { mutateOnce() }
  }

  private mutating func mutateOnce() {
    let draw = random.unit()
    let time = changeTime()
    if draw < 0.2 || table.count == 0 {
      _ = table.create(at: time)
    } else if settings.optOutShare > 0, random.chance(settings.optOutShare) {
      optOut(random.below(table.count))
    } else if draw < 0.999 {
      // Half of the edits fall on the quarter that was edited longest ago: the rows that a walk in
      // the order of updates has yet to see or has just seen.
      let edge = max(table.count / 4, 1)
      let index =
        random.chance(0.5)
        ? random.below(table.count) : Int(table.byUpdate[random.below(edge)])
      table.edit(index, at: time)
    } else {
      bulkEdit(at: time)
    }
  }

  /// An edit of many subscribers at once, which all bear the same time.
  private mutating func bulkEdit(at time: Int64) {
    let size = 20 + random.below(180)
    let first = random.below(table.count)
    for index in first..<min(first + size, table.count) { table.edit(index, at: time) }
  }

  /// Gives the subscribers that changed last the time of the one that changed first, as a repair of
  /// the vendor's database might.
  public mutating func backdateLatest(_ count: Int) {
    guard let first = table.byUpdate.first else { return }
    let time = table.rows[Int(first)].updated
    for index in table.byUpdate.suffix(count) { table.backdate(Int(index), to: time) }
  }

  /// When a change is dated: now, or a little before where transactions commit late.
  mutating func changeTime() -> Int64 {
    settings.commitDelay > 0 ? now - Int64(random.unit() * Double(settings.commitDelay)) : now
  }
}
