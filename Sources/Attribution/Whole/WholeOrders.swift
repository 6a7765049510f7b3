import Glibc
import StageKit
import Wire

/// What must be known of all orders to judge claims by a part of them: the time that they cover, and
/// which ids and names there are, as hashes.
///
/// ``WholeOrdersWriter`` writes the file that this is read from. Whatever the part is, a search in it
/// then either finds what it would find among all orders, or it shows that the order lies in another
/// part.
final class WholeOrders: Sendable {
  /// The time that all orders cover.
  let coverage: [Coverage]
  /// The hashes of all ids, ascending.
  private let ids: [UInt64]
  /// The hash of the name of each order, ascending; a name of several orders is there as often.
  private let names: [UInt64]
  /// The ids and names of orders that had another name once: their versions may lie in several parts.
  private let renamed: Set<UInt64>

  /// Reads a file of facts.
  ///
  /// - Throws: exit code 66 where it cannot be read, 65 where it is no such file or is cut off.
  init(file path: String) throws(StageError) {
    let descriptor: Int32
    do {
      descriptor = try Descriptors.openForReading(path)
    } catch {
      throw StageError(.noInput, "cannot open the orders' facts \(path): \(error.reason)")
    }
    defer { close(descriptor) }
    var lines = LineReader(descriptor: descriptor)
    var pairs: [OrderMark] = []
    do {
      coverage = try Self.coverage(&lines, path, &pairs)
    } catch let error as DescriptorError {
      throw StageError(.noInput, "cannot read the orders' facts \(path): \(error.reason)")
    } catch {
      throw (error as? StageError) ?? StageError(.software, "\(error)")
    }
    var renamed: Set<UInt64> = []
    for place in pairs.indices.dropFirst() where pairs[place].id == pairs[place - 1].id {
      renamed.formUnion([pairs[place].id, pairs[place].name, pairs[place - 1].name])
    }
    ids = pairs.map(\.id)
    names = pairs.map(\.name).filter { $0 != OrderMark.noName }.sorted()
    self.renamed = renamed
  }

  /// Whether there is an order with an id anywhere.
  func has(id: UInt64) -> Bool { Self.count(id, ids) > 0 }

  /// How many orders have a name, in all.
  func count(name: UInt64) -> Int { Self.count(name, names) }

  /// Whether an id or a name belongs to an order that has had several names.
  func isRenamed(_ hash: UInt64) -> Bool { renamed.contains(hash) }

  private static func count(_ wanted: UInt64, _ sorted: [UInt64]) -> Int {
    func first(from limit: (UInt64) -> Bool) -> Int {
      var (low, high) = (0, sorted.count)
      while low < high {
        let middle = (low + high) / 2
        if limit(sorted[middle]) { high = middle } else { low = middle + 1 }
      }
      return low
    }
    return first { $0 > wanted } - first { $0 >= wanted }
  }

  /// Reads the first line, then a line for each order; returns what the first says of coverage.
  private static func coverage(
    _ lines: inout LineReader,
    _ path: String,
    _ pairs: inout [OrderMark]
  ) throws -> [Coverage] {
    func unreadable() -> StageError {
      StageError(
        .data,
        "\(path): line \(lines.lineNumber) is not that of a file of --orders-facts, or the file is "
          + "cut off"
      )
    }
    guard try lines.next() == .line, let head = try? JSONValue(parsing: lines.line),
      head["orders_facts"] == .number("1"), case .number(let text) = head["orders"],
      let count = Int(text)
    else { throw unreadable() }
    while try lines.next() == .line {
      guard lines.lineWasTerminated, let mark = OrderMark(lines.line),
        pairs.last.map({ $0 < mark }) ?? true
      else { throw unreadable() }
      pairs.append(mark)
    }
    guard pairs.count == count else { throw unreadable() }
    return try Coverage.list(in: head, of: "shopify_orders")
  }
}
