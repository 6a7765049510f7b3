/// A column of a staging table.
struct StagedColumn: Sendable, Equatable {
  /// Where a value comes from.
  enum ValueSource: Sendable, Equatable {
    /// The field of that name.
    case field(String)
    /// All fields without a column.
    case extra
    /// The message's `time_extracted`.
    case extractedAt
    /// The message's `version`.
    case tableVersion
    /// Nothing in this run: a column of an earlier type.
    case nothing
  }

  /// The name, the same in the staging table and in the target.
  let name: String
  /// The type as SQL writes it, with a collation where it needs one.
  let typeName: String
  let source: ValueSource
  let encoder: ColumnEncoder
  /// Whether a record without a value is rejected.
  let isRequired: Bool
  /// What a missing value stands for, else nil.
  var defaultText: String?
}
