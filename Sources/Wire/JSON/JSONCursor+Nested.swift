extension JSONCursor {
  /// Reads one value of any kind, nested ones without recursion, and leaves its ``kind``.
  @inline(__always)
  mutating func value(_ start: Int) -> Int {
    guard start < end else { return fail(.unexpectedEnd, start) }
    let character = byte(start)
    if character == 0x22 {
      kind = .string
      return string(start &+ 1)
    }
    if character == 0x7B || character == 0x5B { return nested(start) }
    return scalar(character, start)
  }

  @inline(__always)
  private mutating func scalar(_ character: UInt8, _ start: Int) -> Int {
    if character &- 0x30 < 10 || character == 0x2D {
      kind = .number
      return number(start)
    }
    switch character {
    // The first letter is known; the last four of null, true and false decide.
    case 0x6E: return literal(0x6C6C_756E, 4, .null, start)
    case 0x74: return literal(0x6575_7274, 4, .true, start)
    case 0x66: return literal(0x6573_6C61, 5, .false, start)
    default: return fail(.unexpectedCharacter, start)
    }
  }

  /// Reads an object or array whose opening bracket is at `start`.
  ///
  /// One bit a level says whether the level is an object, so that a hostile depth costs neither
  /// stack nor memory.
  @inline(never)
  private mutating func nested(_ start: Int) -> Int {
    var levels = BitStack()
    var offset = start
    let outer: JSONKind = byte(start) == 0x7B ? .object : .array
    var expectsValue = true
    while true {
      if expectsValue {
        guard offset < end else { return fail(.unexpectedEnd, offset) }
        let character = byte(offset)
        if character == 0x7B || character == 0x5B {
          guard levels.push(character == 0x7B) else { return fail(.tooDeep, offset) }
          offset = skipSpace(offset &+ 1)
          guard offset < end else { return fail(.unexpectedEnd, offset) }
          if byte(offset) == (character == 0x7B ? 0x7D : 0x5D) {
            offset &+= 1
            expectsValue = false
            if levels.pop() { break }
            continue
          }
          if character == 0x7B { offset = memberStart(offset) }
        } else {
          offset = character == 0x22 ? string(offset &+ 1) : scalar(character, offset)
          expectsValue = false
        }
        if offset < 0 { return offset }
        continue
      }
      offset = skipSpace(offset)
      guard offset < end else { return fail(.unexpectedEnd, offset) }
      let character = byte(offset)
      if character == 0x2C {
        offset = skipSpace(offset &+ 1)
        if levels.top { offset = memberStart(offset) }
        if offset < 0 { return offset }
        expectsValue = true
      } else if character == (levels.top ? 0x7D : 0x5D) {
        offset &+= 1
        if levels.pop() { break }
      } else {
        return fail(.unexpectedCharacter, offset)
      }
    }
    kind = outer
    return offset
  }

  /// Reads a key, the colon and the spaces around it; returns where the value begins.
  @inline(__always)
  private mutating func memberStart(_ start: Int) -> Int {
    guard start < end, byte(start) == 0x22 else { return fail(.unexpectedCharacter, start) }
    let keyEnd = string(start &+ 1)
    return keyEnd < 0 ? keyEnd : afterColon(keyEnd)
  }

  /// Reads `:` with spaces around it; returns where the value begins.
  @inline(__always)
  mutating func afterColon(_ start: Int) -> Int {
    let colon = skipSpace(start)
    guard colon < end, byte(colon) == 0x3A else { return fail(.unexpectedCharacter, colon) }
    return skipSpace(colon &+ 1)
  }
}

/// A stack of booleans, 512 deep, in eight words.
private struct BitStack {
  private var words: InlineArray<8, UInt64> = InlineArray(repeating: 0)
  private var depth = 0

  /// Whether the innermost level is an object.
  var top: Bool {
    @inline(__always) get {
      let last = depth &- 1
      return words[last >> 6] & (1 << UInt64(last & 63)) != 0
    }
  }

  /// Goes one level in; false where that is too deep.
  @inline(__always)
  mutating func push(_ isObject: Bool) -> Bool {
    guard depth < JSONCursor.depthLimit else { return false }
    let bit: UInt64 = 1 << UInt64(depth & 63)
    if isObject { words[depth >> 6] |= bit } else { words[depth >> 6] &= ~bit }
    depth &+= 1
    return true
  }

  /// Goes one level out; true where that was the outermost.
  @inline(__always)
  mutating func pop() -> Bool {
    depth &-= 1
    return depth == 0
  }
}
