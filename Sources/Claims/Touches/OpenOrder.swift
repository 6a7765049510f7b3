/// An order that waits for the touches that may come behind it.
struct OpenOrder {
  /// In microseconds since 1970.
  let time: Int64
  let person: PersonNames
  /// Where the fields of its claim lie, and where the time of its observation.
  let text: Range<Int>
  let observed: Range<Int>
  /// The message that the platform itself gives the order to; nil where it names none.
  let message: Int32?
}
