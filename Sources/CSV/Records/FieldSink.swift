import Wire

/// Collects the fields of one record while its scan runs; those beyond its room are only counted.
///
/// The memory is the scanner's, which keeps it in place while the sink is in use.
@unsafe
struct FieldSink {
  private let first: UnsafeMutablePointer<FieldSpan>
  private var next: UnsafeMutablePointer<FieldSpan>
  private let limit: UnsafeMutablePointer<FieldSpan>
  /// How many fields there was no room for.
  private var beyond = 0
  /// What was seen in any field, as far as ``note(_:)`` was told.
  private(set) var seen = FieldTraits()

  @unsafe
  init(_ spans: UnsafeMutablePointer<FieldSpan>, _ capacity: Int) {
    unsafe first = spans
    unsafe next = spans
    unsafe limit = spans + capacity
  }

  /// How many fields there were.
  var count: Int { unsafe next - first + beyond }

  @inline(__always)
  mutating func add(_ start: Int, _ end: Int, _ traits: FieldTraits) {
    guard unsafe next < limit else {
      unsafe beyond &+= 1
      return
    }
    unsafe next.initialize(to: FieldSpan(start: start, end: end, traits: traits))
    unsafe next += 1
  }

  /// Notes what was seen: apart from ``add(_:_:_:)``, since most fields are plain.
  @inline(__always)
  mutating func note(_ traits: FieldTraits) { unsafe seen.formUnion(traits) }
}
