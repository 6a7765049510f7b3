import Glibc
import StageKit
import Wire

/// Reads whose updates a loader has not brought to Postscript, out of its rejects file or sync log.
enum RejectedPersons {
  /// The persons of the records in a rejects file, and in a sync log of those who were no subscribers
  /// yet; lines about anything else are passed over.
  ///
  /// Who is no subscriber today may be one tomorrow: had the update counted as accepted, what the
  /// person has would be sent only once it changes.
  ///
  /// - Throws: exit code 66 where it cannot be read, 78 where it is neither.
  static func read(_ path: String) throws(StageError) -> [PersonKey] {
    let descriptor: Int32
    do { descriptor = try Descriptors.openForReading(path) } catch { throw unreadable(path, error) }
    defer { close(descriptor) }
    var lines = LineReader(descriptor: descriptor)
    var persons: [PersonKey] = []
    while true {
      do throws(DescriptorError) {
        switch try lines.next() {
        case .end: return persons
        case .line: break
        case .tooLong: throw DescriptorError("read", EFBIG)
        }
      } catch {
        if error.isInterruption { continue }
        throw unreadable(path, error)
      }
      if let person = try person(in: lines.line, lines.lineNumber, path) { persons.append(person) }
    }
  }

  private static func unreadable(_ path: String, _ error: DescriptorError) -> StageError {
    StageError(.noInput, "--not-accepted: cannot \(error.operation) \(path): \(error.reason)")
  }

  private static func person(
    in line: ByteView,
    _ number: Int,
    _ path: String
  ) throws(StageError) -> PersonKey? {
    let message = try? JSONValue(parsing: line)
    if let input = message?["input"]?.string {
      guard let rejected = try? JSONValue(parsing: input) else { return nil }
      return person(rejected["record"] ?? rejected)
    }
    guard let message, message["type"]?.string != nil else {
      throw StageError(
        .config,
        "--not-accepted: line \(number) of \(path) is not one of a rejects file or sync log"
      )
    }
    guard let record = message["record"], isOfNoSubscriber(record) else { return nil }
    return person(record)
  }

  private static func isOfNoSubscriber(_ record: JSONValue) -> Bool {
    record["stream"]?.string == OutboundStream.updates.rawValue
      && record["outcome"]?.string == "no_subscriber"
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
