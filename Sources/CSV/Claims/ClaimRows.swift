import StageKit
import Wire

/// What one file has said of each claim so far.
///
/// A claim is one message's to one order: two messages of an order are two claims. The same claim twice
/// is one; with another amount, currency or touch nobody knows which of the two rows is right, and the
/// loader would take either.
///
/// An export lists its orders one after the other, mostly the newest first. Where their ids only fall, or
/// only rise, an order that was left does not come again, and nothing needs to be remembered of it; what is
/// a little out of that order goes into a table. When an order comes that was left, or may have been, all
/// rows before it are read once more, and from then on everything is in the table.
struct ClaimRows: ~Copyable {
  /// The first claim of the present order, which lies in the output still; one of line 0 is none.
  private struct HeldClaim: BitwiseCopyable {
    var start = 0
    var end = 0
    var line = 0
  }

  private let steps: ClaimSteps
  private let earlier: EarlierClaims?
  private var streak = OrderStreak()
  /// False once all claims are in the table.
  private var goesByStreak: Bool
  private var held = HeldClaim()
  private var table = ClaimTable()

  /// Prepares for a file whose records have these columns, with what reads it again; nil where that
  /// cannot be done.
  init(columns: [String], earlier: EarlierClaims?) {
    steps = ClaimSteps(columns)
    self.earlier = earlier
    goesByStreak = earlier != nil && steps.reference >= 0
  }

  /// Remembers all claims from here on, as what lies in the output is cut.
  mutating func rememberAll() { goesByStreak = false }

  /// What the claim is that was written into the output from a place on.
  ///
  /// - Throws: what comes of reading the file again.
  @inline(__always)
  mutating func standing(
    _ output: ByteView,
    from start: Int,
    _ written: inout StepTable,
    line: Int
  ) throws -> ClaimStanding {
    let record = output[start, output.count]
    if goesByStreak {
      let place = streak.place(of: record[written.value(steps.reference)])
      if place == .next {
        written.keepValues()
        held = HeldClaim(start: start, end: output.count, line: line)
        return .new
      }
      if place == .same { settle(output, written) }
      if place == .again { try readAgain(before: line) }
    }
    return table.note(record, ClaimValues(steps, written), line: line)
  }

  /// Notes what lies in the output, which is about to be written away.
  mutating func settle(_ output: ByteView, _ written: borrowing StepTable) {
    guard held.line > 0 else { return }
    let values = ClaimValues(steps, written, ofKept: true)
    _ = table.note(output[held.start, held.end], values, line: held.line)
    held = HeldClaim()
  }

  @inline(never)
  private mutating func readAgain(before line: Int) throws {
    goesByStreak = false
    held = HeldClaim()
    try earlier?.add(to: &table, steps, before: line)
  }
}
