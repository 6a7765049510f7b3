/// What becomes of the records of one stream.
struct MappedStream {
  /// The names of the members that are read; a slot is an index into them.
  let members: [String]
  let subscriberID: SourceField?
  let phone: SourceField?
  let email: SourceField?
  /// What identifies a record at its source; nil for its contents.
  let id: SourceField?
  /// When it happened, or was changed.
  let time: SourceField?
  let result: MappedResult
}

/// Into what the records of a stream are made.
enum MappedResult {
  /// Each into the first event whose condition it meets.
  case events([MappedEvent])
  /// Each into new values of the properties of its subscriber.
  case update(MappedProperties)
}

/// An event that is made of records.
struct MappedEvent {
  /// The name as the mapping has it, such as `Order Editing Started`.
  let name: String
  /// The type as Postscript takes it.
  let type: String
  let conditions: [MappedCondition]
  /// What says for which targets a record is meant; nil where all are for Postscript.
  let targets: SourceField?
  let properties: MappedProperties
}

/// A field that must have one of some texts, which are compared folded: see ``FoldedWord``.
struct MappedCondition {
  let field: SourceField
  let words: [[UInt8]]
}

/// The properties that are made of a record.
struct MappedProperties {
  var single: [MappedProperty] = []
  var families: [PropertyFamily] = []
  var lists: [ItemList] = []
}

/// A property of one field.
struct MappedProperty {
  let name: String
  let field: SourceField
  let type: MappedType
  let isRequired: Bool
}

/// Properties whose names the records say.
struct PropertyFamily {
  /// What stands before and behind the key in the name of a property.
  let before: String
  let after: String
  let type: MappedType
  /// The object whose members they are; nil where they are members of the record.
  let field: SourceField?
  /// The beginning of those members' names.
  let memberPrefix: [UInt8]
}

/// The items of an array as numbered properties: `title_1`, `title_2`.
struct ItemList {
  let field: SourceField
  /// The property for the number of items, those beyond the limit too; nil for none.
  let count: String?
  /// For each property of an item: its name before the number, the members that it is of, its type.
  let tags: [(name: String, members: [String], type: MappedType)]
}
