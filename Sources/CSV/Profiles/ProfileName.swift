public import StageKit
import Wire

/// The name of a profile.
public struct ProfileName: OptionValue {
  /// The name itself.
  public let name: String

  /// The names of all profiles, `generic` and `auto`.
  public static var choices: [String] { Profile.all.map(\.name) + ["generic", "auto"] }

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

  /// True where the header of each file tells its profile.
  public var isAutomatic: Bool { name == "auto" }

  /// The profile of this name, or all that a file may have, with the header names of the file `mapping`,
  /// where one is given; stream and key count for the generic one.
  ///
  /// - Throws: exit code 66 where the mapping file cannot be read, 78 where it is wrong.
  public func profiles(
    stream: String,
    key: [String],
    mapping: String?
  ) throws -> [Profile] {
    var profiles = Profile.all
    if !isAutomatic {
      let named = Profile.all.first { $0.name == name }
      profiles = [named ?? Profile.generic(stream: stream, key: key)]
    }
    guard let mapping else { return profiles }
    let json = try Self.parse(mapping)
    if !isAutomatic { return [try Mapping.apply(json, from: mapping, to: profiles[0])] }
    guard let place = profiles.firstIndex(where: { $0.name == json["profile"]?.string }) else {
      throw StageError(
        .config,
        "mapping \(mapping): with --profile auto its \"profile\" must be one of "
          + Profile.all.map(\.name).joined(separator: ", ")
      )
    }
    profiles[place] = try Mapping.apply(json, from: mapping, to: profiles[place])
    return profiles
  }

  private static func parse(_ mapping: String) throws -> JSONValue {
    do {
      return try Environment.process.file(mapping).withView { try JSONValue(parsing: $0) }
    } catch let fault as JSONFault {
      throw StageError(.config, "mapping \(mapping): \(fault.reason)")
    }
  }
}
