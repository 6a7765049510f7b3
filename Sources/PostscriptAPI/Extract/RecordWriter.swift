import StageKit
import Wire

/// Writes schemas, records and states to standard output.
struct RecordWriter: ~Copyable {
  /// The value of the next STATE.
  private(set) var state: JSONValue
  /// How many records were written since the last STATE.
  private(set) var recordsSinceState = 0

  private let stage: Stage
  private let isBare: Bool
  private var output: MessageOutput
  private var fields = FieldSelection(dropping: [])

  init(_ stage: Stage, state: JSONValue, bare: Bool, shard: Shard?) {
    self.stage = stage
    // A state file may hold a whole STATE message.
    self.state = state["type"]?.string == "STATE" ? state["value"] ?? .object([]) : state
    isBare = bare
    output = MessageOutput(stage, keeping: shard, bare: bare)
  }

  /// Sets the value of the next STATE.
  mutating func setState(_ state: JSONValue) { self.state = state }

  /// Puts a bookmark into the next STATE, where there is one.
  mutating func place(_ bookmark: SubscriberBookmark?) {
    if let bookmark { state = bookmark.placed(in: state) }
  }

  /// Announces a stream, of whose records some fields may be left out.
  mutating func begin(_ stream: APIStream, _ fields: consuming FieldSelection) throws {
    let schema = fields.schema(stream.schema)
    self.fields = fields
    guard !isBare else { return }
    output.buffer.append(schema)
    try output.endLine()
  }

  /// Writes a record.
  mutating func write(_ record: APIRecord, _ stream: APIStream, observed: Timestamp) throws {
    stage.counts.written += 1
    recordsSinceState += 1
    let start = output.buffer.count
    guard !isBare else {
      output.buffer.append(record.text)
      fields.cut(&output.buffer, from: start, isBare: true)
      output.buffer.truncate(to: output.buffer.count - 1)
      output.buffer.append(",\"time_extracted\":\"")
      observed.write(to: &output.buffer)
      output.buffer.append("\"}")
      return try output.endLine()
    }
    output.buffer.append("{\"type\":\"RECORD\",\"stream\":\"")
    output.buffer.append(stream.rawValue)
    output.buffer.append("\",\"record\":")
    output.buffer.append(record.text)
    output.buffer.append(",\"time_extracted\":\"")
    observed.write(to: &output.buffer)
    output.buffer.append("\"}")
    fields.cut(&output.buffer, from: start, isBare: false)
    try output.endLine()
  }

  /// Hands on what was written so far, for a reader that waits for it.
  mutating func flush() throws { try output.flush() }

  /// Writes the STATE; everything before it is complete.
  mutating func writeState() throws {
    recordsSinceState = 0
    guard !isBare else {
      try stage.commitPoint()
      return try output.flush()
    }
    let message = JSONValue.object([("type", .string("STATE")), ("value", state)]).text
    try Array(message.utf8).withView { try output.passState($0) }
  }
}
