extension JSONCursor {
  /// Reads an object or array whose opening bracket is at `start`.
  ///
  /// One bit a level says whether the level is an object, so that a hostile depth costs neither
  /// stack nor memory.
  @inline(never)
  mutating func nested(_ start: Int) -> Int {
    var levels = BitStack()
    var offset = start
    var expectsValue = true
    while true {
      if expectsValue {
        guard offset < end else { return fail(.unexpectedEnd, offset) }
        let character = byte(offset)
        if character == UInt8(ascii: "{") || character == UInt8(ascii: "[") {
          guard levels.push(character == UInt8(ascii: "{")) else { return fail(.tooDeep, offset) }
          offset = skipSpace(offset &+ 1)
          guard offset < end else { return fail(.unexpectedEnd, offset) }
          if byte(offset)
            == (character == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]"))
          {
            offset &+= 1
            expectsValue = false
            if levels.pop() { break }
            continue
          }
          if character == UInt8(ascii: "{") { offset = memberStart(offset) }
        } else {
          offset = character == UInt8(ascii: "\"") ? string(offset &+ 1) : scalar(character, offset)
          expectsValue = false
        }
        if offset < 0 { return offset }
        continue
      }
      offset = skipSpace(offset)
      guard offset < end else { return fail(.unexpectedEnd, offset) }
      let character = byte(offset)
      if character == UInt8(ascii: ",") {
        offset = skipSpace(offset &+ 1)
        if levels.top { offset = memberStart(offset) }
        if offset < 0 { return offset }
        expectsValue = true
      } else if character == (levels.top ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
        offset &+= 1
        if levels.pop() { break }
      } else {
        return fail(.unexpectedCharacter, offset)
      }
    }
    return offset
  }

  /// Reads a key, the colon and the spaces around it; returns where the value begins.
  @inline(__always)
  private mutating func memberStart(_ start: Int) -> Int {
    guard start < end, byte(start) == UInt8(ascii: "\"") else {
      return fail(.unexpectedCharacter, start)
    }
    let keyEnd = string(start &+ 1)
    return keyEnd < 0 ? keyEnd : afterColon(keyEnd)
  }

  /// Reads `:` with spaces around it; returns where the value begins.
  @inline(__always)
  mutating func afterColon(_ start: Int) -> Int {
    let colon = skipSpace(start)
    guard colon < end, byte(colon) == UInt8(ascii: ":") else {
      return fail(.unexpectedCharacter, colon)
    }
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
      assert(depth > 0 && depth <= JSONCursor.depthLimit)
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
    assert(depth > 0)
    depth &-= 1
    return depth == 0
  }
}
