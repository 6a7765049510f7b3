import StageKit
import Wire

extension CountName {
  static let withoutPerson = CountName("without phone or email")
  static let withoutEvent = CountName("of no event")
  static let otherTargets = CountName("for other targets")
  static let withoutProperties = CountName("without properties")
  static let itemsLeftOut = CountName("items left out")
}

/// Makes the records of one stream into events, or into updates of subscribers.
final class StreamTransform {
  /// The stream that goes out.
  let output: OutboundStream
  private let stream: MappedStream
  private let settings: EventSettings
  private var reader: RecordReader
  private var person: PersonReader
  private var moments: MomentReader
  private var time = ByteBuffer(capacity: 32)
  private let events: [MappedEvent]
  private let writers: [PropertyWriterBox]

  /// Holds a writer, which an array cannot.
  private final class PropertyWriterBox {
    var writer: PropertyWriter
    init(_ writer: consuming PropertyWriter) { self.writer = writer }
  }

  /// Why no record was written.
  enum Outcome {
    case written
    case skipped(CountName)
  }

  init(_ stream: MappedStream, _ settings: EventSettings) {
    self.stream = stream
    self.settings = settings
    reader = RecordReader(stream.members)
    person = PersonReader(settings.country)
    moments = MomentReader(settings.timezone)
    let limit = settings.maxItems
    switch stream.result {
    case .events(let events):
      output = .events
      self.events = events
      writers = events.map {
        PropertyWriterBox(PropertyWriter($0.properties, isOfSubscriber: false, itemLimit: limit))
      }
    case .update(let properties):
      output = .updates
      events = []
      writers = [
        PropertyWriterBox(PropertyWriter(properties, isOfSubscriber: true, itemLimit: limit))
      ]
    }
  }

  /// Appends what becomes of the current record, as the object of a RECORD.
  func write(
    _ record: borrowing MemberTable,
    _ line: ByteView,
    _ counts: inout StageCounts,
    to buffer: inout ByteBuffer
  ) throws(RecordFault) -> Outcome {
    try reader.match(record, line)
    var event: MappedEvent?
    var box = writers[0]
    if output == .events {
      guard let place = self.event(record, line) else { return .skipped(.withoutEvent) }
      event = events[place]
      box = writers[place]
      if let field = events[place].targets, try !isForTarget(field, record, line) {
        return .skipped(.otherTargets)
      }
    }
    guard try person.read(stream, &reader, record, line) else { return .skipped(.withoutPerson) }
    try box.writer.read(&reader, record, line, &moments)
    counts[.itemsLeftOut] += box.writer.itemsLeftOut
    if let event {
      try readTime(record, line, isForAPI: true)
      write(event, id(event, record, line, box), box, to: &buffer)
      return .written
    }
    guard !box.writer.members.isEmpty else { return .skipped(.withoutProperties) }
    try readTime(record, line, isForAPI: false)
    writeUpdate(box, to: &buffer)
    return .written
  }

  /// The number of the first event whose conditions the record meets.
  private func event(_ record: borrowing MemberTable, _ line: ByteView) -> Int? {
    for (index, event) in events.enumerated() {
      var meetsAll = true
      for condition in event.conditions where meetsAll {
        let kind = reader.find(condition.field, record, line)
        let word = reader.text.withView { FoldedWord.of($0) }
        meetsAll = kind != nil && condition.words.contains(word)
      }
      if meetsAll { return index }
    }
    return nil
  }

  private func isForTarget(
    _ field: SourceField,
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> Bool {
    guard let kind = reader.find(field, record, line) else { return false }
    return try reader.text.withView { (text) throws(RecordFault) in
      try TargetReader.includes(settings.target, text, kind, field.name)
    }
  }

  /// Reads when it happened: for the API in its own form, for the change of a subscriber as RFC 3339.
  private func readTime(
    _ record: borrowing MemberTable,
    _ line: ByteView,
    isForAPI: Bool
  ) throws(RecordFault) {
    time.removeAll()
    guard let field = stream.time else { return }
    guard let kind = reader.findText(field, record, line) else {
      // An event without its time would be one of now.
      if isForAPI { throw .missing(field.name) }
      return
    }
    guard kind == .string else {
      throw RecordFault(.invalidTime, "is not a time", field.name)
    }
    do throws(RecordFault) {
      let moment = try reader.text.withView { (text) throws(RecordFault) in
        try moments.read(text)
      }
      if isForAPI { moment.writeForAPI(to: &time) } else { moment.write(to: &time) }
    } catch {
      throw error.of(field.name)
    }
  }

  /// The same id for the same event, byte for byte, in every run: by its source's id, else by all that
  /// it says.
  private func id(
    _ event: MappedEvent,
    _ record: borrowing MemberTable,
    _ line: ByteView,
    _ box: PropertyWriterBox
  ) -> String {
    if reader.findText(stream.id, record, line) != nil {
      return "\(event.type):\(reader.text.withView { $0.trimmed.text })"
    }
    var first = FNV1a()
    var second = FNV1a([1])
    func add(_ part: ByteView) {
      for offset in 0..<part.count {
        first.add(part[offset])
        second.add(part[offset] ^ 0x55)
      }
      first.add(0)
      second.add(0)
    }
    person.members.withView(add)
    time.withView(add)
    box.writer.members.withView(add)
    return "\(event.type):\(first.hexadecimal)\(second.hexadecimal)"
  }

  private func write(
    _ event: MappedEvent,
    _ id: String,
    _ box: PropertyWriterBox,
    to buffer: inout ByteBuffer
  ) {
    buffer.append("{\"store_id\":")
    buffer.appendJSONString(settings.store)
    buffer.append(",\"external_id\":")
    buffer.appendJSONString(id)
    buffer.append(",\"type\":\"")
    buffer.append(event.type)
    buffer.append("\",\"occurred_at\":\"")
    time.withView { buffer.append($0) }
    buffer.append("\",")
    writeRest(box, to: &buffer)
  }

  private func writeUpdate(_ box: PropertyWriterBox, to buffer: inout ByteBuffer) {
    buffer.append("{\"store_id\":")
    buffer.appendJSONString(settings.store)
    buffer.append(",\"person\":")
    person.name.withView { buffer.appendJSONString($0) }
    if !time.isEmpty {
      buffer.append(",\"updated_at\":\"")
      time.withView { buffer.append($0) }
      buffer.append("\"")
    }
    buffer.append(",")
    writeRest(box, to: &buffer)
  }

  private func writeRest(_ box: PropertyWriterBox, to buffer: inout ByteBuffer) {
    person.members.withView { buffer.append($0) }
    buffer.append("\"properties\":{")
    box.writer.members.withView { buffer.append($0) }
    buffer.append("}}")
  }
}
