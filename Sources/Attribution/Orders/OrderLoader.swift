import Glibc
public import StageKit
import Wire

/// Reads the orders that claims are checked against into an index, before the first claim.
///
/// An order that cannot be read is its own reject, and never makes a claim look false: a claim
/// to it is unverifiable. Where not even its id is known, that goes for every claim of its store
/// (or of all stores) whose order is not found.
public struct OrderLoader: ~Copyable {
  private let stage: Stage
  private let wire: WireOptions
  private var reader: OrderReader
  private var index: OrderIndex
  private let policies: StorePolicies
  private var parts = OrderParts()
  private var refunds = RefundReader()

  /// Prepares to read files.
  ///
  /// - Parameters:
  ///   - stage: the stage that reads them.
  ///   - policies: the policies of the stores.
  ///   - wire: how messages in the files are read.
  ///   - cover: what files cover that do not say it.
  ///   - factsPath: the file with the facts of the whole, where the files are a part of it.
  /// - Throws: ``StageError`` where the facts cannot be read.
  public init(
    _ stage: Stage,
    _ policies: StorePolicies,
    _ wire: WireOptions,
    cover: CoverageSetting = .unstated,
    factsPath: String? = nil
  ) throws(StageError) {
    let whole = try factsPath.map { path throws(StageError) in try WholeOrders(file: path) }
    // Nothing throws from here on.
    self.stage = stage
    self.wire = wire
    self.policies = policies
    index = OrderIndex(policies, cover: cover, whole: whole)
    reader = OrderReader(policies, index.hash)
  }

  /// Reads all the files, whole, and hands over the index, ready for searches.
  ///
  /// - Throws: ``StageError`` with ``ExitCode/noInput`` where a file cannot be read,
  ///   ``ExitCode/data`` where one is truncated or a reject ends the run, ``ExitCode/config`` where
  ///   they are only a part of the orders.
  public consuming func load(_ paths: [String]) throws -> OrderIndex {
    for path in paths { try read(path) }
    if index.whole == nil {
      try parts.check()
    } else if index.hasLosses {
      throw StageError(
        .data,
        "an order cannot be read, and with --orders-facts other parts do not know it: correct it first"
      )
    }
    if !index.refunds.entries.isEmpty { stage.counts[.refunds] = index.refunds.entries.count }
    index.settleRefunds(reader.allRules)
    index.seal()
    stage.counts[.orders] = index.count
    if index.poorerVersions > 0 {
      stage.counts[.poorerVersions] = index.poorerVersions
      let names = OrderReader.names(ofFields: index.lostFields).joined(separator: ", ")
      stage.log.warning(
        "the newest version of \(index.poorerVersions) orders comes from a source without \(names), which an "
          + "earlier version has: here that is taken as unknown; the warehouse keeps what was known"
      )
    }
    if index.count == 0, index.whole == nil {
      stage.log.warning("there are no orders, so no claim can be verified")
    }
    return index
  }

  private mutating func read(_ path: String) throws {
    let descriptor = try open(path)
    defer { close(descriptor) }
    if let whole = index.whole { index.cover(whole.coverage) }
    let side = SideInput(file: path, atEOFOption: "--orders-at-eof")
    var input = MessageInput(stage, wire, descriptor: descriptor, side: side, takesAll: true)
    var known = stage.counts.rejected
    while let kind = try input.next() {
      // Lines that are no message are rejects already, and may have been orders.
      if stage.counts.rejected != known { index.loseOrder(of: nil) }
      if kind == .record {
        if input.stream.equals("shopify_orders") {
          try take(&input)
        } else if input.stream.equals("shopify_refunds") {
          try takeRefund(&input)
        }
      }
      if kind == .state { try cover(input.line) }
      known = stage.counts.rejected
    }
    if stage.counts.rejected != known { index.loseOrder(of: nil) }
    index.endFile()
  }

  /// Takes what a STATE says of the time that the orders before it cover.
  private mutating func cover(_ line: ByteView) throws {
    let message: JSONValue
    do {
      message = try JSONValue(parsing: line)
    } catch {
      throw StageError(.data, "the STATE of the orders: \(error.reason)")
    }
    guard index.whole == nil, let value = message["value"] else { return }
    try parts.take(value)
    guard Coverage.isStated(in: value, of: "shopify_orders") else { return }
    index.cover(parts.joined(try Coverage.list(in: value, of: "shopify_orders")))
  }

  /// Opens a file; of a FIFO that means to wait for its writer, which a signal may end.
  private func open(_ path: String) throws -> Int32 {
    while true {
      do {
        return try Descriptors.openForReading(path)
      } catch  where error.isInterruption {
        try stage.checkSignals()
      } catch {
        throw StageError(.noInput, "cannot open the orders file \(path): \(error.reason)")
      }
    }
  }

  private mutating func takeRefund(_ input: inout MessageInput) throws {
    do {
      let extractedAt = try timeExtracted(input)
      try refunds.find(input.scanner.record, input.line)
      let place = try refundPlace(input.scanner.record, input.line)
      try Self.insert(
        extractedAt,
        policy: place,
        refunds,
        input.scanner.record,
        input.line,
        &index
      )
    } catch let fault as RecordFault {
      stage.counts.read += 1
      try input.reject(fault)
    }
  }

  /// Where the policy of the refund's store is.
  private func refundPlace(_ record: borrowing MemberTable, _ line: ByteView) throws -> Int {
    policies.areOne ? 0 : try policies.place(of: try refunds.store(record, line))
  }

  /// Puts a refund into the index; an amount that cannot be read is unknown.
  private static func insert(
    _ extractedAt: Timestamp?,
    policy: Int,
    _ reader: borrowing RefundReader,
    _ record: borrowing MemberTable,
    _ line: ByteView,
    _ index: inout OrderIndex
  ) throws {
    var refund = try reader.refund(record, line)
    var fault: RecordFault?
    do {
      try reader.read(&refund, record, line)
    } catch {
      fault = error
    }
    index.insert(refund, at: extractedAt, policy: policy)
    if let fault { throw fault }
  }

  private mutating func take(_ input: inout MessageInput) throws {
    do {
      let extractedAt = try timeExtracted(input)
      try take(input.scanner.record, input.line, extractedAt)
    } catch let fault as RecordFault {
      stage.counts.read += 1
      try input.reject(fault)
    }
  }

  private mutating func take(
    _ record: borrowing MemberTable,
    _ line: ByteView,
    _ extractedAt: Timestamp?
  ) throws {
    do {
      try reader.find(record, line)
    } catch {
      index.loseOrder(of: nil)
      throw error
    }
    if !policies.areOne, let place = try place(record, line) { reader.use(place) }
    var facts = OrderFacts()
    facts.extractedAt = extractedAt
    var fault: RecordFault?
    do {
      try reader.read(&facts, record, line)
    } catch {
      fault = error
    }
    try Self.insert(facts, fault, reader, record, line, &index)
  }

  /// Where the policy of the order's store is; nil where the store cannot be read, which is a reject.
  private func place(_ record: borrowing MemberTable, _ line: ByteView) throws -> Int? {
    guard let store = try? reader.store(record, line) else { return nil }
    return try policies.place(of: store)
  }

  /// Puts an order into the index, as far as it could be read; its texts come first, so that of
  /// several faults theirs is thrown.
  private static func insert(
    _ facts: OrderFacts,
    _ fault: RecordFault?,
    _ reader: borrowing OrderReader,
    _ record: borrowing MemberTable,
    _ line: ByteView,
    _ index: inout OrderIndex
  ) throws {
    let store: ByteView
    let id: OrderID
    let name: ByteView?
    do {
      store = try reader.store(record, line)
    } catch {
      index.loseOrder(of: nil)
      throw error
    }
    do {
      id = try reader.id(record, line)
    } catch {
      index.loseOrder(of: store)
      throw error
    }
    do {
      name = try reader.name(record, line)
    } catch {
      let known = OrderFacts(extractedAt: facts.extractedAt)
      try index.insert(OrderVersion(store: store, id: id, name: nil, known))
      throw error
    }
    try index.insert(OrderVersion(store: store, id: id, name: name, facts))
    if let fault { throw fault }
  }

  private func timeExtracted(_ input: borrowing MessageInput) throws(RecordFault) -> Timestamp? {
    try input.isBare
      ? timeExtracted(input.scanner.record, input.line)
      : timeExtracted(input.scanner.envelope, input.line)
  }

  private func timeExtracted(
    _ members: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> Timestamp? {
    guard let place = members.lastIndex(named: "time_extracted", in: line),
      members[place].kind != .null
    else { return nil }
    let member = members[place]
    guard member.kind == .string else {
      throw .notATime(member.value(in: line), "time_extracted")
    }
    let text = member.stringBody(in: line)
    guard let time = Timestamp(text) else { throw .notATime(text, "time_extracted") }
    return time
  }
}

extension CountName {
  fileprivate static let orders = CountName("orders")
  fileprivate static let refunds = CountName("refunds")
  /// Versions of orders that know less than an earlier one, whose place they take.
  fileprivate static let poorerVersions = CountName("orders that know less than before")
}
