import StageKit
import Wire

/// The orders of all files of a run, to find an id that a spreadsheet has rounded over two orders of two
/// files.
///
/// An order may come again in a newer export, and may then have another name; but it was made when it
/// was made. So two names of one id are two orders where the times of their creation differ, or are
/// not known.
final class OrdersOfRun {
  /// What tells an order from another of the same id.
  private struct Origin {
    /// The file, by its place in ``files``.
    let file: UInt32
    /// A hash of the time of its creation; 0 where it is not known.
    let created: UInt32
  }

  private var seen = SeenOrders<Origin>()
  private var files: [String] = []

  /// Goes on with another file.
  func begin(file: String) { files.append(file) }

  /// Takes an order; the fault where another file has another one under its id, else nil.
  func take(id: ByteView, name: ByteView, created: ByteView, line: Int) -> RecordFault? {
    let origin = Origin(
      file: UInt32(truncatingIfNeeded: files.count - 1),
      created: created.isEmpty ? 0 : seen.short(created)
    )
    // Some exports leave the leading # of a name out.
    let isMarked = !name.isEmpty && name[0] == UInt8(ascii: "#")
    let bare = isMarked ? name[1, name.count] : name
    let entry = seen.entry(id: id, name: bare, line: line, origin)
    guard let first = seen.first(like: entry), first.name != entry.name else { return nil }
    if origin.created != 0, first.facts.created == origin.created { return nil }
    let place = "line \(first.line) of \(files[Int(first.facts.file)])"
    return OrderHistory.twoNames(id.text, name.text, place: place)
  }
}
