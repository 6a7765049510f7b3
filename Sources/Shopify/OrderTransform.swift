public import StageKit
import Wire

/// Makes `shopify_orders` and `shopify_refunds` of orders as Shopify's Admin API gives them.
///
/// The work of `transform-orders`. Refunds may also be a stream of their own. Other streams pass through
/// byte for byte.
public struct OrderTransform: ~Copyable {
  /// The codes of the rejects that orders can give.
  public static let rejectCodes =
    MessageInput.rejectCodes + [
      .missingValue, .wrongType, .invalidText, .invalidList, .invalidIdentifier,
      .invalidNumber, .tooManyDecimals, .negativeAmount, .invalidBoolean, .invalidCurrency,
      .currencyConflict,
      .invalidTime, .noSuchDay, .noTimeOfDay, .noOffset,
    ]

  private let stage: Stage
  private let settings: OrderTransformSettings
  private let stream: [UInt8]
  private let refundStream: [UInt8]
  private var writer: OrderWriter
  private let refundWriter: RefundWriter
  private var refunds = ByteBuffer(capacity: 4096)
  private var coverage: StatedCoverage
  /// The last STATE, while it may be the last of all; nil where none is held.
  private var heldState: JSONValue?
  private var hasWrittenSchemas = false
  private var hasToldOfVersions = false

  /// Prepares to transform orders.
  public init(_ stage: Stage, _ settings: OrderTransformSettings) {
    self.stage = stage
    self.settings = settings
    stream = Array(settings.stream.utf8)
    refundStream = Array(settings.refundStream.utf8)
    writer = OrderWriter(store: settings.store)
    refundWriter = RefundWriter(store: settings.store)
    coverage = StatedCoverage(settings)
  }

  /// Reads all messages and writes them on.
  ///
  /// - Throws: ``StageError`` where the run must end.
  public mutating func run(_ input: inout MessageInput, _ output: inout MessageOutput) throws {
    while let kind = try input.next() {
      // Of what came before only, a STATE cannot say that it is all.
      if kind != .state { try passHeldState(nil, &output) }
      switch kind {
      case .record where input.stream.equals(stream): try order(input, &output)
      case .record where input.stream.equals(refundStream): try refund(input, &output)
      case .schema where isOurs(input.stream): try writeSchemas(&output)
      case .activateVersion where isOurs(input.stream): tellOfVersions(input.stream.text)
      case .record:
        stage.counts.passedThrough += 1
        try pass(input, &output)
      case .schema: if !settings.isBare { try output.pass(input.line) }
      case .state:
        try passHeldState(nil, &output)
        try state(input, &output)
      case .activateVersion, .unknown:
        stage.counts.passedThrough += 1
        if !settings.isBare { try output.pass(input.line) }
      }
    }
    try passHeldState(coverage, &output)
    if input.endedWithoutState, !settings.isBare { try close(&output) }
    try output.flush()
  }

  private func isOurs(_ name: ByteView) -> Bool {
    name.equals(stream) || name.equals(refundStream)
  }

  private func pass(_ input: borrowing MessageInput, _ output: inout MessageOutput) throws {
    guard settings.isBare else { return try output.pass(input.line) }
    try output.passBare(input.scanner, input.line)
  }

  private mutating func order(
    _ input: borrowing MessageInput,
    _ output: inout MessageOutput
  ) throws {
    stage.counts.read &+= 1
    try writeSchemas(&output)
    let start = output.buffer.count
    refunds.removeAll()
    let observed = Self.observed(input)
    do {
      let count = try writer.write(
        input.scanner.record,
        input.line,
        RecordFrame(isBare: settings.isBare, observed: observed),
        &output.buffer,
        refunds: &refunds
      )
      stage.counts.written &+= 1
      if count > 0 { stage.counts[.refunds] += count }
      if writer.refundsWithoutAmount > 0 {
        stage.counts[.refundsWithoutAmount] += writer.refundsWithoutAmount
      }
      if writer.hasForeignRefund { stage.counts[.foreignRefunds] += 1 }
    } catch let fault {
      output.buffer.truncate(to: start)
      return try input.reject(fault)
    }
    if let observed { coverage.note(input.line[observed]) }
    try output.endLine()
    // Two streams in one would be no stream of bare records.
    if !settings.isBare { output.buffer.append(refunds.view) }
  }

  /// Where in the line the time of observation lies, in quotes; nil where there is none.
  private static func observed(_ input: borrowing MessageInput) -> Range<Int>? {
    let time = input.scanner.envelope.lastIndex(named: "time_extracted", in: input.line)
    guard let time, input.scanner.envelope[time].kind == .string else { return nil }
    let member = input.scanner.envelope[time]
    return Int(member.valueStart)..<Int(member.valueEnd)
  }

  /// Writes a refund of the stream of refunds.
  private mutating func refund(
    _ input: borrowing MessageInput,
    _ output: inout MessageOutput
  ) throws {
    stage.counts.read &+= 1
    try writeSchemas(&output)
    refunds.removeAll()
    let frame = RecordFrame(isBare: settings.isBare, observed: Self.observed(input))
    let hasAmount: Bool
    do {
      let record = JSONView(valid: input.record)
      hasAmount = try refundWriter.write(alone: record, frame, input.line, to: &refunds)
    } catch let fault {
      return try input.reject(fault)
    }
    stage.counts.written &+= 1
    stage.counts[.refunds] += 1
    if !hasAmount { stage.counts[.refundsWithoutAmount] += 1 }
    output.buffer.append(refunds.view[0, refunds.count - 1])
    try output.endLine()
  }

  private mutating func writeSchemas(_ output: inout MessageOutput) throws {
    guard !settings.isBare, !hasWrittenSchemas else { return }
    hasWrittenSchemas = true
    for schema in OrderStreams.schemas {
      output.buffer.append(schema)
      try output.endLine()
    }
  }

  /// A full refresh of the source says nothing of orders that came from elsewhere.
  private mutating func tellOfVersions(_ name: String) {
    stage.counts.passedThrough += 1
    guard !hasToldOfVersions else { return }
    hasToldOfVersions = true
    stage.log.info(
      "ACTIVATE_VERSION of \(name) is not passed on: orders and refunds that the source no longer has "
        + "stay in the warehouse"
    )
  }

  /// Passes a STATE on, or holds it until it is known whether it is the last.
  private mutating func state(
    _ input: borrowing MessageInput,
    _ output: inout MessageOutput
  ) throws {
    if settings.isBare { return try output.flush() }
    guard settings.covers != nil else {
      return try input.withState { try output.passState($0) }
    }
    let line = input.withState { $0.array }
    do {
      heldState = try line.withView { (line) throws(JSONFault) in try JSONValue(parsing: line) }
    } catch let fault {
      throw StageError(.data, "line \(input.lineNumber): the STATE message: \(fault.reason)")
    }
  }

  /// Passes the STATE on that is held; with what the orders cover where it is the last.
  private mutating func passHeldState(
    _ coverage: StatedCoverage?,
    _ output: inout MessageOutput
  ) throws {
    guard let message = heldState else { return }
    heldState = nil
    let isWhole = stage.lost.isEmpty
    let text = (coverage?.added(to: message, isComplete: isWhole) ?? message).text
    try text.withView { try output.passState($0) }
  }

  private func close(_ output: inout MessageOutput) throws {
    let empty = JSONValue.object([("type", .string("STATE")), ("value", .object([]))])
    let isWhole = stage.lost.isEmpty
    let text =
      (settings.covers == nil ? empty : coverage.added(to: empty, isComplete: isWhole)).text
    try text.withView { try output.passState($0) }
  }
}

/// What `transform-orders` is told.
public struct OrderTransformSettings: Sendable {
  /// The stream of the orders.
  public var stream = "orders"
  /// The stream of refunds, where they are not in the orders.
  public var refundStream = "order_refunds"
  /// The store of the orders.
  public var store = "default"
  /// The days of which the input has all orders; nil where nobody says so.
  public var covers: DayRange?
  /// True where records are written without envelopes, and refunds not at all.
  public var isBare = false

  /// Makes the defaults.
  public init() {}
}

extension CountName {
  /// Refunds that were written.
  fileprivate static let refunds = CountName("refunds")
  /// Refunds that were written without an amount.
  fileprivate static let refundsWithoutAmount = CountName("refunds without an amount")
  /// Orders whose refunds cannot be added up, since one is in another currency.
  fileprivate static let foreignRefunds = CountName("orders with a refund in another currency")
}
