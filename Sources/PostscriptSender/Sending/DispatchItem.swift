import PostscriptAPI
import Wire

/// A record on its way, and what the journal and the log say of it.
struct DispatchItem: Sendable {
  let ordinal: Int
  let line: Int
  let record: OutboundRecord
  /// The request, once it is known.
  var request: HTTPRequest?
  /// By what the journal knows it.
  var key: RecordKey
  /// Whether a new subscriber is asked for.
  var creates = false
  /// Whether the journal has that it goes in this run.
  var isLogged = false
  /// Whether it went out in an earlier run, and no one knows whether it arrived.
  var wasUnknown = false

  init(_ record: OutboundRecord, ordinal: Int, line: Int) {
    self.ordinal = ordinal
    self.line = line
    self.record = record
    key = record.key
  }

  /// The entry of the journal for a state.
  func entry(_ state: JournalEntry.State, batch: UInt64) -> JournalEntry {
    var entry = JournalEntry(state, key, record.stream)
    entry.batch = batch
    entry.ordinal = ordinal
    entry.content = record.content
    entry.time = record.time?.microseconds
    entry.label = record.externalID
    entry.creates = creates
    if record.stream.isOptOut { entry.people = OptOuts.keys(record.person) }
    return entry
  }

  /// The state of one that is given up, where this run's attempts may have arrived or didn't.
  func stateWithoutAnswer(mayHaveArrived: Bool) -> JournalEntry.State {
    mayHaveArrived || wasUnknown ? .unknown : .unsent
  }

  /// The entries for the kinds of properties that are new with it.
  var newKinds: [JournalEntry] {
    record.newKinds.map { name, kind in
      var entry = JournalEntry(.kind, RecordKey("kind", name.name), record.stream)
      entry.label = name.name
      entry.kind = (name.event, kind)
      return entry
    }
  }

  /// What is logged of an attempt.
  func note(_ attempt: Int, _ outcome: String, _ words: String) -> AttemptNote {
    AttemptNote(
      line: line,
      stream: record.stream,
      person: record.person,
      type: record.type,
      externalID: record.externalID,
      attempt: attempt,
      outcome: outcome,
      words: words
    )
  }

  /// What became of it.
  func outcome(_ fate: RecordOutcome.Fate) -> RecordOutcome {
    RecordOutcome(ordinal: ordinal, line: line, record: record, fate: fate)
  }
}
