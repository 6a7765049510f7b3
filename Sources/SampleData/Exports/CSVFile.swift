import Glibc
import StageKit
import Wire

/// A CSV file under construction, written to the disk in large pieces.
struct CSVFile: ~Copyable {
  private let path: String
  private let descriptor: Int32
  private let lineEnd: StaticString
  private var buffer = ByteBuffer(capacity: 1 << 21)
  private var isFirstField = true
  /// The number of rows ended so far, the header among them.
  private(set) var rows = 0

  /// Makes the file anew and writes its header, a line of names with commas between.
  init(
    _ path: String,
    header: StaticString,
    startsWithMark: Bool = false,
    crlf: Bool = false
  )
    throws(StageError)
  {
    self.path = path
    lineEnd = crlf ? "\r\n" : "\n"
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw StageError(
        .cantCreate,
        "cannot create \(path): \(DescriptorError("open", errno).reason)"
      )
    }
    if startsWithMark { buffer.append([0xEF, 0xBB, 0xBF]) }
    buffer.append(header)
    buffer.append(lineEnd)
    rows = 1
  }

  /// Adds an empty field.
  mutating func none() { comma() }

  /// Adds a number of empty fields.
  mutating func none(_ count: Int) { for _ in 0..<count { comma() } }

  /// Adds a text, quoted where it must be.
  mutating func text(_ value: String) {
    comma()
    let start = buffer.count
    var quotes = false
    for byte in value.utf8 {
      quotes =
        quotes || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: ",")
        || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
      buffer.append(byte)
    }
    guard quotes else { return }
    buffer.truncate(to: start)
    buffer.append(UInt8(ascii: "\""))
    for byte in value.utf8 {
      if byte == UInt8(ascii: "\"") { buffer.append(byte) }
      buffer.append(byte)
    }
    buffer.append(UInt8(ascii: "\""))
  }

  /// Adds a whole number.
  mutating func number(_ value: Int) {
    comma()
    digits(value)
  }

  /// Adds an amount given in the smallest unit.
  mutating func amount(_ value: Int, decimals: Int = 2, prefix: StaticString = "") {
    comma()
    if value < 0 { buffer.append(UInt8(ascii: "-")) }
    buffer.append(prefix)
    let unit = decimals == 2 ? 100 : 1
    let magnitude = abs(value)
    digits(magnitude / unit)
    guard decimals > 0 else { return }
    buffer.append(UInt8(ascii: "."))
    buffer.append(digits: magnitude % unit, width: decimals)
  }

  /// Adds what a closure writes; it must not need quotes.
  mutating func field(_ write: (inout ByteBuffer) -> Void) {
    comma()
    write(&buffer)
  }

  /// Ends the row.
  mutating func endRow() throws(StageError) {
    buffer.append(lineEnd)
    isFirstField = true
    rows += 1
    if buffer.count > 1 << 20 { try flush() }
  }

  /// Writes the rest and gives the file the time at which the export is said to have been made.
  consuming func finish(exportedAt seconds: Int) throws(StageError) -> Int {
    try flush()
    let time = timespec(tv_sec: seconds, tv_nsec: 0)
    let times = [time, time]
    guard unsafe futimens(descriptor, times) == 0, close(descriptor) == 0 else {
      throw StageError(.ioError, "cannot finish \(path): \(DescriptorError("close", errno).reason)")
    }
    return rows - 1
  }

  private mutating func comma() {
    if !isFirstField { buffer.append(UInt8(ascii: ",")) }
    isFirstField = false
  }

  private mutating func digits(_ value: Int) {
    if value < 10 {
      buffer.append(UInt8(value) + UInt8(ascii: "0"))
    } else {
      digits(value / 10)
      buffer.append(UInt8(value % 10) + UInt8(ascii: "0"))
    }
  }

  private mutating func flush() throws(StageError) {
    do {
      try Descriptors.write(buffer.view, to: descriptor, onInterrupt: {})
    } catch {
      throw StageError(.ioError, "cannot write \(path): \(error)")
    }
    buffer.removeAll()
  }
}
