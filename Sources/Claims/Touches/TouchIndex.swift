import Wire

/// All touches by person: whoever shares an identifier with an order of a platform, an email address or
/// a phone number, is the person of that order.
///
/// Sixteen to twenty-four bytes a touch and eight for each name of its person, and no text.
struct TouchIndex: ~Copyable {
  private struct Link {
    let touch: Int32
    let next: Int32
  }

  private var touches: [Touch] = []
  private var links: [Link] = []
  private var heads: [UInt64: Int32] = [:]

  var count: Int { touches.count }

  /// Adds a touch of the person with some names.
  mutating func add(_ touch: Touch, of person: PersonNames) {
    let place = Int32(touches.count)
    touches.append(touch)
    for name in person.names {
      links.append(Link(touch: place, next: heads[name] ?? -1))
      heads[name] = Int32(links.count - 1)
    }
  }

  /// Calls a closure with each touch of a person, those of several names several times.
  func forEach(of person: PersonNames, _ body: (Touch) -> Void) {
    for name in person.names {
      var next = heads[name] ?? -1
      while next >= 0 {
        let link = links[Int(next)]
        body(touches[Int(link.touch)])
        next = link.next
      }
    }
  }
}
