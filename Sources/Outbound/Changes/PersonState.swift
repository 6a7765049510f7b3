import Wire

/// The hash of a person, the same in every run.
///
/// It has 96 bits, so that among a million the chance that two share one is less than one in 10¹⁶.
struct PersonKey: Equatable {
  let high: UInt64
  let low: UInt32

  /// Hashes the store and the name of a person.
  init(store: ByteView, person: ByteView) {
    var first = FNV1a()
    var second = FNV1a([1])
    for part in 0..<2 {
      let text = part == 0 ? store : person
      first.add(text)
      first.add(0)
      second.add(0)
      second.add(text)
    }
    high = SeededRandom.mix(first.value)
    low = UInt32(truncatingIfNeeded: SeededRandom.mix(second.value))
  }

  init(high: UInt64, low: UInt32) {
    self.high = high
    self.low = low
  }
}

/// What a person's properties were: hashes of names and values, and when.
struct PersonState {
  /// A property: hashes of its name and of its value.
  struct HashedProperty {
    let name: UInt32
    var value: UInt64
  }

  /// When it was so, in microseconds; the smallest number where nobody knows.
  var time = Int64.min
  private(set) var properties: [HashedProperty] = []

  /// Forgets everything.
  mutating func clear() {
    time = .min
    properties.removeAll(keepingCapacity: true)
  }

  /// Sets a property; false where it had that value already.
  mutating func set(_ name: UInt32, _ value: UInt64) -> Bool {
    if let index = properties.firstIndex(where: { $0.name == name }) {
      if properties[index].value == value { return false }
      properties[index].value = value
    } else {
      properties.append(HashedProperty(name: name, value: value))
    }
    return true
  }

  /// Whether it has a property with another value than this.
  func has(_ name: UInt32, otherThan value: UInt64) -> Bool {
    properties.contains { $0.name == name && $0.value != value }
  }

  /// The hash of a name.
  static func name(_ text: ByteView) -> UInt32 {
    UInt32(truncatingIfNeeded: value(text))
  }

  /// The hash of a value as JSON.
  static func value(_ text: ByteView) -> UInt64 {
    var hash = FNV1a()
    hash.add(text)
    return SeededRandom.mix(hash.value)
  }
}
