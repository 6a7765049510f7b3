/// An order that waits for the touches that may come behind it.
struct OpenOrder {
  /// In microseconds since 1970.
  let time: Int64
  var person: PersonNames
  /// What its id and its name hash to; nil where it has none.
  var id: UInt64?
  let name: UInt64?
  /// Where the fields of its claim lie, and where the time of its observation.
  let text: Range<Int>
  let observed: Range<Int>
  /// That time in microseconds since 1970; nil where it is unknown.
  let observedAt: Int64?
  /// The message that the platform itself gives the order to; nil where it names none.
  let message: Int32?
  /// True for an event of the platform, which says what it claims; false for the shop's own record.
  let isEvent: Bool

  /// True where it says better than an earlier record of the same order what the platform claims: the
  /// message that the platform names goes before one that is looked for, the platform's event before the
  /// shop's record, and then what was observed later.
  func replaces(_ other: OpenOrder) -> Bool {
    if (message == nil) != (other.message == nil) { return message != nil }
    if isEvent != other.isEvent { return isEvent }
    return observedAt ?? .min >= other.observedAt ?? .min
  }
}
