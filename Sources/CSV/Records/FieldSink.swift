import Wire

/// Collects the fields of one record while its scan runs; those beyond its room are only counted.
///
/// The memory is the scanner's, which keeps it in place while the sink is in use.
@unsafe
struct FieldSink {
  private let spans: UnsafeMutablePointer<FieldSpan>
  private let capacity: Int
  private(set) var count = 0
  /// What was seen in any field.
  private(set) var seen = FieldTraits()

  @unsafe
  init(_ spans: UnsafeMutablePointer<FieldSpan>, _ capacity: Int) {
    unsafe self.spans = spans
    unsafe self.capacity = capacity
  }

  @inline(__always)
  mutating func add(_ start: Int, _ end: Int, _ traits: FieldTraits) {
    if unsafe count < capacity {
      unsafe spans[count] = FieldSpan(start: start, end: end, traits: traits)
    }
    unsafe count &+= 1
    unsafe seen.formUnion(traits)
  }
}
