/// Why a line is not one JSON object, and where.
public struct JSONFault: Error, Sendable, Equatable {
  /// What is wrong, as a sentence fragment for a reject's reason.
  public enum Problem: String, Sendable {
    case notObject = "the line is not a JSON object"
    case unexpectedEnd = "the JSON text ends too early"
    case unexpectedCharacter = "unexpected character"
    case controlCharacter = "a string holds an unescaped control character"
    case badEscape = "invalid escape in a string"
    case badNumber = "malformed number"
    case notANumber = "NaN is no JSON number (null stands for an unknown one)"
    case infinity = "Infinity is no JSON number (null stands for an unknown one)"
    case badLiteral = "malformed literal (expected true, false or null)"
    case tooDeep = "nested deeper than 512 levels"
    case trailingBytes = "bytes follow the JSON object"
    case invalidUTF8 = "invalid UTF-8"
    case duplicateMember = "a message member appears twice"
  }

  /// What is wrong.
  public let problem: Problem
  /// The byte of the line, from 0, at which it was seen.
  public let offset: Int

  /// Makes a fault.
  public init(_ problem: Problem, at offset: Int) {
    self.problem = problem
    self.offset = offset
  }

  /// The reason with its place, counted from 1 as editors do.
  public var reason: String { "\(problem.rawValue) at byte \(offset + 1)" }
}
