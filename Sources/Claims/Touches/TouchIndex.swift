import Wire

/// All touches by person: whoever shares an identifier with an order of a platform, an email address or
/// a phone number, is the person of that order.
///
/// A guest address or a shop's own number is somebody with very many touches and orders, so a search goes
/// by halves and never over all touches of a name. Twenty-four bytes a touch and eight for each name of
/// its person, and no text.
struct TouchIndex: ~Copyable {
  private struct Link {
    let name: Int32
    let touch: Int32
  }

  private var touches: [Touch] = []
  private var links: [Link] = []
  private var names: [UInt64: Int32] = [:]

  /// The windows of all touches, each once.
  private var windows: [Int64] = []
  /// What the message of each place hashes to.
  private var messages: [UInt64] = []
  /// Where the touches of each name begin in the two lists, and behind the last where they end.
  private var starts: [Int] = []
  /// The touches of each name by their windows, and of equal ones the better one last.
  private var byWindow: [Int32] = []
  /// The touches of each name by message, those that are no clicks first, then by time.
  private var byMessage: [Int32] = []

  /// Adds a touch of the person with some names.
  mutating func add(_ touch: Touch, of person: PersonNames) {
    let place = Int32(touches.count)
    touches.append(touch)
    if !windows.contains(touch.window) { windows.append(touch.window) }
    for name in person.names {
      var number = Int32(names.count)
      if let known = names[name] { number = known } else { names[name] = number }
      links.append(Link(name: number, touch: place))
    }
  }

  /// Ends the building of the index, so that touches can be found; to be called once.
  ///
  /// The parameter gives what the message of each place hashes to.
  mutating func seal(messages: [UInt64]) {
    self.messages = messages
    starts = Array(repeating: 0, count: names.count + 1)
    for link in links { starts[Int(link.name) + 1] += 1 }
    for name in 0..<names.count { starts[name + 1] += starts[name] }
    var ends = starts
    byWindow = Array(repeating: 0, count: links.count)
    for link in links {
      byWindow[ends[Int(link.name)]] = link.touch
      ends[Int(link.name)] += 1
    }
    links = []
    byMessage = byWindow
    let touches = touches
    for name in 0..<names.count where starts[name + 1] - starts[name] > 1 {
      let range = starts[name]..<starts[name + 1]
      byWindow[range].sort { one, other in
        let (first, second) = (touches[Int(one)], touches[Int(other)])
        if first.window != second.window { return first.window < second.window }
        let rank = (first.rank(messages), second.rank(messages))
        return rank.0 == rank.1 ? one < other : rank.0 < rank.1
      }
      byMessage[range].sort { one, other in
        let (first, second) = (touches[Int(one)], touches[Int(other)])
        let keys = (first.messageKey(messages), second.messageKey(messages))
        if keys.0 != keys.1 { return keys.0 < keys.1 }
        return first.time == second.time ? one < other : first.time < second.time
      }
    }
  }

  /// The last touch of a person in whose window a time is: of two at the same instant a click, then the
  /// message that comes first.
  func last(of person: PersonNames, at time: Int64) -> Touch? {
    var best: Touch?
    for name in person.names {
      guard let range = range(of: name) else { continue }
      for window in windows {
        let end = end(in: byWindow, range) { ($0.window, $0.time) <= (window, time) }
        guard end > range.lowerBound else { continue }
        let touch = touches[Int(byWindow[end - 1])]
        guard touch.window == window, time - touch.time <= window else { continue }
        if let other = best, touch.rank(messages) <= other.rank(messages) { continue }
        best = touch
      }
    }
    return best
  }

  /// The last touch of a person by a message until a time, of those that are clicks or of the others.
  func last(
    of person: PersonNames,
    byMessage id: UInt64,
    isClick: Bool,
    until time: Int64
  ) -> Touch? {
    var best: Touch?
    let key = MessageKey(id: id, isClick: isClick)
    for name in person.names {
      guard let range = range(of: name) else { continue }
      let end = end(in: byMessage, range) { touch in
        let other = touch.messageKey(messages)
        return other == key ? touch.time <= time : other < key
      }
      guard end > range.lowerBound else { continue }
      let touch = touches[Int(byMessage[end - 1])]
      guard touch.messageKey(messages) == key, touch.time > best?.time ?? .min else { continue }
      best = touch
    }
    return best
  }

  private func range(of name: UInt64) -> Range<Int>? {
    guard let number = names[name] else { return nil }
    return starts[Int(number)]..<starts[Int(number) + 1]
  }

  /// Where in a sorted range of a list the touches end of which something is true.
  private func end(
    in list: [Int32],
    _ range: Range<Int>,
    where isBefore: (Touch) -> Bool
  ) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(touches[Int(list[middle])]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
