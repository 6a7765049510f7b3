import StageKit
import Testing

@Suite("Message options")
struct WireOptionsTests {
  private struct Options: Sendable {
    var limit = 1
    var wire = WireOptions()
  }

  private func read(_ arguments: [String]) throws -> WireOptions {
    let command = Command<Options>(
      "reader",
      summary: "read messages",
      initial: Options(),
      options: [.value("--limit", "N", \.limit, help: "A limit.")]
        + WireOptions.rows.within(\.wire)
    )
    let nothing = Environment(variable: { _ in nil }, file: { _ in [] })
    guard case .run(let run) = try command.interpret(arguments, in: nothing) else {
      throw StageError(.software, "no run")
    }
    #expect(run.options.limit == 1)
    return run.options.wire
  }

  @Test("without options, messages with envelopes and a closing STATE are expected")
  func defaults() throws {
    let wire = try read([])
    #expect(wire.stream == nil)
    #expect(wire.key.isEmpty)
    #expect(!wire.bare)
    #expect(wire.atEOF == .fail)
    #expect(!wire.replay)
  }

  @Test("every option of the group reaches its property")
  func all() throws {
    let wire = try read([
      "--stream", "orders", "--key", "store_id, id", "--bare", "--at-eof=commit", "--replay",
    ])
    #expect(wire.stream == "orders")
    #expect(wire.key == ["store_id", "id"])
    #expect(wire.bare)
    #expect(wire.atEOF == .commit)
    #expect(wire.replay)
  }

  @Test("a wrong action is refused")
  func wrongAction() {
    let error = #expect(throws: StageError.self) { try read(["--at-eof", "ignore"]) }
    #expect(error?.code == .usage)
    #expect(error?.message == "--at-eof: \"ignore\" is not one of fail, commit")
  }
}
