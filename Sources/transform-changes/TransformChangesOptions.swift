import Outbound
import StageKit

/// What the user of `transform-changes` can set.
struct TransformChangesOptions: Sendable {
  var snapshot = ""
  var accepted: String?
  var notAccepted: String?
  var deleted = ChangeSettings().deleted
  var baseline = false
  var wire = WireOptions()

  static let rows: [OptionSpec<TransformChangesOptions>] =
    [
      .value(
        "--snapshot",
        "FILE",
        \.snapshot,
        help: "The file of the accepted state, as hashes of values; made where there is none. "
          + "Beside it stands FILE.pending, with what the last run has written.",
        required: true,
        completion: .file
      ),
      .value(
        "--accepted",
        "FILE",
        \.accepted,
        help: "What the loader wrote to its standard output in the last run: the STATE up to which "
          + "all was accepted. A file that is missing or empty means that nothing was.",
        completion: .file
      ),
      .value(
        "--not-accepted",
        "FILE",
        \.notAccepted,
        help:
          "The rejects file of the loader's last run, or its sync log, or both in one file: the "
          + "accepted state of those whom it has rejected, and of those who were no subscribers "
          + "yet, stays as it was, so that they are written again.",
        completion: .file
      ),
      .value(
        "--deleted",
        "ACTION",
        \.deleted,
        help: "What becomes of a property that is null now and was set: empty sets it to an empty "
          + "text, since Postscript passes over null; leave keeps its last value. A property that "
          + "a record does not have stays as it is."
      ),
      .flag(
        "--baseline",
        \.baseline,
        help: "Take the present as accepted, and write no record."
      ),
    ]
    + [
      WireOptions.stream, WireOptions.bare, WireOptions.atEOF, WireOptions.replay,
    ].within(\.wire) + WireOptions.parts.within(\.wire)

  static let command = Command(
    "transform-changes",
    summary: "let through what has changed of subscribers since it was last accepted",
    description:
      "Reads postscript_subscriber_updates and writes of each person the properties that are not as "
      + "they were last accepted; other streams pass through. So a million members cost requests "
      + "for the few who moved.\n\nEach STATE gets a bookmark. Only what lies before a STATE that "
      + "the loader has written to its standard output counts as accepted (--accepted): what was "
      + "sent and not accepted is written again, however a run ends. The snapshot survives a crash "
      + "at any point.\n\nA record older than what was written of its person (by updated_at, else "
      + "time_extracted) is skipped and counted. Memory holds about 30 bytes for each person.",
    initial: TransformChangesOptions(),
    options: rows,
    examples: [
      CommandExample(
        "Take the present as known to Postscript, once:",
        "transform-changes --snapshot members.snapshot --baseline < updates.ndjson"
      ),
      CommandExample(
        "Send what has changed since the last run:",
        "transform-changes --snapshot members.snapshot --accepted state.json < updates.ndjson | "
          + "load-postscript > next.json"
      ),
    ],
    rejectCodes: ChangeTransform.rejectCodes,
    check: { options throws(StageError) in
      guard !options.baseline || options.accepted == nil else {
        throw StageError(.usage, "--baseline takes all as accepted: leave out --accepted")
      }
    }
  )
}
