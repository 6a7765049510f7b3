public import StageKit
import Wire

/// The name of a profile.
public struct ProfileName: OptionValue {
  /// The name itself.
  public let name: String

  /// The names of all profiles, and `generic`.
  public static var choices: [String] { Profile.all.map(\.name) + ["generic"] }

  /// Reads a name.
  public init(optionText: String) throws(InvalidValue) {
    guard Self.choices.contains(optionText) else {
      let nearest = NearestName.of(optionText, in: Self.choices)
      let guess = nearest.map { "; did you mean \($0)?" } ?? ""
      throw InvalidValue("is not one of \(Self.choices.joined(separator: ", "))\(guess)")
    }
    name = optionText
  }

  /// The name itself.
  public var optionText: String? { name }

  /// True for the profile that takes any CSV as it is.
  public var isGeneric: Bool { name == "generic" }

  /// The profile of this name, with the header names of the file `mapping`, where one is given;
  /// stream and key count for the generic one.
  ///
  /// - Throws: exit code 66 where the mapping file cannot be read, 78 where it is wrong.
  public func profile(
    stream: String,
    key: [String],
    mapping: String?
  ) throws -> Profile {
    let profile =
      Profile.all.first { $0.name == name } ?? Profile.generic(stream: stream, key: key)
    guard let mapping else { return profile }
    return try Mapping.apply(Self.parse(mapping), from: mapping, to: profile)
  }

  private static func parse(_ mapping: String) throws -> JSONValue {
    do {
      return try Environment.process.file(mapping).withView { try JSONValue(parsing: $0) }
    } catch let fault as JSONFault {
      throw StageError(.config, "mapping \(mapping): \(fault.reason)")
    }
  }
}
