import Foundation
import TestSupport
import Testing
import Wire

/// Runs of one tap into the warehouse, of a table that the test changes in between.
final class TapRun {
  private let tap: RealTap
  private let work: Workspace
  private let database: Database
  private var server: Running?
  private var changes = 0

  init(_ tap: RealTap, _ work: Workspace, _ database: Database) throws {
    self.tap = tap
    self.work = work
    self.database = database
    try database.execute(Self.items)
    var port = "0"
    if tap.source == .page {
      // It takes any free port, and says which.
      let serve = ["-u", "-m", "http.server", "0", "--bind", "127.0.0.1"]
      server = try work.start(Command(path: tap.program("python"), serve), output: .file("served"))
      try server?.waitUntil("it says its port") { _ in
        try work.read("served").contains("/)")
      }
      let words = try work.read("served").split(separator: " ")
      port = String(try #require(words.drop { $0 != "port" }.dropFirst().first))
    }
    let settings = try database.row(
      "select concat_ws(' ', current_setting('unix_socket_directories'), current_setting('port'), "
        + "current_user)"
    ).split(separator: " ").map(String.init)
    try work.write(
      "tap.json",
      tap.configuration(
        RealTap.Place(
          socket: settings[0],
          port: settings[1],
          user: settings[2],
          database: database.name,
          web: port,
          folder: work.path
        )
      )
    )
    try change("")
  }

  deinit { _ = server?.signal(SIGKILL) }

  /// Changes the table, and the file that a tap reads instead of it.
  func change(_ sql: String) throws {
    try database.execute(sql)
    guard let file = tap.source.file else { return }
    let row = "select to_jsonb(i) from source.items as i order by id"
    let query =
      switch tap.source {
      case .sheet: #"\copy source.items to 'items.csv' with (format csv, header)"#
      case .page: "select json_agg(to_jsonb(i) order by id) from source.items as i;"
      default: "\(row);"
      }
    let output = try database.execute("set timezone = 'UTC';\n" + query).text
    if tap.source != .sheet { try work.write(file, output) }
    // These taps go by the time of the file, in seconds.
    changes += 1
    try work.touch(file, at: 1_767_225_600 + changes * 60)
  }

  /// Runs the tap into the loader from a state.
  ///
  /// - Returns: the state that the loader wrote last, or the same where there is nothing new to say.
  func load(from state: String?) throws -> String? {
    var arguments = ["--config", "tap.json"]
    let program = tap.program(tap.name)
    if let option = tap.catalog {
      let found = try work.run(Command(path: program, arguments + ["--discover"])).orThrow()
      try work.write("catalog.json", try selecting(found.text))
      arguments += [option, "catalog.json"]
    }
    if let state {
      try work.write("state.json", state)
      arguments += ["--state", "state.json"]
    }
    try work.run(Command(path: program, arguments), output: .file("sent")).orThrow()
    let loaded = try work.run(
      .built("load-postgres", "--at-eof", "commit", environment: database.environment),
      input: .file("sent")
    ).orThrow()
    return loaded.lines.last ?? state
  }

  /// What is wrong with the table of the warehouse: rows of one side that are not on the other.
  ///
  /// Rows that are gone at the source stay where the tap cannot say so.
  func differences(keepingGone: Bool) throws -> [String] {
    let table = try database.row("select quote_ident(table_name) from sms.etl_streams")
    // A value of the warehouse may be text where the tap says so: it has to be the same value.
    let stored = Self.columns.map { "nullif(\($0.name)::text, '')::\($0.type) as \($0.name)" }
    let names = Self.columns.map(\.name).joined(separator: ", ")
    return try database.rows(
      """
      set timezone = 'UTC';
      create temporary view expected as select \(names) from source.items
        \(keepingGone ? "union all select \(names) from gone.items" : "");
      create temporary view stored as select \(stored.joined(separator: ", ")) from sms.\(table);
      select 'lacks', * from (select * from expected except all select * from stored) as l
      union all
      select 'has', * from (select * from stored except all select * from expected) as h;
      """
    )
  }

  /// A catalog that selects everything, with the method of the tap.
  private func selecting(_ text: String) throws -> String {
    let catalog = try JSONValue(parsing: text)
    let method = JSONValue.string(tap.method)
    let key = JSONValue.string("updated_at")
    let streams = (catalog["streams"]?.array ?? []).map { stream in
      let metadata = (stream["metadata"]?.array ?? []).map { entry in
        var own = (entry["metadata"] ?? .object([])).setting("selected", .bool(true))
        if entry["breadcrumb"]?.array?.isEmpty == true {
          own = own.setting("replication-method", method).setting("replication-key", key)
        }
        return entry.setting("metadata", own)
      }
      return stream.setting("metadata", .array(metadata))
        .setting("replication_method", method).setting("replication_key", key)
    }
    return catalog.setting("streams", .array(streams)).text
  }
}

extension TapRun {
  /// The columns of the table, with a value of each kind.
  private static let columns: [(name: String, type: String)] = [
    ("id", "bigint"), ("amount", "numeric"), ("share", "double precision"), ("title", "text"),
    ("is_open", "boolean"), ("day", "date"), ("updated_at", "timestamptz"), ("code", "uuid"),
  ]

  private static let items = """
    create schema source;
    create schema gone;
    create table source.items (\(columns.map { "\($0.name) \($0.type)" }.joined(separator: ", ")),
      primary key (id));
    create table gone.items (like source.items);
    insert into source.items
    select 9007199254740990 + g, g * 1.0001, g / 7.0, 'Größe ' || g || E'\\n"x",\\t\\\\;', g % 2 = 0,
      date '2026-01-01' + g, timestamptz '2026-01-01 00:00:00.25Z' + g * interval '1 hour', md5(g::text)::uuid
    from generate_series(1, 40) as g;
    insert into source.items (id, updated_at) values (1, '2026-01-01Z');
    """

  /// Rows that change, come and go.
  static let firstChanges = """
    update source.items set title = 'changed', amount = null, updated_at = '2026-02-01Z' where id % 7 = 0;
    update source.items set is_open = not is_open, updated_at = '2026-02-01 00:00:00.000001Z'
    where id % 7 in (1, 3, 4);
    with g as (delete from source.items where id % 7 = 2 returning *) insert into gone.items select * from g;
    insert into source.items (id, title, updated_at) values (2, 'new', '2026-02-02Z');
    """

  static let laterChanges = """
    update source.items set day = day + 1, updated_at = '2026-03-01Z' where id % 7 = 5;
    """
}
