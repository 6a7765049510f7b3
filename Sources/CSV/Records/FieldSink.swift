import Wire

/// Collects the fields of one record while its scan runs.
@safe
struct FieldSink {
  private(set) var spans: UnsafeMutablePointer<FieldSpan>
  private(set) var capacity: Int
  private(set) var count = 0
  /// What was seen in any field.
  private(set) var seen = FieldTraits()

  @unsafe
  init(_ spans: UnsafeMutablePointer<FieldSpan>, _ capacity: Int) {
    unsafe self.spans = spans
    self.capacity = capacity
  }

  @inline(__always)
  mutating func add(_ start: Int, _ end: Int, _ traits: FieldTraits) {
    if count == capacity { grow() }
    unsafe spans[count] = FieldSpan(start: start, end: end, traits: traits)
    count &+= 1
    seen.formUnion(traits)
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<FieldSpan>.allocate(capacity: capacity * 2)
    unsafe larger.update(from: spans, count: count)
    unsafe spans.deallocate()
    unsafe spans = larger
    capacity *= 2
  }
}
