import StageKit
import Wire

/// Makes one record of the rows of an order: the first has the order, each has a line item.
///
/// A row goes on with the order before it where its name is the same and its id is empty or the same
/// (names are not unique across stores, and some exports repeat the id), and its order-level cells
/// are empty, or filled down with the order's own. A row with the order's id and other order-level cells
/// is another state of the order, never a line item of it; ``OrderHistory`` says what becomes of that.
/// One that has no id, or only some of those cells, is no state: the order is then refused.
struct OrderFolder: ~Copyable {
  /// True while an order is being collected.
  private(set) var isOpen = false
  private var items: RowEncoder
  private var order = ByteBuffer(capacity: 4096)
  private var itemText = ByteBuffer(capacity: 4096)
  private var collected = ByteBuffer(capacity: 4096)
  private let columns: OrderColumns
  private let headers: [String]
  private let end: [UInt8]
  private let delimiter: UInt8
  private var firstCells = FirstCells()
  /// The step that writes when an order was changed last; nil until it is looked for.
  private var changeStep: Int?
  /// How the row that follows the rows so far differs from the first of them.
  private var difference = ""
  private var name = ByteBuffer()
  private var id = ByteBuffer()
  /// The line on which the order begins.
  private(set) var line = 0
  private var rowCount = 0
  private var firstRowLength = 0
  private var lastIDWasRound = false
  private var outcome = FoldedOrder.written
  private var itemCount = 0
  private var quantity: Int? = 0
  private var history = OrderHistory()
  /// The orders of all files; nil where there is only one.
  private let run: OrdersOfRun?
  /// The step that writes when an order was made; nil until it is looked for.
  private var createdStep: Int?
  /// Where that lies in the order.
  private var created = 0..<0

  /// What becomes of an order.
  enum FoldedOrder {
    case written
    case skipped
    /// The file had the same order before, word for word.
    case repeated
    case faulty(RecordFault, line: Int)
  }

  init(
    _ header: FileHeader,
    _ settings: CSVExtractionSettings,
    _ frame: PlanFrame,
    delimiter: UInt8,
    of run: OrdersOfRun?
  ) throws(StageError) {
    let (profile, match) = (header.profile, header.match)
    let members = Profile.lineItemMembers.filter { match.columns[$0.field] != nil }
    let memberColumns = members.map { member in
      (name: member.member, type: profile.field(member.field)?.type ?? .text)
    }
    let plan = try CompiledPlan(
      profile,
      match.renamed(members),
      settings,
      columns: memberColumns,
      frame: PlanFrame(before: "{", after: "}", isWhole: false)
    )
    headers = match.headers
    items = RowEncoder(plan)
    end = Array(frame.after.utf8)
    columns = OrderColumns(profile, match)
    self.delimiter = delimiter
    self.run = run
  }

  /// The rows of the order as they are in the file, with line breaks between them.
  var rows: ByteView {
    @_lifetime(borrow self)
    get { collected.view }
  }

  /// What a replay must know of a part of an order: the id, and how many rows it has.
  var part: OrderPart { OrderPart(id: id.view.text, rows: rowCount) }

  /// Takes a scanner's record where it belongs to the open order; false where it does not.
  mutating func goesOn(with scanner: borrowing RecordScanner) -> Bool {
    let record = scanner.record
    guard isContinued(by: record) else { return false }
    add(record)
    return true
  }

  /// True where a row belongs to the open order; mutating, since the compiler copies what it lends.
  private mutating func isContinued(by record: RecordView) -> Bool {
    guard isOpen else { return false }
    let other = record[columns.name]
    guard other.bytes.equals(name.view) else {
      // Some tools leave out the name, too.
      return other.isEmpty && record[columns.id].isEmpty && columns.isStateless(record)
    }
    let sameID = record[columns.id]
    if columns.id != columns.name {
      // Without an id it is no order of its own, whatever it says: ``add(_:)`` compares it.
      if sameID.isEmpty { return true }
      guard Self.bareID(sameID).equals(id.view) else { return false }
    }
    return columns.isStateless(record) || isFilledDown(record)
  }

  @_lifetime(copy field)
  private static func bareID(_ field: Field) -> ByteView { IdentifierText.bare(field).bytes }

  /// True where a row repeats order-level cells of the order's first row, and is not that row again:
  /// whether a whole row that comes twice is a second item, nobody can tell.
  private mutating func isFilledDown(_ record: RecordView) -> Bool {
    guard !record.raw.equals(collected.view[0, firstRowLength].array) else { return false }
    guard let column = columns.disagreement(firstCells, collected.view, record) else { return true }
    let first = firstCells.cell(column, in: collected.view).withoutInvisibleEnds.text
    let cells = [first, record[column].trimmed.text].map(Excerpt.quoted)
    difference = "\(Excerpt.quoted(headers[column])) is \(cells[1]) here and \(cells[0]) there"
    return false
  }

  /// True where a row that cannot be taken apart may belong to the open order.
  func mayOwn(_ raw: ByteView) -> Bool {
    guard isOpen else { return false }
    guard columns.name == 0 else { return true }
    let start = !raw.isEmpty && raw[0] == UInt8(ascii: "\"") ? 1 : 0
    return raw.count > start + name.count
      && raw[start, start + name.count].equals(name.view)
      && (raw[start + name.count] == delimiter || raw[start + name.count] == UInt8(ascii: "\""))
  }

  /// Notes that another file begins on a line, which was joined to those before.
  mutating func beginFile(onLine line: Int) { history.fileStart = line }

  /// Opens an order with a scanner's record, its first row.
  mutating func begin(with scanner: borrowing RecordScanner, _ encoder: inout RowEncoder) {
    let record = scanner.record
    begin(record, &encoder)
    add(record)
  }

  /// Opens an order with its first row, which ``add(_:)`` then takes too.
  private mutating func begin(_ record: RecordView, _ encoder: inout RowEncoder) {
    isOpen = true
    order.removeAll()
    itemText.removeAll()
    collected.removeAll()
    (itemCount, quantity, rowCount, firstRowLength) = (0, 0, 0, 0)
    name.removeAll()
    name.append(record[columns.name].bytes)
    let bare = IdentifierText.bare(record[columns.id])
    id.removeAll()
    id.append(bare.bytes)
    line = record.line
    let isOrphan = columns.isStateless(record)
    history.begin(
      id: bare.bytes,
      name: IdentifierText.unguarded(record[columns.name]).bytes,
      line: line,
      isOrphan: isOrphan
    )
    firstCells.take(record)
    history.difference = difference
    difference = ""
    switch encoder.append(record, to: &order) {
    case .written: outcome = .written
    case .skipped: outcome = .skipped
    case .fault(let column, let problem):
      outcome = faulty(problem, column, record, encoder.recordCurrency)
    }
    if run != nil {
      createdStep = createdStep ?? encoder.names.firstIndex(of: "created_at")
      created = createdStep.map { encoder.table.value($0) } ?? 0..<0
    }
    changeStep = changeStep ?? encoder.names.firstIndex(of: "updated_at") ?? -1
    if !isOrphan, let changeStep, changeStep >= 0, case .written = outcome {
      Self.note(&history, order, encoder.table.value(changeStep))
    }
    items.outerCurrency = encoder.recordCurrency
    checkID(record, isOrphan: isOrphan)
  }

  /// Refuses an order whose id is no order's, or was rounded.
  private mutating func checkID(_ record: RecordView, isOrphan: Bool) {
    // One id in ten million is round by itself; two in a row have been rounded.
    let isRound = IdentifierText.isRound(orderID: id.view)
    if isRound, lastIDWasRound, !isOrphan {
      outcome = faulty(.roundedIdentifier, columns.id, record)
    }
    lastIDWasRound = isRound
    guard !isOrphan, columns.id != columns.name, !id.isEmpty, case .written = outcome else {
      return
    }
    // Nearly all are digits alone, and do not begin with a zero.
    if id.view[0] != UInt8(ascii: "0"), IdentifierText.bare(record[columns.id]).isDigits { return }
    if IdentifierText.isOther(thanOrderID: id.view) {
      outcome = faulty(.notAnOrderID, columns.id, record)
    } else if !id.view.allSatisfy(\.isDigit) {
      outcome = faulty(.orderNameAsID, columns.id, record)
    }
  }

  /// Tells the history when the order was changed last, as the order itself says it.
  private static func note(
    _ history: inout OrderHistory,
    _ order: borrowing ByteBuffer,
    _ change: Range<Int>
  ) {
    history.note(change: order.view[change])
  }

  private func faulty(
    _ problem: ValueProblem,
    _ column: Int,
    _ record: RecordView,
    _ currency: CurrencyCode? = nil
  ) -> FoldedOrder {
    .faulty(RecordFault(problem, column: column, record, headers, currency), line: record.line)
  }

  /// Takes a row's line item.
  private mutating func add(_ record: RecordView) {
    keep(record)
    if rowCount == 2, columns.isStateless(record) { history.hasPlainRows = true }
    guard case .written = outcome else { return }
    if rowCount > 1, let column = columns.disagreement(firstCells, collected.view, record) {
      outcome = .faulty(contradiction(record, column), line: record.line)
      return
    }
    if record[columns.title].isEmpty, record[columns.quantity].isEmpty { return }
    if itemCount > 0 { itemText.append(UInt8(ascii: ",")) }
    if case .fault(let column, let problem) = items.append(record, to: &itemText) {
      outcome = faulty(problem, column, record, items.recordCurrency)
      return
    }
    itemCount += 1
    let whole = Self.whole(record[columns.quantity], items.numbers.decimal)
    if let sum = quantity { quantity = whole.map { sum + $0 } }
    if itemText.count > RecordScanner.recordLimit {
      outcome = .faulty(RecordProblem.tooLong.fault, line: record.line)
    }
  }

  /// The fault of a row that says something else of the order than the first one.
  private func contradiction(_ record: RecordView, _ column: Int) -> RecordFault {
    let first = firstCells.cell(column, in: collected.view).withoutInvisibleEnds.text
    let known = first.isEmpty ? "empty" : Excerpt.quoted(first)
    let start = "on line \(line), where the order \(Excerpt.quoted(name.view.text)) begins"
    return RecordFault(
      .conflictingOrder,
      "is said of the whole order, and is \(known) \(start): the rows of an order say the same of it, or "
        + "nothing; correct the rows, or export the orders again",
      headers[column],
      value: record[column].trimmed.text
    )
  }

  /// The value of a field that was written as a whole number, or nil where it is empty.
  private static func whole(_ field: Field, _ decimal: UInt8) -> Int? {
    let field = IdentifierText.unwrapped(field)
    if field.isEmpty { return nil }
    if field.count <= 9, let number = field.bytes.number(0, field.count) { return number }
    return NumberText(field.unquotedBytes, decimal).flatMap { number in
      Int(String(decoding: number.json.prefix { $0 != UInt8(ascii: ".") }, as: UTF8.self))
    }
  }

  /// Takes a row of the order that cannot be taken apart: the order is then no whole one.
  mutating func add(_ record: RecordView, _ fault: RecordFault) {
    keep(record)
    outcome = .faulty(fault, line: record.line)
  }

  private mutating func keep(_ record: RecordView) {
    rowCount += 1
    guard collected.count + record.raw.count <= RecordScanner.recordLimit else { return }
    if !collected.isEmpty { collected.append(UInt8(ascii: "\n")) }
    collected.append(record.raw)
    if rowCount == 1 { firstRowLength = collected.count }
  }

  /// The fault of an order under whose id another file has another one.
  private mutating func otherOfRun() -> RecordFault? {
    guard let run, !id.view.isEmpty else { return nil }
    return run.take(id: id.view, name: name.view, created: order.view[created], line: line)
  }

  /// Asks the history; of the properties of a struct that are lent and changed at the same time the
  /// compiler wants to see each by itself.
  private static func judge(
    _ history: inout OrderHistory,
    _ id: borrowing ByteBuffer,
    _ name: borrowing ByteBuffer,
    _ content: UInt32
  ) -> OrderHistory.Standing {
    history.close(id: id.view, name: name.view, content: content)
  }

  /// Ends the order, and writes it where it is good and the file does not contradict it.
  ///
  /// A part that a replay brings back must have become more than it was.
  mutating func close(_ output: inout ByteBuffer, replaying part: OrderPart? = nil) -> FoldedOrder {
    isOpen = false
    let content = history.content(of: collected.view)
    switch Self.judge(&history, id, name, content) {
    case .contradicted(let fault): return .faulty(fault, line: line)
    case .repeated: return .repeated
    case .new: break
    }
    guard case .written = outcome else { return outcome }
    if let part, part == self.part { return .faulty(OrderHistory.unchanged, line: line) }
    if let fault = otherOfRun() { return .faulty(fault, line: line) }
    output.append(order.view)
    output.append(",\"line_items\":[")
    output.append(itemText.view)
    output.append("],\"line_item_quantity\":")
    if let quantity, itemCount > 0 {
      output.append(decimal: quantity)
    } else {
      output.append("null")
    }
    output.append(end)
    return .written
  }
}
