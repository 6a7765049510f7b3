import TestSupport
import Testing

/// What the compiler refuses: programs that would read memory which is gone or has moved.
///
/// Each program is compiled against the module that this test uses. The lines that end with
/// `// refused` must get an error and no other line may, so that a program which fails for another
/// reason, or a misuse that compiles, fails the test.
@Suite struct MisuseTests {
  @Test func aViewCannotOutliveAChangeOfItsOwner() throws {
    try expectRefused(
      """
      func grow(_ buffer: inout ByteBuffer) -> UInt8 {
        let view = buffer.view
        for _ in 0..<4096 { buffer.append(0x2A) } // refused
        return view[0]
      }
      func goOn(_ reader: inout LineReader) throws -> Int {
        let line = reader.line
        _ = try reader.next() // refused
        return line.count
      }
      func appendToItself(_ buffer: inout ByteBuffer) {
        buffer.append(buffer.view) // refused
      }
      func slice(_ buffer: inout ByteBuffer) -> Int {
        let word = buffer.view[0, 8].trimmed
        buffer.removeAll() // refused
        return word.count
      }
      func shorten(_ buffer: inout ByteBuffer) -> Int {
        buffer.withView { view in
          buffer.removeAll() // refused
          return view.count
        }
      }
      func correctUse(_ buffer: inout ByteBuffer, _ other: inout ByteBuffer) -> Int {
        other.append(buffer.view)
        let count = buffer.view[0, 8].trimmed.count
        buffer.append(0x2A)
        return count
      }
      """
    )
  }

  @Test func aViewCannotOutliveItsOwner() throws {
    try expectRefused(
      """
      @_lifetime(immortal)
      func leave() -> ByteView {
        let buffer = ByteBuffer()
        return buffer.view // refused
      }
      final class Keeper {
        var view: ByteView // refused
        init(_ view: ByteView) { // refused
          self.view = view
        }
      }
      final class Holder {
        var buffer = ByteBuffer()
        func first() -> UInt8 {
          let view = buffer.view // refused
          return view[0]
        }
        func firstLent() -> UInt8 { buffer.withView { $0[0] } }
      }
      """
    )
  }

  @Test func aViewCannotBeKept() throws {
    try expectRefused(
      """
      struct Keeper {
        let view: ByteView // refused
      }
      struct Borrower: ~Escapable {
        let view: ByteView
      }
      func list(_ buffer: borrowing ByteBuffer) {
        let views: [ByteView] = [] // refused
        _ = views
      }
      """
    )
  }

  /// Compiles a program and compares the lines with errors with those that are marked.
  private func expectRefused(
    _ program: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try withWorkspace { workspace in
      let text = "import Wire\n" + program + "\n"
      try workspace.write("misuse.swift", text)
      let outcome = try workspace.run(
        Command(
          path: "/usr/bin/env",
          [
            "swiftc", "-emit-sil", "-o", "/dev/null", "-swift-version", "6",
            "-enable-experimental-feature", "Lifetimes", "-diagnostic-style", "llvm",
            "-I", BuiltProducts.directory + "/Modules", "misuse.swift",
          ]
        )
      )
      let refused = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        .filter { $0.element.hasSuffix("// refused") }.map { $0.offset + 1 }
      let errors = outcome.errors.split(separator: "\n").compactMap { line -> Int? in
        let parts = line.split(separator: ":", maxSplits: 4)
        guard parts.count == 5, parts[0].hasSuffix("misuse.swift"), parts[3] == " error" else {
          return nil
        }
        return Int(parts[1])
      }
      #expect(Set(errors) == Set(refused), "\(outcome.errors)", sourceLocation: sourceLocation)
      #expect(outcome.status == 1, sourceLocation: sourceLocation)
    }
  }
}
