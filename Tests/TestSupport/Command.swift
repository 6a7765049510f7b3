import Glibc

/// A program to run, its arguments, and what its environment has beyond the plain one.
public struct Command: Sendable {
  /// The path of the program.
  public var program: String
  /// The arguments after the program's name.
  public var arguments: [String]
  /// Environment variables to set, beyond `Command.plainEnvironment`.
  public var environment: [String: String]

  /// A program by its path.
  public init(path: String, _ arguments: [String], environment: [String: String] = [:]) {
    self.program = path
    self.arguments = arguments
    self.environment = environment
  }

  /// A program of this build, by its name.
  public static func built(
    _ name: String,
    _ arguments: String...,
    environment: [String: String] = [:]
  ) -> Command {
    Command(path: BuiltProducts.program(name), arguments, environment: environment)
  }

  /// A script for `/bin/sh`, with the built programs first on `PATH`.
  public static func shell(
    _ script: String,
    _ arguments: String...,
    environment: [String: String] = [:]
  ) -> Command {
    Command(path: "/bin/sh", ["-c", script, "sh"] + arguments, environment: environment)
  }

  /// A script of the `pipelines` folder, by its name, with the built programs first on `PATH`.
  public static func pipeline(
    _ name: String,
    _ arguments: String...,
    environment: [String: String] = [:]
  ) -> Command {
    Command(path: BuiltProducts.pipeline(name), arguments, environment: environment)
  }

  /// The same command with more environment variables.
  public func with(environment more: [String: String]) -> Command {
    var copy = self
    copy.environment.merge(more) { _, new in new }
    return copy
  }

  /// The same command, killed after that many seconds where it still runs then.
  public func killed(after seconds: Double) -> Command {
    Command(
      path: "/usr/bin/timeout",
      ["--signal=KILL", "\(seconds)", program] + arguments,
      environment: environment
    )
  }

  /// The environment that every command starts from: the caller's, without the settings that would
  /// change what our programs do, with the built programs first on `PATH`.
  static let plainEnvironment: [String: String] = {
    var kept: [String: String] = [:]
    for name in ["HOME", "LANG", "PATH", "TMPDIR", "USER"] {
      if let value = unsafe getenv(name) { kept[name] = unsafe String(cString: value) }
    }
    // What pipelines keep between runs is not to land in the home of whoever tests.
    kept["XDG_STATE_HOME"] = BuiltProducts.checkout + "/.build/test-state"
    kept["PATH"] = BuiltProducts.directory + ":" + (kept["PATH"] ?? "/usr/bin:/bin")
    return kept
  }()

  /// The variables that the program sees, as `NAME=value`.
  var environmentList: [String] {
    Command.plainEnvironment.merging(environment) { _, own in own }
      .map { "\($0.key)=\($0.value)" }.sorted()
  }

  /// The command as one could type it, for messages.
  public var line: String { ([program] + arguments).joined(separator: " ") }
}
