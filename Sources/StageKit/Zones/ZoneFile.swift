import Glibc
import Wire

/// The rules of one time zone, read from the system's time zone database (TZif, RFC 8536).
///
/// The file is read rather than set as the process's own zone, so that nothing global changes and
/// a zone is a value like any other.
struct ZoneFile: Sendable {
  /// The instants, in seconds since the epoch, at which the offset changes, ascending.
  private(set) var transitions: [Int64] = []
  /// The offset east of UTC in seconds from each transition on.
  private(set) var offsets: [Int] = []
  /// The offset before the first transition.
  private(set) var firstOffset = 0
  /// The rule for the time after the last transition, where the file has one.
  private(set) var rule: ZoneRule?

  /// Reads a zone by its IANA name, for example `Europe/Berlin`; `UTC` needs no database.
  ///
  /// - Throws: ``InvalidValue`` where there is no such zone, or no database.
  init(name: String) throws(InvalidValue) {
    if name == "UTC" { return }
    let folder = Self.folder
    let isName = name.utf8.allSatisfy { byte in
      byte.isDigit || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte & 0xDF)
        || "_+-/".utf8.contains(byte)
    }
    guard isName, !name.isEmpty, !name.hasPrefix("/") else { throw Self.unknown }
    guard unsafe access(folder, R_OK) == 0 else {
      throw InvalidValue("cannot be looked up: there is no \(folder); install the package tzdata")
    }
    guard let bytes = Self.contents(of: "\(folder)/\(name)"), bytes.withView({ parse($0) }) else {
      throw Self.unknown
    }
  }

  /// Makes a zone of one offset, in seconds.
  init(offset: Int) { firstOffset = offset }

  /// True where there is no offset at any time.
  var isUTC: Bool {
    let halfYear: Int64 = 182 * 86_400
    return transitions.isEmpty && firstOffset == 0
      && [0, halfYear].allSatisfy { rule?.offset(at: $0) ?? 0 == 0 }
  }

  /// Where the database lies: as the C library has it, with the same variable to move it.
  private static var folder: String {
    Environment.process.variable("TZDIR") ?? "/usr/share/zoneinfo"
  }

  private static let unknown = InvalidValue(
    "is not an IANA time zone, such as America/New_York, Europe/Berlin or UTC"
  )

  /// The bytes of a small file, or nil where it cannot be read.
  private static func contents(of path: String) -> [UInt8]? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    let length = unsafe read(descriptor, &bytes, bytes.count)
    return length > 0 ? Array(bytes.prefix(length)) : nil
  }

  /// The offset east of UTC, in seconds, that holds at an instant given in seconds.
  func offset(at instant: Int64) -> Int {
    guard let first = transitions.first, instant >= first else {
      return transitions.isEmpty ? rule?.offset(at: instant) ?? firstOffset : firstOffset
    }
    if let last = transitions.last, instant >= last, let rule { return rule.offset(at: instant) }
    var low = 0
    var high = transitions.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if transitions[middle] <= instant { low = middle } else { high = middle }
    }
    return offsets[low]
  }
}

// MARK: - The format

extension ZoneFile {
  /// Reads the second, 64-bit part of a file and the rule at its end; false where it is no TZif.
  private mutating func parse(_ file: ByteView) -> Bool {
    guard file.count >= 44, file[0, 4].equals("TZif"), file[4] >= UInt8(ascii: "2") else {
      return false
    }
    let first = Counts(file, at: 0)
    let start = 44 + first.length(ofTime: 4)
    guard file.count >= start + 44 else { return false }
    let counts = Counts(file, at: start)
    var offset = start + 44
    guard counts.types > 0, file.count >= offset + counts.length(ofTime: 8) + 2 else {
      return false
    }
    let types = offset + counts.transitions * 9
    for index in 0..<counts.transitions {
      let type = Int(file[offset + counts.transitions * 8 + index])
      guard type < counts.types else { return false }
      transitions.append(Int64(bitPattern: file.bigEndian(offset + index * 8, 8)))
      offsets.append(file.signed32(types + type * 6))
    }
    firstOffset = file.signed32(types)
    offset += counts.length(ofTime: 8)
    let rest = file[offset + 1, file.count]
    guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return false }
    rule = ZoneRule(rest[0, end].array)
    return true
  }

  /// The six counts of a header.
  private struct Counts {
    let transitions: Int
    let types: Int
    private let others: Int
    private let leaps: Int

    init(_ file: ByteView, at start: Int) {
      let first = start + 20
      others = file.count(first) + file.count(first + 4) + file.count(first + 20)
      leaps = file.count(first + 8)
      transitions = file.count(first + 12)
      types = file.count(first + 16)
    }

    /// The number of bytes of the body behind the header.
    func length(ofTime size: Int) -> Int {
      transitions * (size + 1) + types * 6 + leaps * (size + 4) + others
    }
  }
}

extension ByteView {
  /// An unsigned number of that many bytes, the highest first.
  fileprivate func bigEndian(_ offset: Int, _ length: Int) -> UInt64 {
    (offset..<offset + length).reduce(0) { $0 << 8 | UInt64(self[$1]) }
  }

  /// A count of four bytes, the highest first.
  fileprivate func count(_ offset: Int) -> Int { Int(bigEndian(offset, 4)) }

  /// A signed number of four bytes, the highest first.
  fileprivate func signed32(_ offset: Int) -> Int {
    Int(Int32(bitPattern: UInt32(truncatingIfNeeded: bigEndian(offset, 4))))
  }
}
