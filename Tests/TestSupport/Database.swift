import Foundation

/// A database that belongs to one test, on the server that the environment names.
///
/// `TEST_DATABASE_URL` names the server (`make test` starts a private one and sets it); without it
/// the usual PG* variables do.
public final class Database: Sendable {
  /// The name of the database.
  public let name: String
  /// The connection URL, as in `DATABASE_URL`.
  public let url: String
  private let workspace: Workspace

  init(name: String, url: String, workspace: Workspace) {
    self.name = name
    self.url = url
    self.workspace = workspace
  }

  /// What a program needs in its environment to connect to this database.
  public var environment: [String: String] {
    Server.passedOn.merging(["DATABASE_URL": url]) { $1 }
  }

  /// Runs SQL (and psql's own commands, such as `\copy`) and throws on the first error.
  ///
  /// Relative paths in it start at the workspace.
  @discardableResult
  public func execute(_ sql: String) throws -> Outcome {
    try Server.psql(url, sql, in: workspace).orThrow()
  }

  /// The rows of a query, each as its columns joined by `|`; null is `NULL`.
  public func rows(_ sql: String) throws -> [String] { try execute(sql).lines }

  /// The first row of a query; throws where there is none.
  public func row(_ sql: String) throws -> String {
    guard let first = try rows(sql).first else { throw TestFailure("no rows: \(sql)") }
    return first
  }
}

extension Database {
  /// Runs a test with a copy of this database, to which no one may be connected meanwhile, and removes
  /// the copy afterwards.
  public func withCopy<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try Server.withDatabase(template: name, in: workspace, body)
  }
}

/// Runs a test with a folder and its own new, empty database, and removes both afterwards.
@discardableResult
public func withDatabase<Result>(
  _ body: (Workspace, Database) throws -> Result
) throws -> Result {
  try withWorkspace { workspace in
    // template0: nobody can be connected to it, so databases can be made at the same time.
    try Server.withDatabase(template: "template0", in: workspace) { try body(workspace, $0) }
  }
}

/// The PostgreSQL server that tests use.
enum Server {
  /// The settings of libpq that programs started by a test shall see too.
  static let passedOn = ProcessInfo.processInfo.environment.filter { $0.key.hasPrefix("PG") }

  static func withDatabase<Result>(
    template: String,
    in workspace: Workspace,
    _ body: (Database) throws -> Result
  ) throws -> Result {
    let name = "test_" + UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: "")
    let server = try url(database: nil)
    try psql(server, "create database \(name) template \(template)", in: workspace).orThrow()
    let database = Database(name: name, url: try url(database: name), workspace: workspace)
    let result = Swift.Result { try body(database) }
    try psql(server, "drop database \(name) with (force)", in: workspace).orThrow()
    return try result.get()
  }

  static func url(database: String?) throws -> String {
    let environment = ProcessInfo.processInfo.environment
    guard let base = environment["TEST_DATABASE_URL"] else {
      guard environment["PGHOST"] != nil else {
        throw TestFailure(
          "no PostgreSQL to test with: run make test, or set TEST_DATABASE_URL to a server on which "
            + "the tests may create databases"
        )
      }
      return "postgresql:///\(database ?? environment["PGDATABASE"] ?? "postgres")"
    }
    guard let database else { return base }
    guard var parts = URLComponents(string: base) else {
      throw TestFailure("TEST_DATABASE_URL is not a URL")
    }
    parts.path = "/" + database
    return parts.string ?? base
  }

  static func psql(_ url: String, _ sql: String, in workspace: Workspace) throws -> Outcome {
    let command = Command(
      path: "/usr/bin/env",
      [
        "psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--pset", "null=NULL",
        "--set", "ON_ERROR_STOP=1", "--dbname", url,
      ],
      environment: passedOn
    )
    return try workspace.run(command, input: .text(sql))
  }
}
