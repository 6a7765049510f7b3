public import Wire

/// A bad record: what is wrong with it, and where it is.
public struct Reject: ~Escapable {
  /// What is wrong.
  public var fault: RecordFault
  /// The stream of the record, where it is known.
  public var stream: String?
  /// The file of the record, where the stage reads several.
  public var file: String?
  /// The line of the input on which the record starts, from 1.
  public var line: Int?
  /// The record as it was read, whole, so that it can be fixed and replayed.
  public let input: ByteView
  /// Further members of the line in the rejects file, such as the header of a CSV file.
  public var extras: [(key: String, value: JSONValue)]

  /// Describes a bad record.
  @_lifetime(copy input)
  public init(
    _ fault: RecordFault,
    stream: String? = nil,
    file: String? = nil,
    line: Int? = nil,
    input: ByteView,
    extras: [(key: String, value: JSONValue)] = []
  ) {
    self.fault = fault
    self.stream = stream
    self.file = file
    self.line = line
    self.input = input
    self.extras = extras
  }

  /// The fault in one line, which names line, field and value.
  public var message: String {
    var place: [String] = []
    if let file { place.append(file) }
    if let line { place.append("line \(line)") }
    if let stream { place.append("stream \(stream)") }
    if let field = fault.field { place.append("field \(field)") }
    let quoted =
      fault.value.map {
        "\(fault.isUnquoted ? Excerpt.plain($0) : Excerpt.quoted($0)) "
      } ?? ""
    let head = place.isEmpty ? "" : place.joined(separator: ", ") + ": "
    return "\(head)\(quoted)\(fault.reason)"
  }
}
