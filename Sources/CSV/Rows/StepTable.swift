import Wire

/// What the encoder needs of every step in every row, close together in memory.
struct HotStep: BitwiseCopyable {
  private let keyStart: Int32
  private let keyEnd: Int32
  private let fallbackStart: Int32
  private let fallbackEnd: Int32
  private let firstColumn: Int32
  /// The type of its field, where it is not derived.
  let type: ValueType
  /// True where it reads several fields, or values written before it.
  let isDerived: Bool
  /// True where nothing but the fallback stands in for an empty field.
  let mayBeEmpty: Bool

  init(_ step: PlanStep) {
    keyStart = Int32(step.key.lowerBound)
    keyEnd = Int32(step.key.upperBound)
    fallbackStart = Int32(step.fallback.lowerBound)
    fallbackEnd = Int32(step.fallback.upperBound)
    firstColumn = Int32(step.column ?? -1)
    type = step.type ?? .text
    isDerived = step.type == nil
    // A currency may be known from an amount.
    mayBeEmpty = !step.isRequired && type != .currency && !step.isLeftOut
  }

  /// Where `,"name":` lies in the plan's store.
  @inline(__always)
  var key: Range<Int> { unsafe Range(uncheckedBounds: (Int(keyStart), Int(keyEnd))) }

  /// Where the value lies that stands in for a missing one.
  @inline(__always)
  var fallback: Range<Int> {
    unsafe Range(uncheckedBounds: (Int(fallbackStart), Int(fallbackEnd)))
  }

  /// The column that it reads in the first place, -1 for none.
  @inline(__always)
  var column: Int { Int(firstColumn) }
}

/// The steps of a plan, and where each one's value lies in the row.
@safe
struct StepTable: ~Copyable {
  private let steps: UnsafeMutablePointer<HotStep>
  private var values: UnsafeMutablePointer<Range<Int>>
  /// The values of the row that was kept.
  private var kept: UnsafeMutablePointer<Range<Int>>
  /// The number of steps.
  let count: Int
  /// Holds the keys.
  let store: FieldStore

  init(_ plan: [PlanStep], _ store: consuming FieldStore) {
    count = plan.count
    unsafe steps = .allocate(capacity: max(count, 1))
    unsafe values = .allocate(capacity: max(count, 1))
    unsafe kept = .allocate(capacity: max(count, 1))
    self.store = store
    for (index, step) in plan.enumerated() {
      unsafe (steps + index).initialize(to: HotStep(step))
      unsafe (values + index).initialize(to: 0..<0)
      unsafe (kept + index).initialize(to: 0..<0)
    }
  }

  deinit {
    unsafe steps.deallocate()
    unsafe values.deallocate()
    unsafe kept.deallocate()
  }

  @inline(__always)
  subscript(_ index: Int) -> HotStep {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
    return unsafe steps[index]
  }

  /// The key of a step.
  @inline(__always)
  @_lifetime(borrow self)
  func key(_ index: Int) -> Field {
    store.field(self[index].key)
  }

  /// Where the value that a step wrote lies in the row; empty where it is unknown or has not run.
  @inline(__always)
  func value(_ index: Int) -> Range<Int> {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
    return unsafe values[index]
  }

  /// Where the value that a step wrote lay in the row that was kept.
  func keptValue(_ index: Int) -> Range<Int> {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
    return unsafe kept[index]
  }

  /// Keeps where the values of this row lie, in place of those kept before, while others are written.
  @inline(__always)
  mutating func keepValues() { unsafe swap(&values, &kept) }

  /// The place of the value that a step wrote in this row, or nil where it is unknown.
  @inline(__always)
  func value(_ value: StepValue?) -> Range<Int>? {
    guard let value else { return nil }
    let place = self.value(Int(value.step))
    return place.isEmpty ? nil : place
  }

  /// Notes where the value of a step lies.
  @inline(__always)
  mutating func setValue(_ index: Int, _ start: Int, _ end: Int) {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: count) && start <= end)
    unsafe values[index] = Range(uncheckedBounds: (start, end))
  }
}
