import Foundation
import Glibc
import Synchronization

/// A folder for one test, in which its programs run; removed when the test is done.
public final class Workspace: Sendable {
  /// The path of the folder.
  public let path: String
  private let serial = Mutex(0)

  init() throws {
    let parent = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    path = "\(parent)/postscript-etl-\(UUID().uuidString.lowercased())"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  func remove() throws { try FileManager.default.removeItem(atPath: path) }

  /// The full path of a file of this folder.
  public func file(_ name: String) -> String { name.hasPrefix("/") ? name : path + "/" + name }

  /// Writes a file of this folder and returns its full path.
  @discardableResult
  public func write(_ name: String, _ text: String) throws -> String {
    try writeBytes(Array(text.utf8), to: file(name))
    return file(name)
  }

  /// The text of a file of this folder.
  public func read(_ name: String) throws -> String { try readText(file(name)) }

  /// True where this folder has such a file.
  public func has(_ name: String) -> Bool { unsafe access(file(name), F_OK) == 0 }

  /// Sets when a file of this folder was last changed, in seconds since 1970.
  public func touch(_ name: String, at seconds: Int) throws {
    let date = Date(timeIntervalSince1970: TimeInterval(seconds))
    try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: file(name))
  }

  /// A file name that nothing in this folder has yet.
  func fresh(_ suffix: String) -> String {
    let number = serial.withLock { value in
      value += 1
      return value
    }
    return file(".run-\(number).\(suffix)")
  }
}

/// Runs a test in its own folder, and removes the folder afterwards.
@discardableResult
public func withWorkspace<Result>(_ body: (Workspace) throws -> Result) throws -> Result {
  let workspace = try Workspace()
  let result = Swift.Result { try body(workspace) }
  try workspace.remove()
  return try result.get()
}
