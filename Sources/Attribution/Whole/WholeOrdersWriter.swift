import Glibc
import Policy
public import StageKit
public import Wire

/// Notes what an extractor writes of all orders, and keeps it as a file for those that judge claims by
/// a part of them: `--orders-facts`.
///
/// It takes sixteen bytes of memory for each order.
public final class WholeOrdersWriter {
  private let path: String
  private var scanner = JSONScanner()
  private var reader: OrderReader
  private var marks: [OrderMark] = []
  private var state: JSONValue?

  /// Prepares to write to a file, from messages.
  ///
  /// - Throws: exit code 64 where records are written bare, so that nothing says what they cover.
  public init(_ path: String, bare: Bool) throws(StageError) {
    guard !bare else {
      throw StageError(.usage, "--orders-facts needs messages: what bare records cover, none says")
    }
    self.path = path
    reader = OrderReader(try StorePolicies(PolicyDocument(), []), KeyHash())
  }

  /// Takes some whole lines of the output.
  ///
  /// - Throws: exit code 65 for an order without an id.
  public func take(_ lines: ByteView) throws {
    var offset = 0
    while let length = lines[offset, lines.count].firstIndex(of: UInt8(ascii: "\n")) {
      try take(line: lines[offset, offset + length])
      offset += length + 1
    }
  }

  private func take(line: ByteView) throws {
    guard scanner.scan(line) == nil else { return }
    if scanner.recordEnd > 0 {
      guard let stream = scanner.envelope.lastIndex(named: "stream", in: line),
        scanner.envelope[stream].stringBody(in: line).equals("shopify_orders")
      else { return }
      do {
        try reader.find(scanner.record, line)
        marks.append(try Self.mark(reader, scanner.record, line))
      } catch {
        throw StageError(
          .data,
          "--orders-facts: an order cannot be told by its id: \(error.reason)"
        )
      }
    } else if let value = scanner.envelope.lastIndex(named: "value", in: line) {
      state = try? JSONValue(parsing: scanner.envelope[value].value(in: line))
    }
  }

  private static func mark(
    _ reader: borrowing OrderReader,
    _ record: borrowing MemberTable,
    _ line: ByteView
  ) throws(RecordFault) -> OrderMark {
    let store = try reader.store(record, line)
    var mark = OrderMark(
      id: OrderMark.hash(store, try reader.id(record, line)),
      name: OrderMark.noName
    )
    if let name = try reader.name(record, line), !OrderName.normal(name).isEmpty {
      mark.name = OrderMark.hash(store, name: name)
    }
    return mark
  }

  /// Writes the file, whole, in the place of an earlier one.
  ///
  /// - Throws: exit code 78 where the orders do not say what they cover, 73 and 74 where the file
  ///   cannot be written.
  public func finish() throws(StageError) {
    guard let state, Coverage.isStated(in: state, of: "shopify_orders") else {
      throw StageError(
        .config,
        "--orders-facts: no orders were extracted, or they do not say which time they cover"
      )
    }
    // A shard has marked the STATE as that of a part: the facts are those of all of them.
    let covers = try Coverage.list(in: state, of: "shopify_orders").map { stretch in
      var whole = stretch
      if whole.part != nil { (whole.part, whole.isComplete) = (nil, true) }
      return whole.json
    }
    let sorted = marks.sorted()
    let distinct = sorted.indices.filter { $0 == 0 || sorted[$0 - 1] != sorted[$0] }
    let head = JSONValue.object([
      ("orders_facts", .number("1")), ("orders", .number(String(distinct.count))),
      (
        "bookmarks",
        .object([("shopify_orders", .object([("covers", .array(covers))]))])
      ),
    ])
    let temporary = path + ".new"
    let descriptor = try OutputFile.open(temporary, Self.name, O_WRONLY | O_TRUNC)
    defer { close(descriptor) }
    var buffer = ByteBuffer(capacity: 512 << 10)
    buffer.append(head.text)
    buffer.append(UInt8(ascii: "\n"))
    for place in distinct {
      sorted[place].write(to: &buffer)
      if buffer.count >= 256 << 10 { try write(&buffer, descriptor) }
    }
    try write(&buffer, descriptor)
    try OutputFile.rename(temporary, to: path, Self.name)
  }

  private static let name = "the orders' facts"

  private func write(_ buffer: inout ByteBuffer, _ descriptor: Int32) throws(StageError) {
    do {
      try Descriptors.write(buffer.view, to: descriptor, onInterrupt: {})
    } catch {
      let reason = (error as? DescriptorError)?.reason ?? "\(error)"
      throw StageError(.ioError, "cannot write \(Self.name) \(path): \(reason)")
    }
    buffer.removeAll()
  }
}

extension OptionSpec {
  /// The row of `--orders-facts` of an extractor, the file that a `WholeOrdersWriter` writes.
  public static func writingOrdersFacts(
    _ path: any WritableKeyPath<Options, String?> & Sendable
  ) -> Self {
    value(
      "--orders-facts",
      "FILE",
      path,
      help:
        "Write to FILE what transform-validate must know of all orders to judge claims by a part of "
        + "them: the time that they cover, and which ids and names there are. With --shard it is that of "
        + "all shards, too.",
      completion: .file
    )
  }
}
