/// CSV by the book, one byte at a time: what the scanner's results are compared with.
struct ReferenceParser {
  /// A record, or what is wrong with it.
  struct Row: Equatable {
    var line: Int
    var fields: [String]
    var fault: String?
  }

  private let bytes: [UInt8]
  private var offset = 0
  private var line = 1

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// All records of a text, blank lines left out.
  static func rows(_ bytes: [UInt8]) -> [Row] {
    var parser = ReferenceParser(bytes)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.offset = 3 }
    var rows: [Row] = []
    while parser.offset < bytes.count {
      let row = parser.row()
      if row.fault != nil || row.fields != [""] || parser.lastWasQuoted { rows.append(row) }
    }
    return rows
  }

  private var lastWasQuoted = false

  private mutating func row() -> Row {
    var row = Row(line: line, fields: [])
    lastWasQuoted = false
    while true {
      var field: [UInt8] = []
      if next == UInt8(ascii: "\"") {
        let opened = line
        lastWasQuoted = true
        offset += 1
        guard quoted(&field) else {
          row.fault = "unclosed \(opened)"
          line += 1
          return row
        }
        if let byte = next, byte != UInt8(ascii: ","), !isBreak(byte) {
          row.fault = "text after quote \(line)"
          while let byte = next, !isBreak(byte) { offset += 1 }
          takeBreak()
          return row
        }
      } else {
        while let byte = next, byte != UInt8(ascii: ","), !isBreak(byte) {
          field.append(byte)
          offset += 1
        }
      }
      row.fields.append(String(decoding: field, as: UTF8.self))
      guard next == UInt8(ascii: ",") else {
        takeBreak()
        return row
      }
      offset += 1
    }
  }

  /// Takes a quoted field to behind its closing quote; false where there is none.
  private mutating func quoted(_ field: inout [UInt8]) -> Bool {
    while let byte = next {
      if byte == UInt8(ascii: "\"") {
        offset += 1
        guard next == UInt8(ascii: "\"") else { return true }
        field.append(byte)
        offset += 1
      } else if isBreak(byte) {
        let start = offset
        takeBreak()
        field += bytes[start..<offset]
      } else {
        field.append(byte)
        offset += 1
      }
    }
    return false
  }

  private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  private mutating func takeBreak() {
    line += 1
    guard let byte = next else { return }
    offset += 1
    if byte == 0x0D, next == 0x0A { offset += 1 }
  }
}
