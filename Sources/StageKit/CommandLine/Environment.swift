import Glibc

/// What a program finds around it: environment variables and files.
///
/// Tests give their own; ``process`` is the real one.
public struct Environment {
  /// The value of a variable, or nil.
  public let variable: (String) -> String?
  /// The bytes of a file.
  public let file: (String) throws -> [UInt8]

  /// Makes an environment.
  public init(
    variable: @escaping (String) -> String?,
    file: @escaping (String) throws -> [UInt8]
  ) {
    self.variable = variable
    self.file = file
  }

  /// The environment of this process.
  public static var process: Environment {
    Environment(
      variable: { name in
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(cString: value)
      },
      file: { path in try SmallFile.read(path) }
    )
  }
}

extension Environment {
  /// The bytes of a file that a user has named.
  ///
  /// - Throws: exit code 66 where it cannot be read.
  public func contents(of path: String) throws(StageError) -> [UInt8] {
    do { return try file(path) } catch { throw StageError(describing: error) }
  }
}
