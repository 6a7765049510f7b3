public import StageKit
public import Wire

/// A user's own header names for the fields of a profile, as a JSON file.
///
/// ```json
/// {"profile": "postscript-revenue",
///  "fields": {
///    "claimed_revenue": "Attributed Sales",
///    "order_name": ["Order", "Order Number"],
///    "message_name": {"headers": ["Text"]},
///    "region": {"headers": ["Region"], "type": "text"}}}
/// ```
///
/// A text or an array adds headers, which are tried before the profile's own; an object's `headers`
/// take their place (an empty array switches a field off). An object may also say `type` and
/// `required`. A field that the profile does not have needs a `type`, and becomes a further column.
public enum Mapping {
  /// A profile with a mapping applied to it.
  ///
  /// - Throws: exit code 78 for a mapping that is not as described.
  public static func apply(
    _ json: JSONValue,
    from path: String,
    to profile: Profile
  ) throws(StageError) -> Profile {
    var profile = profile
    for (key, value) in try members(json, "the mapping", path) {
      switch key {
      case "profile":
        guard value.string == profile.name else {
          throw fault(path, "it is for the profile \(value.text), not for \(profile.name)")
        }
      case "fields":
        for (name, entry) in try members(value, "\"fields\"", path) {
          try apply(entry, name, path, &profile)
        }
      default: throw fault(path, "unknown key \(Excerpt.quoted(key)); expected profile, fields")
      }
    }
    return profile
  }

  private static func members(
    _ json: JSONValue,
    _ what: String,
    _ path: String
  ) throws(StageError) -> [(key: String, value: JSONValue)] {
    guard let members = json.members else { throw fault(path, "\(what) is not a JSON object") }
    if let name = json.repeatedMember {
      throw fault(path, "\(what) has \(Excerpt.quoted(name)) twice")
    }
    return members
  }

  private static func fault(_ path: String, _ reason: String) -> StageError {
    StageError(.config, "mapping \(path): \(reason)")
  }

  private static func apply(
    _ entry: JSONValue,
    _ name: String,
    _ path: String,
    _ profile: inout Profile
  ) throws(StageError) {
    let place = "the field \(Excerpt.quoted(name))"
    if madeByProgram.contains(name), !profile.isGeneric {
      throw fault(path, "\(place) is not read from the file: the program makes it")
    }
    let index = profile.fields.firstIndex { $0.name == name }
    let column = profile.stream.columns.first { $0.name == name }
    var field =
      index.map { profile.fields[$0] } ?? ProfileField(name, column?.type ?? .text, own: [])
    var hasType = index != nil || column != nil || profile.isGeneric
    if let headers = headers(entry) {
      field.mappedHeaders = headers
    } else {
      for (key, value) in try members(entry, place, path) {
        do throws(InvalidValue) {
          try set(key, value, &field)
        } catch {
          throw fault(path, "\(place): \(error.reason)")
        }
        if key == "type" { hasType = true }
      }
    }
    guard hasType else {
      let nearest = NearestName.of(name, in: profile.fields.map(\.name))
      let guess = nearest.map { "; did you mean \($0)?" } ?? ""
      throw fault(
        path,
        "\(profile.name) has no field \(Excerpt.quoted(name))\(guess) To add a column, say "
          + "its \"type\""
      )
    }
    if let column, !profile.isGeneric, column.type.jsonSchema != field.type.jsonSchema {
      throw fault(
        path,
        "\(place): the stream has it as \(column.type.rawValue), not \(field.type.rawValue)"
      )
    }
    if let index {
      profile.fields[index] = field
    } else {
      profile.fields.append(field)
      if !profile.isGeneric, column == nil { profile.stream.columns.append((name, field.type)) }
    }
  }

  /// Columns that no field feeds.
  private static let madeByProgram: Set<String> = [
    "store_id", "order_ref", "campaign_ref", "line_items", "line_item_quantity",
  ]

  /// Takes over one member of a field's object.
  private static func set(
    _ key: String,
    _ value: JSONValue,
    _ field: inout ProfileField
  ) throws(InvalidValue) {
    switch key {
    case "headers":
      guard let headers = headers(value) else {
        throw InvalidValue("\"headers\" is not an array of texts")
      }
      (field.headers, field.mappedHeaders) = ([], headers)
    case "type":
      guard let type = value.string.flatMap(ValueType.init) else {
        let types = ValueType.allCases.map(\.rawValue).joined(separator: ", ")
        throw InvalidValue("\"type\" is \(value.text), not one of \(types)")
      }
      field.type = type
    case "required":
      guard let isRequired = value.bool else {
        throw InvalidValue("\"required\" is neither true nor false")
      }
      field.need = isRequired ? (field.need == .value ? .value : .column) : .optional
    default:
      throw InvalidValue("unknown key \(Excerpt.quoted(key)); expected headers, type, required")
    }
  }

  /// A text or an array of texts; nil for anything else.
  private static func headers(_ json: JSONValue) -> [String]? {
    if let text = json.string { return [text] }
    let texts = json.array?.compactMap(\.string)
    return texts?.count == json.array?.count ? texts : nil
  }

  /// The mapping that a profile amounts to, one line a field, ready to be changed and given back.
  public static func text(of profile: Profile) -> String {
    let lines = profile.fields.map { field in
      let headers = (field.mappedHeaders + field.headers).map { JSONValue.string($0).text }
      let need = field.need == .column || field.need == .value
      return "    \(JSONValue.string(field.name).text): {\"type\": \"\(field.type.rawValue)\", "
        + (need ? "\"required\": true, " : "")
        + "\"headers\": [\(headers.joined(separator: ", "))]}"
    }
    return """
      {
        "profile": "\(profile.name)",
        "fields": {
      \(lines.joined(separator: ",\n"))
        }
      }

      """
  }
}
