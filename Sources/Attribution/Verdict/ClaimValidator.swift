public import StageKit
import Wire

/// Gives each claim its verdict: the work of `transform-validate`.
///
/// A record's own bytes are copied as they are, with the verdict behind them; one that has a
/// verdict already gets a new one. Other streams pass through byte for byte.
public struct ClaimValidator: ~Copyable {
  /// The codes of the rejects that claims and orders can give.
  public static let rejectCodes =
    MessageInput.rejectCodes + [
      .unknownMessage, .missingValue, .invalidText, .unknownWord, .invalidList, .invalidNumber,
      .invalidInteger,
      .invalidBoolean, .invalidCurrency, .invalidDate, .invalidTime, .noSuchDay, .noTimeOfDay,
      .noOffset,
    ]

  private let stage: Stage
  private let isBare: Bool
  private let policies: StorePolicies
  private let compiled: [CompiledPolicy]
  private var index: OrderIndex
  private var reader: ClaimReader
  private var tally: InlineArray<4, Int> = [0, 0, 0, 0]
  private var windowsUnchecked = 0

  /// Prepares to check claims against an index.
  public init(
    _ stage: Stage,
    _ policies: StorePolicies,
    _ index: consuming OrderIndex,
    isBare: Bool
  ) {
    self.stage = stage
    self.isBare = isBare
    self.policies = policies
    compiled = policies.list.map { CompiledPolicy($0) }
    reader = ClaimReader(index.hash)
    reader.use(compiled[0].callingCode)
    self.index = index
  }

  /// Reads all messages and writes them on.
  ///
  /// - Throws: ``StageError`` where the run must end.
  public mutating func run(_ input: inout MessageInput, _ output: inout MessageOutput) throws {
    defer { publishTally() }
    while let kind = try input.next() {
      switch kind {
      case .record where input.stream.equals("attributed_orders"): try claim(&input, &output)
      case .record:
        stage.counts.passedThrough += 1
        try pass(input, &output)
      case .schema where input.stream.equals("attributed_orders"): try schema(input, &output)
      case .schema: if !isBare { try output.pass(input.line) }
      case .state:
        if isBare { try output.flush() } else { try input.withState { try output.passState($0) } }
      case .activateVersion, .unknown:
        stage.counts.passedThrough += 1
        if !isBare { try output.pass(input.line) }
      }
    }
    if input.endedWithoutState, !input.endsBare, !isBare { try output.writeEmptyState() }
    try output.flush()
  }

  private func publishTally() {
    for status in ValidationStatus.allCases {
      stage.counts[CountName("claims \(status)")] = tally[status.rawValue]
    }
    stage.counts[.windowsUnchecked] = windowsUnchecked
  }

  private func pass(_ input: borrowing MessageInput, _ output: inout MessageOutput) throws {
    guard isBare else { return try output.pass(input.line) }
    try output.passBare(input.scanner, input.line)
  }

  private func schema(_ input: borrowing MessageInput, _ output: inout MessageOutput) throws {
    if isBare { return }
    let message: JSONValue
    do {
      message = try JSONValue(parsing: input.line)
    } catch let fault {
      throw StageError(.data, "line \(input.lineNumber): the SCHEMA message: \(fault.reason)")
    }
    VerdictFields.extend(message).write(to: &output.buffer)
    try output.endLine()
  }

  private mutating func claim(
    _ input: inout MessageInput,
    _ output: inout MessageOutput
  ) throws {
    stage.counts.read &+= 1
    let claim: Claim
    let match: OrderMatch
    let policy: CompiledPolicy
    var place: Int?
    do {
      try reader.find(input.scanner.record, input.line)
      policy = try self.policy(input.scanner.record, input.line)
      claim = try read(input.scanner.record, input.line)
      match = try Self.match(claim, reader, input.scanner.record, input.line, &index, &place)
    } catch let fault as RecordFault {
      return try input.reject(fault)
    } catch let error as StageError where error.code == .config {
      throw StageError(.config, "line \(input.lineNumber): \(error.message)")
    }
    let verdict = Verdict(claim, match, policy)
    tally[verdict.status.rawValue] &+= 1
    if !verdict.windowChecked { windowsUnchecked &+= 1 }
    stage.counts.written &+= 1
    write(verdict, place, input.scanner, input.line, &output.buffer)
    try output.endLine()
  }

  /// The policy of the claim's store; any where the store cannot be read, which is a reject.
  private mutating func policy(
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(StageError) -> CompiledPolicy {
    if policies.areOne { return compiled[0] }
    var place = 0
    if let store = reader.store(record, line) { place = try policies.place(of: store) }
    reader.use(compiled[place].callingCode)
    return compiled[place]
  }

  private mutating func read(
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> Claim {
    do {
      return try reader.claim(record, line)
    } catch {
      // Where the claim names no order either, that is what is thrown.
      _ = try reader.reference(record, line)
      throw error
    }
  }

  private static func match(
    _ claim: Claim,
    _ reader: borrowing ClaimReader,
    _ record: borrowing MemberTable,
    _ line: ByteView,
    _ index: inout OrderIndex,
    _ place: inout Int?
  ) throws -> OrderMatch {
    try index.match(try reader.reference(record, line), at: claim.orderDate, place: &place)
  }

  private mutating func write(
    _ verdict: Verdict,
    _ place: Int?,
    _ scanner: borrowing JSONScanner,
    _ line: ByteView,
    _ output: inout ByteBuffer
  ) {
    let start = isBare ? scanner.recordStart : 0
    switch reader.keptPart(scanner.record, scanner.recordEnd - 1) {
    case .upTo(let end): output.append(line[start, end])
    case .mixed: writeWithoutVerdict(scanner, line, start, &output)
    }
    if let place {
      VerdictFields.write(verdict, index.id(at: place), to: &output)
    } else {
      VerdictFields.write(verdict, nil, to: &output)
    }
    if isBare { output.append(timeExtracted: scanner, in: line) }
    output.append(line[scanner.recordEnd - 1, isBare ? scanner.recordEnd : line.count])
  }

  /// Writes the line up to the end of its record, without the members of an earlier verdict.
  private mutating func writeWithoutVerdict(
    _ scanner: borrowing JSONScanner,
    _ line: ByteView,
    _ start: Int,
    _ output: inout ByteBuffer
  ) {
    output.append(line[start, scanner.recordStart + 1])
    var separator = false
    for index in 0..<scanner.record.count where !reader.isVerdict(index, scanner.record, line) {
      let member = scanner.record[index]
      if separator { output.append(UInt8(ascii: ",")) }
      output.append(line[Int(member.keyStart) - 1, Int(member.valueEnd)])
      separator = true
    }
  }
}

extension CountName {
  /// Claims of which nobody knows whether they are within the window: without a send time, for one.
  fileprivate static let windowsUnchecked = CountName("windows not checked")
}
