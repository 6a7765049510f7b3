import Glibc
import TestSupport
import Testing
import Wire

@Suite("Line reader")
struct LineReaderTests {
  /// Reads pieces through a pipe, each written by itself, and returns the lines.
  private func lines(of pieces: [[UInt8]], limit: Int, bufferSize: Int) throws -> [String] {
    var ends: [Int32] = [0, 0]
    try #require(unsafe pipe(&ends) == 0)
    defer { close(ends[0]) }
    var reader = LineReader(descriptor: ends[0], limit: limit, bufferSize: bufferSize)
    var waiting = pieces[...]
    var isOpen = true
    var found: [String] = []
    while true {
      guard let line = reader.buffered() else {
        if let piece = waiting.popFirst() {
          try piece.withView { try Descriptors.write($0, to: ends[1]) {} }
        } else if isOpen {
          // Once: the number may by then be a descriptor of a test that runs at the same time.
          close(ends[1])
          isOpen = false
        }
        try reader.fill()
        continue
      }
      switch line {
      case .line: found.append(reader.line.text)
      case .tooLong(let bytes): found.append("<\(bytes)>")
      case .end: return found
      }
    }
  }

  @Test("any chunking gives the same lines", arguments: seeds(0..<60))
  func anyChunkingGivesTheSameLines(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let expected = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
      String(repeating: "x", count: Int.random(in: 0..<90, using: &random))
    }
    var rest = Array(expected.joined(separator: "\n").utf8)[...]
    let isTerminated = Bool.random(using: &random) && !expected.isEmpty
    if isTerminated { rest.append(0x0A) }
    var pieces: [[UInt8]] = []
    while !rest.isEmpty {
      let length = Int.random(in: 1...50, using: &random)
      pieces.append(Array(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    let limit = 60
    var wanted = expected.map { $0.utf8.count > limit ? "<\($0.utf8.count)>" : $0 }
    // A last line without bytes and without a newline is no line.
    if !isTerminated, wanted.last == "" { wanted.removeLast() }
    #expect(try lines(of: pieces, limit: limit, bufferSize: 16) == wanted)
  }

  @Test("counts lines and bytes")
  func countsLinesAndBytes() throws {
    var ends: [Int32] = [0, 0]
    try #require(unsafe pipe(&ends) == 0)
    try Array("one\ntwo\nthree".utf8).withView { try Descriptors.write($0, to: ends[1]) {} }
    close(ends[1])
    var reader = LineReader(descriptor: ends[0])
    var seen: [[Int]] = []
    var terminated: [Bool] = []
    while case .line = try reader.next() {
      seen.append([reader.lineNumber, reader.lineOffset])
      terminated.append(reader.lineWasTerminated)
    }
    close(ends[0])
    #expect(seen == [[1, 0], [2, 4], [3, 8]])
    #expect(terminated == [true, true, false])
    #expect(reader.bytesRead == 13)
  }

  @Test("a full device is an error")
  func aFullDeviceIsAnError() throws {
    let full = unsafe open("/dev/full", O_WRONLY)
    defer { close(full) }
    #expect(throws: DescriptorError("write", ENOSPC)) {
      try Descriptors.write(ByteView("data"), to: full) {}
    }
  }
}
