import Wire

extension StreamShape {
  /// The SCHEMA message of the stream, without a line break.
  var schemaMessage: String {
    let properties = columns.map { "\(JSONValue.string($0.name).text):\($0.type.jsonSchema)" }
    let keys = keyProperties.map { JSONValue.string($0).text }
    return #"{"type":"SCHEMA","stream":\#(JSONValue.string(name).text),"schema":"#
      + #"{"type":"object","properties":{\#((properties + derivedProperties).joined(separator: ","))}},"#
      + #""key_properties":[\#(keys.joined(separator: ","))]}"#
  }

  /// Columns that are made of several rows.
  private var derivedProperties: [String] {
    guard name == StreamShape.shopifyOrders.name, columns.contains(where: { $0.name == "order_id" })
    else { return [] }
    let text = ValueType.text.jsonSchema
    let number = ValueType.number.jsonSchema
    let item =
      #"{"type":"object","properties":{"sku":\#(text),"title":\#(text),"quantity":\#(number),"#
      + #""price":\#(number),"discount":\#(number),"vendor":\#(text)}}"#
    return [
      #""line_items":{"type":["null","array"],"items":\#(item)}"#,
      #""line_item_quantity":\#(ValueType.integer.jsonSchema)"#,
    ]
  }
}
