extension Optional {
  /// Makes the range, which is nil while nothing lies in it, large enough for a value.
  @inlinable
  public mutating func widen<Bound: Comparable>(to value: Bound)
  where Wrapped == ClosedRange<Bound> {
    guard let range = self else {
      self = value...value
      return
    }
    if range.contains(value) { return }
    self = Swift.min(range.lowerBound, value)...Swift.max(range.upperBound, value)
  }
}
