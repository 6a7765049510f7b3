import Wire

/// The names of somebody, as hashes: what the platform calls them, their email address, their phone
/// number.
struct PersonNames {
  private(set) var names: [UInt64] = []

  /// Adds the platform's own name.
  mutating func add(id: ByteView) { add(1, id) }

  /// Adds an email address, whatever the case of its letters.
  mutating func add(email: ByteView) { add(2, email) }

  /// Adds a phone number by its digits.
  mutating func add(phone: ByteView) {
    var hash = FNV1a()
    hash.add(3)
    var digits = 0
    for index in 0..<phone.count where phone[index].isDigit {
      hash.add(phone[index])
      digits += 1
    }
    if digits > 0 { names.append(hash.value) }
  }

  /// Adds the names by which another record knows the same person.
  mutating func add(_ other: PersonNames) {
    for name in other.names where !names.contains(name) { names.append(name) }
  }

  private mutating func add(_ kind: UInt8, _ text: ByteView) {
    var hash = FNV1a()
    hash.add(kind)
    for index in 0..<text.count { hash.add(text[index].lowered) }
    names.append(hash.value)
  }
}
