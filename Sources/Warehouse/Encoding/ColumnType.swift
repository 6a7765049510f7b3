/// The types of columns that the loader writes, each with a strict encoder.
enum ColumnType: String, Sendable {
  case text
  case bigint
  case integer
  case numeric
  case boolean
  case date
  case timestamptz = "timestamp with time zone"
  case jsonb

  /// The type's name in a second column for a property whose type changed: `name__timestamptz`.
  var suffix: String { self == .timestamptz ? "timestamptz" : rawValue }
}
