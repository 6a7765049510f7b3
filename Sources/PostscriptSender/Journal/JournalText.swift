public import Wire

/// The lines of a journal: sixteen hexadecimal digits that check the rest, a space, a JSON object.
public enum JournalText {
  /// What was found at the end of a journal.
  public struct Content: Sendable, Equatable {
    /// The entries, in order.
    public var entries = 0
    /// The bytes that hold whole entries; what follows was cut off by a crash.
    public var wholeBytes = 0
  }

  /// A journal that is damaged in a way that no crash explains.
  public struct Damage: Error, Sendable, Equatable {
    /// The line, from 1.
    public let line: Int
  }

  /// Appends an entry.
  public static func append(_ entry: JournalEntry, to output: inout ByteBuffer) {
    let text = entry.json.text
    output.append(check(text))
    output.append(" ")
    output.append(text)
    output.append("\n")
  }

  /// Reads all entries of a journal's bytes, a piece at a time.
  public struct Reader: ~Copyable {
    /// What was found so far.
    public private(set) var content = Content()
    private var lines = 0
    private var offset = 0
    private var firstBad: Int?

    /// Begins a journal.
    public init() {}

    /// Takes the next line, which a newline ended or not; gives its entry.
    ///
    /// - Throws: ``Damage`` where a good line follows a bad one: a crash only cuts off the end.
    public mutating func take(
      _ line: ByteView,
      isTerminated: Bool
    ) throws(Damage) -> JournalEntry? {
      lines += 1
      offset += line.count + 1
      guard isTerminated, let entry = JournalText.entry(line) else {
        // Half an entry still shows what it was to become; anything else is another's file.
        guard lines > 1 || JournalText.mayBeHalf(line) else { throw Damage(line: lines) }
        firstBad = firstBad ?? lines
        return nil
      }
      if let firstBad { throw Damage(line: firstBad) }
      content.entries += 1
      content.wholeBytes = offset
      return entry
    }
  }

  private static func entry(_ line: ByteView) -> JournalEntry? {
    guard line.count > 17, line[16] == UInt8(ascii: " ") else { return nil }
    let text = line[17, line.count]
    var hash = FNV1a()
    hash.add(text)
    guard line[0, 16].equals(hash.hexadecimal) else { return nil }
    guard let value = try? JSONValue(parsing: text) else { return nil }
    return JournalEntry(value)
  }

  private static func mayBeHalf(_ line: ByteView) -> Bool {
    line[0, min(line.count, 16)].allSatisfy {
      $0.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
    }
  }

  private static func check(_ text: String) -> String { FNV1a(text.utf8).hexadecimal }
}
