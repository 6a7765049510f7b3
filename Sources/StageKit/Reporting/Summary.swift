internal import Wire

/// The last line of a run on standard error: what was counted, how long it took, how it ended.
struct Summary {
  let counts: StageCounts
  let subjects: SummarySubjects
  let nanoseconds: Int64
  let outcome: StageError?
  let identity: RunIdentity

  /// The line for people: counts of zero are left out, but for the three that everyone expects.
  var text: String {
    let always = ["read", "written", "rejected"]
    var parts = counts.all.filter { $0.value != 0 || always.contains($0.name) }
      .map { "\($0.name) \($0.value)" }
    parts += subjects.texts
    parts.append("seconds \(seconds)")
    if let outcome { parts.append("exit code \(outcome.code.rawValue)") }
    return parts.joined(separator: ", ")
  }

  /// The members for machines: every count, each under its name in snake case.
  var members: [(key: String, value: JSONValue)] {
    var members: [(key: String, value: JSONValue)] = [
      ("level", .string(outcome == nil ? "info" : "error")), ("event", .string("summary")),
    ]
    members += identity.members
    for (subject, names) in subjects.all {
      members.append((subject.rawValue + "s", .array(names.map { .string($0) })))
    }
    for count in counts.all {
      let key = String(count.name.map { $0 == " " ? "_" : $0 })
      members.append((key, .number(String(count.value))))
    }
    members.append(("seconds", .number(seconds)))
    members.append(("exit_code", .number(String(outcome?.code.rawValue ?? 0))))
    if let outcome, !outcome.message.isEmpty { members.append(("error", .string(outcome.message))) }
    return members
  }

  private var seconds: String {
    let milliseconds = max(0, (nanoseconds + 500_000) / 1_000_000)
    let fraction = String(milliseconds % 1_000)
    let zeros = String(repeating: "0", count: 3 - fraction.utf8.count)
    return "\(milliseconds / 1_000).\(zeros)\(fraction)"
  }
}
