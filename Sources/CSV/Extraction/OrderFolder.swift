import StageKit
import Wire

/// Makes one record of the rows of an order: the first has the order, each has a line item.
///
/// A row goes on with the order where its name is the same and its id is empty or the same: names
/// are not unique across stores, and some exports repeat the id.
struct OrderFolder: ~Copyable {
  /// True while an order is being collected.
  private(set) var isOpen = false
  private var items: RowEncoder
  private var order = ByteBuffer(capacity: 4096)
  private var itemText = ByteBuffer(capacity: 4096)
  private var collected = ByteBuffer(capacity: 4096)
  private let headers: [String]
  private let end: [UInt8]
  private let nameColumn: Int
  private let idColumn: Int
  private let quantityColumn: Int
  private let titleColumn: Int
  private var name: [UInt8] = []
  private var id: [UInt8] = []
  private var outcome = FoldedOrder.written
  private var itemCount = 0
  private var quantity: Int? = 0

  /// What becomes of an order.
  enum FoldedOrder {
    case written
    case skipped
    case faulty(RecordFault, line: Int)
  }

  init(
    _ profile: Profile,
    _ match: HeaderMatch,
    _ settings: CSVExtractionSettings,
    _ frame: PlanFrame
  ) throws(StageError) {
    let members = Profile.lineItemMembers.filter { match.columns[$0.field] != nil }
    let columns = members.map { member in
      (name: member.member, type: profile.field(member.field)?.type ?? .text)
    }
    let plan = try CompiledPlan(
      profile,
      match.renamed(members),
      settings,
      columns: columns,
      frame: PlanFrame(before: "{", after: "}", isWhole: false)
    )
    headers = match.headers
    items = RowEncoder(plan)
    end = Array(frame.after.utf8)
    nameColumn = match.columns["order_name"] ?? 0
    idColumn = match.columns["order_id"] ?? 0
    quantityColumn = match.columns["lineitem_quantity"] ?? 0
    titleColumn = match.columns["lineitem_title"] ?? 0
  }

  /// The rows of the order as they are in the file, with line breaks between them.
  var rows: ByteView {
    @_lifetime(borrow self)
    get { collected.view }
  }

  /// True where a row belongs to the open order.
  func isContinued(by record: RecordView) -> Bool {
    guard isOpen, record[nameColumn].bytes.equals(name) else { return false }
    let other = record[idColumn]
    return idColumn == nameColumn || other.isEmpty || other.bytes.equals(id)
  }

  /// True where a row that cannot be taken apart may belong to the open order.
  func mayOwn(_ raw: ByteView) -> Bool {
    guard isOpen else { return false }
    guard nameColumn == 0 else { return true }
    let start = !raw.isEmpty && raw[0] == UInt8(ascii: "\"") ? 1 : 0
    return raw.count > start + name.count
      && raw[start, start + name.count].equals(name)
      && (raw[start + name.count] == UInt8(ascii: ",")
        || raw[start + name.count] == UInt8(ascii: "\""))
  }

  /// Opens an order with its first row, which ``add(_:)`` then takes too.
  mutating func begin(_ record: RecordView, _ encoder: inout RowEncoder) {
    isOpen = true
    order.removeAll()
    itemText.removeAll()
    collected.removeAll()
    (itemCount, quantity) = (0, 0)
    name = record[nameColumn].bytes.array
    id = record[idColumn].bytes.array
    switch encoder.append(record, to: &order) {
    case .written: outcome = .written
    case .skipped: outcome = .skipped
    case .fault(let column, let problem):
      outcome = faulty(problem, column, record)
    }
  }

  private func faulty(_ problem: ValueProblem, _ column: Int, _ record: RecordView) -> FoldedOrder {
    .faulty(RecordFault(problem, column: column, record, headers), line: record.line)
  }

  /// Takes a row's line item.
  mutating func add(_ record: RecordView) {
    keep(record)
    guard case .written = outcome else { return }
    if record[titleColumn].isEmpty, record[quantityColumn].isEmpty { return }
    if itemCount > 0 { itemText.append(UInt8(ascii: ",")) }
    if case .fault(let column, let problem) = items.append(record, to: &itemText) {
      outcome = faulty(problem, column, record)
      return
    }
    itemCount += 1
    quantity = quantity.flatMap { sum in Self.whole(record[quantityColumn]).map { sum + $0 } }
    if itemText.count > RecordScanner.recordLimit {
      outcome = .faulty(RecordProblem.tooLong.fault, line: record.line)
    }
  }

  /// The value of a field that was written as a whole number, or nil where it is empty.
  private static func whole(_ field: Field) -> Int? {
    if field.isEmpty { return nil }
    if field.count <= 9, let number = field.bytes.number(0, field.count) { return number }
    return NumberText(field.unquotedBytes).flatMap { number in
      Int(String(decoding: number.json.prefix { $0 != UInt8(ascii: ".") }, as: UTF8.self))
    }
  }

  /// Takes a row of the order that cannot be taken apart: the order is then no whole one.
  mutating func add(_ record: RecordView, _ fault: RecordFault) {
    keep(record)
    outcome = .faulty(fault, line: record.line)
  }

  private mutating func keep(_ record: RecordView) {
    guard collected.count + record.raw.count <= RecordScanner.recordLimit else { return }
    if !collected.isEmpty { collected.append(UInt8(ascii: "\n")) }
    collected.append(record.raw)
  }

  /// Ends the order, and writes it where it is good.
  mutating func close(_ output: inout ByteBuffer) -> FoldedOrder {
    isOpen = false
    guard case .written = outcome else { return outcome }
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
