/// Where a value is in a source record: the first of some places that has one.
struct SourceField: Equatable {
  /// A member of the record, and the names within it.
  struct Location: Equatable {
    /// The number of the member among those that the stream's mapping reads.
    let slot: Int
    let inside: [String]
  }

  /// The first place as it is written, for messages: `customer.phone`.
  let name: String
  let locations: [Location]
}
