public import StageKit
import Wire

/// Makes `attributed_orders` of the events of a platform, and of orders: the work of
/// `transform-claims`.
///
/// An order counts for the message that the platform itself names, else for the last touch in whose
/// window it is. A tap delivers event by event and stream by stream, so that is known at the end only:
/// until then orders and touches are kept, and the last STATE goes out behind the claims.
public struct ClaimTransform: ~Copyable {
  /// The codes of the rejects that a run can give.
  public static let rejectCodes =
    MessageInput.rejectCodes + [
      .missingValue, .wrongType, .invalidText, .invalidIdentifier, .invalidNumber,
      .tooManyDecimals, .invalidCurrency, .invalidTime, .noSuchDay, .noTimeOfDay, .noOffset,
    ]

  private let stage: Stage
  private let settings: ClaimSettings
  private let sourceSystem: String
  private var rules: [[UInt8]: StreamRules] = [:]
  private var touches = TouchIndex()
  private var messages = MessageTable()
  private var orders = OpenOrders()
  /// The store of the orders so far; nil while none has named one.
  private var store: String?
  private var texts = ByteBuffer(capacity: 4096)
  private var scratch = ByteBuffer(capacity: 256)
  /// The last STATE so far; what comes before it is not whole until the claims are written.
  private var lastState: [UInt8]?

  /// Prepares a run.
  public init(_ stage: Stage, _ mapping: ClaimMapping, _ settings: ClaimSettings) {
    self.stage = stage
    self.settings = settings
    sourceSystem = mapping.sourceSystem
    store = settings.store
    for rule in mapping.rules {
      let reader = EventReader(rule)
      for stream in rule.streams {
        let name = Array(stream.utf8)
        let known = rules[name] ?? StreamRules()
        known.add(reader)
        rules[name] = known
      }
    }
  }

  /// Reads all messages, and writes the claims behind what passes through.
  ///
  /// - Throws: ``StageError`` where the run must end.
  public mutating func run(_ input: inout MessageInput, _ output: inout MessageOutput) throws {
    while let kind = try input.next() {
      let rules = rules[input.stream.array]
      switch kind {
      case .record:
        if let rules { try record(input, rules, &output) } else { try pass(input, &output) }
      case .schema, .activateVersion:
        let passes = rules?.readers.contains { $0.rule.meaning == .order(passes: true) } ?? true
        if passes { try pass(input, &output) }
      case .state: lastState = input.withState { $0.array }
      case .unknown: try pass(input, &output)
      }
    }
    warnOfStreamsWithoutRule()
    try writeClaims(&output)
    guard !settings.isBare else { return try output.flush() }
    if let lastState {
      try lastState.withView { try output.passState($0) }
    } else if input.endedWithoutState {
      try output.writeEmptyState()
    }
    try output.flush()
  }

  private func warnOfStreamsWithoutRule() {
    let streams = rules.map { (name: String(decoding: $0.key, as: UTF8.self), rules: $0.value) }
    for stream in streams.sorted(by: { $0.name < $1.name }) {
      if let warning = stream.rules.warning(stream: stream.name) { stage.log.warning(warning) }
    }
  }

  /// Passes a message of another stream through.
  private func pass(_ input: borrowing MessageInput, _ output: inout MessageOutput) throws {
    stage.counts.passedThrough += 1
    if !settings.isBare { try output.pass(input.line) }
  }

  private mutating func record(
    _ input: borrowing MessageInput,
    _ rules: StreamRules,
    _ output: inout MessageOutput
  ) throws {
    stage.counts.read += 1
    guard let reader = rules.reader(of: input.scanner.record, input.line) else {
      stage.counts.skipped += 1
      return
    }
    let passes = reader.rule.meaning == .order(passes: true)
    guard try isOfStore(input, reader) else {
      stage.counts.skipped += 1
      stage.counts[.otherStore] += 1
      if passes { try pass(input, &output) }
      return
    }
    // What its source no longer has is no touch, and no order.
    if reader.isDeleted(input.scanner.record, input.line) {
      stage.counts.skipped += 1
      stage.counts[.deletedRecords] += 1
      if passes { try pass(input, &output) }
      return
    }
    let start = texts.count
    do throws(RecordFault) {
      if case .touch(let channel, let isClick, let window) = reader.rule.meaning {
        try touch(input, reader, channel, isClick: isClick, window)
        stage.counts.skipped += 1
      } else if let order = try order(input, reader) {
        if !orders.add(order) { stage.counts.deduplicated += 1 }
      } else {
        stage.counts.skipped += 1
      }
    } catch let fault {
      texts.truncate(to: start)
      // What goes on is refused by those who read it, with its own place.
      guard passes else { return try input.reject(fault) }
      stage.counts.skipped += 1
      stage.counts[.unreadable] += 1
    }
    if passes { try pass(input, &output) }
  }

  private mutating func touch(
    _ input: borrowing MessageInput,
    _ reader: EventReader,
    _ channel: String,
    isClick: Bool,
    _ window: Int64
  ) throws(RecordFault) {
    let time = try reader.time(input.scanner.record, input.line)
    let person = try reader.person(input.scanner.record, input.line)
    scratch.removeAll()
    guard
      let id = try reader.message(
        channel: channel,
        input.scanner.record,
        input.line,
        to: &scratch
      )
    else { throw .missing("message_id") }
    guard !person.names.isEmpty else {
      stage.counts[.nobody] += 1
      return
    }
    let place = Self.place(&messages, scratch, id)
    touches.add(Touch(time: time, window: window, message: place, isClick: isClick), of: person)
    stage.counts[.touches] += 1
  }

  /// False for an order of another store than that of `--store`.
  ///
  /// - Throws: exit code 64 for orders of several stores, where `--store` does not say which to take.
  private mutating func isOfStore(
    _ input: borrowing MessageInput,
    _ reader: EventReader
  ) throws -> Bool {
    guard case .order = reader.rule.meaning,
      let named = try? reader.store(input.scanner.record, input.line)
    else { return true }
    if let store {
      if named == store { return true }
      guard settings.store == nil else { return false }
      throw StageError(
        .usage,
        "the orders are of several stores, \(store) and \(named): give the one of the platform's "
          + "events with --store"
      )
    }
    store = named
    return true
  }

  /// An order as a claim to it needs it; nil where nobody can claim it.
  private mutating func order(
    _ input: borrowing MessageInput,
    _ reader: EventReader
  ) throws(RecordFault) -> OpenOrder? {
    let time = try reader.time(input.scanner.record, input.line)
    let person = try reader.person(input.scanner.record, input.line)
    scratch.removeAll()
    let id = try reader.message(channel: nil, input.scanner.record, input.line, to: &scratch)
    guard id != nil || settings.findsTouches else {
      stage.counts[.unattributed] += 1
      return nil
    }
    guard id != nil || !person.names.isEmpty else {
      stage.counts[.nobody] += 1
      return nil
    }
    let identity = try reader.identity(input.scanner.record, input.line)
    let start = texts.count
    try reader.order(
      currency: settings.currency,
      input.scanner.record,
      input.line,
      to: &texts
    )
    let end = texts.count
    var observedAt: Int64?
    if let place = input.scanner.envelope.lastIndex(named: "time_extracted", in: input.line) {
      let value = input.scanner.envelope[place].value(in: input.line)
      texts.append(value)
      if value.count > 2 { observedAt = Timestamp(value[1, value.count - 1])?.microseconds }
    }
    var message: Int32?
    if let id { message = Self.place(&messages, scratch, id) }
    return OpenOrder(
      time: time,
      person: person,
      id: identity.id,
      name: identity.name,
      text: start..<end,
      observed: end..<texts.count,
      observedAt: observedAt,
      message: message,
      isEvent: reader.rule.meaning == .order(passes: false)
    )
  }

  /// The place of a message; of the properties of a struct that are lent and changed at the same time the
  /// compiler wants to see each by itself.
  private static func place(
    _ messages: inout MessageTable,
    _ text: borrowing ByteBuffer,
    _ id: UInt64
  ) -> Int32 {
    messages.place(of: text.view, id: id)
  }

  /// Writes the claim to each order that has one.
  private mutating func writeClaims(_ output: inout MessageOutput) throws {
    if !settings.isBare {
      output.buffer.append(ClaimStream.schema)
      try output.endLine()
    }
    touches.seal(messages: messages.ids)
    let (store, source) = (JSONValue.string(store ?? "default"), JSONValue.string(sourceSystem))
    let lead = "\"store_id\":\(store.text),\"source_system\":\(source.text)"
    for (index, order) in orders.all.enumerated() {
      if index & 1023 == 0 { try stage.checkpoint() }
      if orders.isFolded(index) {
        stage.counts.deduplicated += 1
        continue
      }
      let found =
        if let message = order.message {
          LastTouch(of: order, byMessage: messages.id(message), touches, messages)
        } else {
          LastTouch(of: order, touches, messages)
        }
      guard found != nil || order.message != nil else {
        stage.counts.skipped += 1
        stage.counts[.unattributed] += 1
        continue
      }
      write(order, found, lead, &output.buffer)
      stage.counts.written += 1
      try output.endLine()
    }
  }

  private func write(
    _ order: OpenOrder,
    _ found: LastTouch?,
    _ lead: String,
    _ output: inout ByteBuffer
  ) {
    output.append(
      settings.isBare
        ? "{" : "{\"type\":\"RECORD\",\"stream\":\"attributed_orders\",\"record\":{"
    )
    output.append(lead)
    output.append(texts.view[order.text])
    output.append(",")
    output.append(messages.text(found?.touch.message ?? order.message ?? 0))
    output.append(",\"attribution_type\":")
    guard let found else {
      output.append("\"unknown\"")
      return end(order, &output)
    }
    output.append(found.touch.isClick ? "\"click\"" : "\"view\"")
    for (name, time) in [("sent_at", found.receivedAt), ("clicked_at", found.clickedAt)] {
      guard let time else { continue }
      output.append(",\"\(name)\":\"")
      Timestamp(microseconds: time).write(to: &output)
      output.append("\"")
    }
    end(order, &output)
  }

  private func end(_ order: OpenOrder, _ output: inout ByteBuffer) {
    // A bare record has no envelope that could say when it was observed, and says it itself.
    if !settings.isBare { output.append("}") }
    if !order.observed.isEmpty {
      output.append(",\"time_extracted\":")
      output.append(texts.view[order.observed])
    }
    output.append("}")
  }
}

extension CountName {
  /// Receipts and clicks of messages.
  fileprivate static let touches = CountName("touches")
  /// Orders that nobody claims.
  fileprivate static let unattributed = CountName("orders without a touch")
  /// Events and orders that their source has deleted.
  fileprivate static let deletedRecords = CountName("deleted records")
  /// Orders of other stores than the one that was asked for.
  fileprivate static let otherStore = CountName("orders of other stores")
  /// Events and orders that name no person.
  fileprivate static let nobody = CountName("without a person")
  /// Orders that pass on, and cannot be read for a claim.
  fileprivate static let unreadable = CountName("orders that cannot be read")
}
