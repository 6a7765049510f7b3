/// One numbered step of the warehouse's tables, compiled into the program.
///
/// To add one, put `mNNNN_name.sql` beside the others in `Migrations/`. A migration that has been
/// released is never edited: its checksum is recorded in every warehouse. Functions and views are
/// no migrations but definitions; see ``Definition``.
public struct Migration: Sendable {
  /// The number, which decides the order.
  public let version: Int
  /// The name, for people.
  public let name: String
  private let file: SQLFile

  /// Makes a migration of a file named `mNNNN_name`.
  init(file name: String, _ bytes: [UInt8]) {
    let digits = name.dropFirst().prefix(4)
    guard name.hasPrefix("m"), let version = Int(digits), name.dropFirst(5).first == "_" else {
      preconditionFailure("\(name).sql is not named mNNNN_name.sql")
    }
    self.version = version
    self.name = String(name.dropFirst(6))
    file = SQLFile(bytes)
  }

  /// A checksum of the text.
  public var checksum: String { file.checksum }

  /// The tables that it makes.
  var tables: [String] { file.names(after: "create table @schema@.") }

  /// The statements, for that schema.
  public func sql(schema: String) -> String { file.sql(schema: schema) }
}
