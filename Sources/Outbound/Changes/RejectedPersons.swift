import StageKit
import Wire

/// Reads whose updates a loader has rejected, out of its rejects file.
enum RejectedPersons {
  /// The persons of the records in a rejects file; lines about anything else are passed over.
  ///
  /// - Throws: exit code 66 where it cannot be read, 78 where it is no rejects file.
  static func read(_ path: String) throws(StageError) -> [PersonKey] {
    let bytes = try Environment.process.contents(of: path)
    var persons: [PersonKey] = []
    for (number, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
      guard let reject = try? Array(line).withView({ try JSONValue(parsing: $0) }),
        let text = reject["input"]?.string
      else {
        throw StageError(
          .config,
          "--not-accepted: line \(number + 1) of \(path) is not one of a rejects file"
        )
      }
      guard let message = try? JSONValue(parsing: text) else { continue }
      if let person = person(message["record"] ?? message) { persons.append(person) }
    }
    return persons
  }

  private static func person(_ record: JSONValue) -> PersonKey? {
    let names = ["person", "subscriber_id", "phone", "email"]
    guard let person = names.lazy.compactMap({ record[$0]?.string }).first else { return nil }
    let store = record["store_id"]?.string ?? ""
    return store.withView { store in
      person.withView { PersonKey(store: store, person: $0) }
    }
  }
}
