import PostscriptAPI
import StageKit
import Wire

/// Counts what a rehearsal says of each record, for the plan.
struct PlanTally: Sendable {
  /// The people who would be created.
  private(set) var creations: Set<RecordKey> = []
  private var fateCounts: [(name: String, count: Int)] = []
  private var propertyCounts: [String: [PropertyChange.Effect: Int]] = [:]
  private var samples: [JSONValue] = []
  private static let sampleLimit = 10

  /// Takes what would become of a record.
  mutating func add(_ outcome: RecordOutcome) {
    count(outcome.fate.name)
    guard case .rehearsed(let rehearsal) = outcome.fate else { return }
    if rehearsal.creates { creations.insert(rehearsal.key) }
    for change in rehearsal.changes {
      propertyCounts[change.name, default: [:]][change.effect, default: 0] += 1
    }
    guard samples.count < PlanTally.sampleLimit else { return }
    let body = rehearsal.request.body?.withView { try? JSONValue(parsing: $0) }
    samples.append(
      .object([
        ("line", .number(String(outcome.line))),
        ("request", .string("\(rehearsal.request.method) \(rehearsal.request.target)")),
        ("body", (body ?? nil) ?? .null),
      ])
    )
  }

  private mutating func count(_ name: String) {
    if let place = fateCounts.firstIndex(where: { $0.name == name }) {
      fateCounts[place].count += 1
    } else {
      fateCounts.append((name, 1))
    }
  }

  /// How many records have which fate.
  var fates: JSONValue { .object(fateCounts.map { ($0.name, .number(String($0.count))) }) }

  /// For each property how many people get it, another value, or keep the same.
  var properties: JSONValue {
    .object(
      propertyCounts.sorted { $0.key < $1.key }.map { name, effects in
        let members = PropertyChange.Effect.allCases.map {
          (key: $0.rawValue, value: JSONValue.number(String(effects[$0] ?? 0)))
        }
        return (key: name, value: JSONValue.object(members))
      }
    )
  }

  /// The first requests.
  var sample: JSONValue { .array(samples) }
}

extension RecordOutcome.Fate {
  /// The fate in a word, as the plan and the sync log have it.
  var name: String {
    switch self {
    case .accepted: "accepted"
    case .emailIgnored: "email_ignored"
    case .created: "created"
    case .duplicate: "accepted_before"
    case .unchanged: "unchanged"
    case .older: "older"
    case .noSubscriber: "no_subscriber"
    case .redacted: "redacted"
    case .optedOut: "opted_out"
    case .unknown: "unknown"
    case .held: "held"
    case .rejected: "rejected"
    case .unanswered: "unanswered"
    case .rehearsed: "to_send"
    }
  }
}
