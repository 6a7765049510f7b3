import TestSupport
import Testing

/// Options count wherever a program runs.
@Suite("Arguments")
struct ArgumentTests {
  /// Hides /proc from a program, as a bare chroot does.
  private static let hidden = "mount -t tmpfs none /proc && exec \"$0\" \"$@\""

  /// True where the system lets a test make a mount namespace: not in every container.
  private static let canHide: Bool =
    (try? withWorkspace { work in
      try work.run(hiding("/bin/true")).status == 0
    }) ?? false

  private static func hiding(_ program: String, _ arguments: String...) -> TestSupport.Command {
    TestSupport.Command(
      path: "/usr/bin/unshare",
      ["-rm", "/bin/sh", "-c", hidden, program] + arguments
    )
  }

  @Test(
    "options are not lost where /proc is not mounted",
    .enabled(if: canHide, "the system grants no mount namespace, so /proc cannot be hidden")
  )
  func withoutProc() throws {
    try withWorkspace { work in
      let fixture = TestSupport.Command.built("stage-fixture").program
      let unknown = try work.run(Self.hiding(fixture, "--no-such-option"))
      #expect(unknown.status == 64, "\(unknown)")
      #expect(unknown.errors.contains("unknown option \"--no-such-option\""))
      let known = try work.run(Self.hiding(fixture, "--scenario", "nothing", "käse", ""))
      #expect(known.status == 0, "\(known)")
      #expect(known.errors.contains("scenario nothing, operands [\"käse\", \"\"]"))
    }
  }
}
