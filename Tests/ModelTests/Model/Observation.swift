/// What a source said of a row at some time.
struct Observation: Sendable {
  let stream: String
  let store: String
  /// When it was observed.
  let seen: Int64
  /// The fields that the source knows, with those of the key.
  let fields: [String: Value]
  /// The name of two observations of one time of which the content decides; nil for all others.
  var tie: String?
  /// Whether this is the one that stands.
  var wins = false

  /// The RECORD message.
  var message: String {
    let members = fields.sorted { $0.key < $1.key }.map { #""\#($0.key)":\#($0.value.json)"# }
    return #"{"type":"RECORD","stream":"\#(stream)","time_extracted":\#(Value.time(seen).json),"#
      + #""record":{"store_id":"\#(store)",\#(members.joined(separator: ","))}}"#
  }

  /// What tells its row from others.
  var key: [String] {
    func text(_ name: String) -> String { fields[name]?.string ?? "" }
    switch stream {
    case "shopify_orders": return [store, text("order_id")]
    case "shopify_refunds": return [store, text("refund_id")]
    case "attributed_orders": return [store, text("source_system"), orderRef, text("message_id")]
    case "message_performance":
      let key = [store, text("source_system"), text("message_id"), text("granularity")]
      if text("granularity") == "total" {
        // Ranges have a row each; of totals to date there is one.
        guard let last = fields["last_date"]?.day else { return key }
        return key + ["\(fields["date"]?.day ?? 0)", "\(last)"]
      }
      // A message is of one campaign, whatever an export calls it.
      let campaign = text("message_id") == "none" ? Known.campaignRef(fields) : ""
      return key + ["\(fields["date"]?.day ?? 0)", campaign]
    default: return [store, text("id")]
    }
  }

  /// The order of a claim, by the claim itself.
  private var orderRef: String {
    fields["order_id"]?.string ?? "name:" + (fields["order_name"]?.string ?? "")
  }

  /// Which of two observations of a row is the newer: seen later, then changed later, then content.
  static func isOlder(_ one: Observation, _ other: Observation) -> Bool {
    if one.seen != other.seen { return one.seen < other.seen }
    let (changed, otherChanged) = (one.fields["updated_at"]?.time, other.fields["updated_at"]?.time)
    if changed != otherChanged { return changed ?? .min < otherChanged ?? .min }
    return !one.wins && other.wins
  }
}

/// A row as all its observations together tell it: each field by the newest that knew it.
struct Known {
  let store: String
  /// When it was observed last.
  let seen: Int64
  let fields: [String: Value]
  /// When the observation was made that a field is from.
  let seenByField: [String: Int64]

  /// The same row without some of its figures.
  func without(_ names: [String]) -> Known {
    let kept = fields.filter { !names.contains($0.key) }
    return Known(store: store, seen: seen, fields: kept, seenByField: seenByField)
  }

  subscript(_ name: String) -> Value { fields[name] ?? .null }

  /// The rows of one stream.
  static func rows(_ observations: [Observation], of stream: String) -> [Known] {
    let ours = observations.filter { $0.stream == stream }
    return Dictionary(grouping: ours, by: \.key).values.map { versions in
      var fields: [String: Value] = [:]
      var seen: [String: Int64] = [:]
      for version in versions.sorted(by: Observation.isOlder) {
        fields.merge(version.fields) { $1 }
        for name in version.fields.keys { seen[name] = version.seen }
      }
      return Known(
        store: versions[0].store,
        seen: versions.map(\.seen).max() ?? 0,
        fields: fields,
        seenByField: seen
      )
    }
  }

  /// The campaign by its id, else its name.
  static func campaignRef(_ fields: [String: Value]) -> String {
    fields["campaign_id"]?.string ?? fields["campaign_name"]?.string.map { "name:" + $0 } ?? "none"
  }
}
