import StageKit
import Wire

/// The rows of one stream on their way: encoded here, then sent to a temporary table.
///
/// Encoding goes straight from the member table of the scanner into the buffer of binary COPY
/// data, without an allocation per record. A record that does not fit is taken back whole.
final class StagingTable {
  let table: StreamTable
  private let streamBytes: [UInt8]
  /// The temporary table's name, without its schema.
  let name: String
  /// Encoded rows that are not yet sent.
  private(set) var buffer = ByteBuffer(capacity: 4 << 10)
  /// Rows since the last commit, sent or not.
  private(set) var rows = 0
  /// Whether one of those rows has a version.
  private(set) var hasVersions = false
  /// The full refresh of the stream, if one is under way.
  let refresh: StreamRefresh
  /// Its place among the plans of its stream: rows of a later one came later.
  var generation: Int
  /// Whether records of the stream go here, and not to the table of a later plan.
  var isCurrent = true

  private static let orderColumns: Set<String> = ["order_id", "matched_order_id", "order_name"]

  private var matcher: FieldMatcher
  /// The slots of what names an order in the record being encoded, and is blank.
  private var blankSlots: [Int] = []
  private let cells: [Cell]
  /// The groups of slots of which each record must fill one.
  private let alternatives: [[Int]]

  /// What is written into one column of a row.
  private struct Cell {
    let source: StagedColumn.ValueSource
    /// The field's slot in the matcher; -1 for what is no field.
    let slot: Int
    let encoder: ColumnEncoder
    let isRequired: Bool
    let defaultBytes: [UInt8]?
    /// Whether it is an order's id or name, of which there is one form and no empty one.
    let namesOrder: Bool
    /// The bit that says that the record knew the column; 0 where that is not tracked.
    let knowledge: Int64
  }

  init(_ table: StreamTable, number: Int, refresh: StreamRefresh) {
    self.table = table
    self.refresh = refresh
    generation = number
    name = "staged_\(number)"
    streamBytes = Array(table.stream.utf8)
    var fields: [String] = []
    cells = table.columns.map { column in
      var slot = -1
      if case .field(let field) = column.source {
        slot = fields.count
        fields.append(field)
      }
      return Cell(
        source: column.source,
        slot: slot,
        encoder: column.encoder,
        isRequired: column.isRequired,
        defaultBytes: column.defaultText.map { Array($0.utf8) },
        namesOrder: table.registration == nil && Self.orderColumns.contains(column.name),
        knowledge: table.knowledge[column.name] ?? 0
      )
    }
    alternatives = table.alternatives.map { group in
      group.compactMap { fields.firstIndex(of: $0) }
    }
    matcher = FieldMatcher(fields + table.ignoredFields)
  }

  /// Whether records of a stream of that name go here.
  @inline(__always)
  func holds(_ stream: ByteView) -> Bool { isCurrent && stream.equals(streamBytes) }

  /// Forgets the rows that a commit has merged.
  func removeRows() {
    rows = 0
    hasVersions = false
  }

  /// Forgets the encoded rows once they are sent; a buffer that one huge record blew up is let go.
  func removeSent() {
    if buffer.count > 2 << 20 { buffer = ByteBuffer() } else { buffer.removeAll() }
  }

  /// Appends a row, or says what is wrong with the record.
  ///
  /// The sequence number orders rows of the same key and version.
  func append(
    _ message: RecordMessage,
    _ record: borrowing MemberTable,
    _ line: ByteView,
    sequence: Int64,
    _ text: inout TextPolicy
  ) -> RecordFault? {
    let start = buffer.count
    text.beginRecord()
    matcher.match(record, in: line)
    if let fault = encode(message, record, line, &text) {
      buffer.truncate(to: start)
      return fault
    }
    buffer.append(field: sequence)
    rows += 1
    if message.version != nil { hasVersions = true }
    refresh.note(message)
    return nil
  }

  private func encode(
    _ message: RecordMessage,
    _ record: borrowing MemberTable,
    _ line: ByteView,
    _ text: inout TextPolicy
  ) -> RecordFault? {
    if let slot = matcher.duplicate { return .duplicate(matcher.names[slot]) }
    if !blankSlots.isEmpty { blankSlots.removeAll(keepingCapacity: true) }
    let tracksKnowledge = !table.knowledge.isEmpty
    buffer.append(bigEndian: Int16(cells.count + (tracksKnowledge ? 2 : 1)))
    var known: Int64 = 0
    var index = 0
    while index < cells.count {
      switch cells[index].source {
      case .field:
        if let fault = encodeField(index, line, record, &text) { return fault }
        if matcher.positions[cells[index].slot] >= 0 { known |= cells[index].knowledge }
      case .extra:
        let start = buffer.count
        if let fault = encodeExtra(line, record, &text) { return fault }
        // A NULL is a length of four bytes and nothing behind it.
        if buffer.count > start + 4 { known |= cells[index].knowledge }
      case .extractedAt: appendField(message.extractedAt)
      case .tableVersion: appendField(message.version)
      case .nothing: buffer.appendNull()
      }
      index &+= 1
    }
    if tracksKnowledge { buffer.append(field: known) }
    return missingAlternative(record)
  }

  @inline(__always)
  private func encodeField(
    _ index: Int,
    _ line: ByteView,
    _ record: borrowing MemberTable,
    _ text: inout TextPolicy
  ) -> RecordFault? {
    let position = matcher.positions[cells[index].slot]
    if position >= 0 {
      let member = record[Int(position)]
      if member.kind != .null {
        let start = buffer.count
        if let fault = cells[index].encoder.encode(member, line, &buffer, &text) {
          return fault.of(table.columns[index].source.field)
        }
        guard cells[index].namesOrder, isBlank(from: start, cells[index].slot) else { return nil }
      }
    }
    if let bytes = cells[index].defaultBytes {
      bytes.withView { buffer.append(field: $0) }
    } else if cells[index].isRequired {
      return .missing(table.columns[index].source.field)
    } else {
      buffer.appendNull()
    }
    return nil
  }

  /// Brings an order's id or name at the end of the buffer into its one form.
  ///
  /// That has no white space around it, and not Shopify's address of the order in front. True where
  /// nothing is left: nothing is then written.
  private func isBlank(from start: Int, _ slot: Int) -> Bool {
    let text = start + 4
    let core = Self.core(buffer.view[text, buffer.count])
    if core.count == buffer.count - text, !core.isEmpty { return false }
    let bytes = buffer.view[text + core.lowerBound, text + core.upperBound].array
    buffer.truncate(to: start)
    if bytes.isEmpty {
      blankSlots.append(slot)
      return true
    }
    bytes.withView { buffer.append(field: $0) }
    return false
  }

  /// Where the id or name itself is.
  private static func core(_ text: ByteView) -> Range<Int> {
    var (first, end) = (0, text.count)
    let address = "gid://shopify/Order/"
    while first < end, text[first] <= UInt8(ascii: " ") { first += 1 }
    while first < end, text[end - 1] <= UInt8(ascii: " ") { end -= 1 }
    let behind = first + address.utf8.count
    if behind < end, text[first, behind].equals(address) { first = behind }
    return first..<end
  }

  /// Writes the fields that have no column as one JSON object, or NULL where there are none.
  private func encodeExtra(
    _ line: ByteView,
    _ record: borrowing MemberTable,
    _ text: inout TextPolicy
  ) -> RecordFault? {
    var matched = 0
    for position in matcher.positions where position >= 0 { matched &+= 1 }
    if matched == record.count {
      buffer.appendNull()
      return nil
    }
    let start = buffer.count
    var isEmpty = true
    // Rows of a warehouse: see `StagedStreams.refuseCopy`.
    var isCopy = false
    let tracksKnowledge = !table.knowledge.isEmpty
    let fault = ColumnEncoder.appendJSON(&buffer, &text) { buffer in
      for index in 0..<record.count {
        let member = record[index]
        if member.kind == .null { continue }
        if matcher.slot(ofMemberAt: index, member, in: line) >= 0 { continue }
        if tracksKnowledge, member.key(in: line).equals("_sdc_known") { isCopy = true }
        buffer.append(isEmpty ? UInt8(ascii: "{") : UInt8(ascii: ","))
        buffer.append(line[Int(member.keyStart) - 1, Int(member.valueEnd)])
        isEmpty = false
      }
      buffer.append(UInt8(ascii: "}"))
    }
    if isCopy {
      return RecordFault(
        .invalidSchema,
        "is of a row of a warehouse, without what each source told: extract it with --observations",
        StreamTable.Metadata.known
      )
    }
    if isEmpty {
      buffer.truncate(to: start)
      buffer.appendNull()
      return nil
    }
    return fault?.of(StreamTable.Metadata.extra)
  }

  private func appendField(_ value: Int64?) {
    if let value { buffer.append(field: value) } else { buffer.appendNull() }
  }

  private func missingAlternative(_ record: borrowing MemberTable) -> RecordFault? {
    for (index, group) in alternatives.enumerated() {
      let isGiven = group.contains { slot in
        let position = matcher.positions[slot]
        return position >= 0 && record[Int(position)].kind != .null && !blankSlots.contains(slot)
      }
      if !isGiven {
        let names = table.alternatives[index]
        return RecordFault(
          .missingValue,
          "one of \(names.joined(separator: ", ")) must be given",
          names[0]
        )
      }
    }
    return nil
  }
}

extension StagedColumn.ValueSource {
  /// The field's name, for messages.
  fileprivate var field: String {
    if case .field(let name) = self { name } else { "" }
  }
}
