/// Messages damaged at random, as a program must bear them: no crash, no bug, no hang and no memory
/// beyond the usual.
public struct DamagedMessages {
  private let lines: [String]
  private let pieces: [String]

  /// Lines that are whole, and pieces of text that are put into them.
  public init(_ lines: [String], pieces: [String]) {
    self.lines = lines
    self.pieces = pieces
  }

  /// What became of the messages.
  public struct Result {
    /// How the program ended, and what it wrote.
    public let outcome: Outcome
    /// How many lines it rejected.
    public let rejected: Int

    /// The records that it wrote of a stream.
    public func records(of stream: String) -> [String] {
      outcome.lines.filter { $0.contains(#""stream":"\#(stream)","record""#) }
    }
  }

  /// Runs a program on so many damaged lines and a STATE, with all of them allowed to be rejects.
  public func run(
    _ program: String,
    _ options: [String] = [],
    seed: UInt64,
    count: Int
  ) throws -> Result {
    var random = SplitMix64(seed: seed)
    var bytes = (0..<count).flatMap { _ in damaged(&random) }
    bytes += Array("{\"type\":\"STATE\",\"value\":{}}\n".utf8)
    return try withWorkspace { work in
      try writeBytes(bytes, to: work.file("in"))
      let command = Command(
        path: BuiltProducts.program(program),
        options + ["--rejects", "rejects", "--max-rejects", "100%"]
      )
      return Result(
        outcome: try work.run(command.killed(after: 60), input: .file("in")),
        rejected: try work.read("rejects").split(separator: "\n").count
      )
    }
  }

  private func damaged(_ random: inout SplitMix64) -> [UInt8] {
    var bytes = Array((lines.randomElement(using: &random) ?? "").utf8)
    for _ in 0..<Int.random(in: 0..<6, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.removeSubrange(place..<min(bytes.count, place + 12))
      default:
        let end = min(bytes.count, place + Int.random(in: 0..<8, using: &random))
        let piece = pieces.randomElement(using: &random) ?? ""
        bytes.replaceSubrange(place..<end, with: Array(piece.utf8))
      }
    }
    return bytes.filter { $0 != UInt8(ascii: "\n") } + [UInt8(ascii: "\n")]
  }
}
