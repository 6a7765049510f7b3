import Wire

/// A column that is extracted: its name, and how its values become JSON.
struct SourceColumn {
  let name: String
  let form: ValueForm
  /// What PostgreSQL calls the type, such as `numeric(12,2)`.
  let typeName: String
  /// Whether it is part of the key, so that it must have a value.
  var isKey = false
  /// The bit of the column among those that an observation may know; 0 where each has it.
  var knowledge: Int64 = 0
  /// Whether its values are objects whose members are members of the record.
  var isSpliced = false
  /// The name as a JSON string, and the colon behind it.
  private(set) var lead: [UInt8] = []

  init(_ name: String, _ form: ValueForm, typeName: String) {
    self.name = name
    self.form = form
    self.typeName = typeName
    var text = ByteBuffer()
    text.appendJSONString(name)
    text.append(UInt8(ascii: ":"))
    lead = text.view.array
  }

  /// What the COPY selects for it.
  var expression: String {
    let column = SQLText.identifier(name)
    return isMadeByServer ? "to_jsonb(\(column))" : column
  }

  /// The form in which its values come, which the server may have changed.
  var copiedForm: ValueForm { isMadeByServer ? .json : form }

  private var isMadeByServer: Bool {
    if case .array(.composite, _) = form { return true }
    return form == .composite
  }
}
