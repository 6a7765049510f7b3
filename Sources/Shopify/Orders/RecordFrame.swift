import Wire

/// What stands around the fields of a record: the envelope of a RECORD message, or nothing.
struct RecordFrame {
  let isBare: Bool
  /// Where in the line the time lies at which the order was observed, quotes included; nil where the
  /// message has none.
  let observed: Range<Int>?

  /// Appends what comes before the first field.
  func begin(_ stream: String, to output: inout ByteBuffer) {
    if !isBare {
      output.append("{\"type\":\"RECORD\",\"stream\":\"")
      output.append(stream)
      output.append("\",\"record\":")
    }
    output.append("{")
  }

  /// Appends what comes behind the last field.
  func end(_ line: ByteView, to output: inout ByteBuffer) {
    // A bare record has no envelope that could say when it was observed, and says it itself.
    if !isBare { output.append("}") }
    if let observed {
      output.append(",\"time_extracted\":")
      output.append(line[observed])
    }
    output.append("}")
  }
}
