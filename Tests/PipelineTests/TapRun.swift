import Foundation
import TestSupport
import Testing
import Wire

/// Runs of one tap into one warehouse, and what was sent in all of them.
final class TapRun {
  /// Where a tap finds its source.
  struct TapSource {
    let host: String
    let port: String
    let user: String
    let database: String
    /// The port of a web server that has the files of the test.
    let web: String
    let work: String
  }

  /// A table with a value of each kind.
  static let source = """
    create schema source;
    create table source.items (id bigint primary key, amount numeric(20, 4), share double precision,
      title text, is_open boolean, day date, updated_at timestamptz, details jsonb, code uuid);
    insert into source.items
    select 9007199254740990 + g, g * 1.0001, g / 8.0, 'Größe ' || g || E'\\n"x"\\t\\\\', g % 2 = 0,
      date '2026-01-01' + g, timestamptz '2026-01-01' + g * interval '1 hour',
      jsonb_build_object('n', g, 'list', jsonb_build_array(1, null, 'é')),
      md5(g::text)::uuid
    from generate_series(1, 40) as g;
    insert into source.items (id, updated_at) values (1, '2026-01-01');
    """

  static let changes = """
    update source.items set title = 'changed', amount = null, updated_at = '2026-02-01' where id % 7 = 0;
    insert into source.items (id, title, updated_at) values (2, 'new', '2026-02-02');
    """

  /// The same for a tap that reads JSON.
  static func items(changed: Bool) -> String {
    let items = (1...40).map { number in
      let isChanged = changed && number % 7 == 0
      return #"{"id":\#(number),"amount":\#(number).25,"#
        + #""title":"\#(isChanged ? "changed" : "Größe")","is_open":\#(number % 2 == 0),"#
        + #""details":{"n":\#(number),"list":[1,null]},"#
        + #""updated_at":"2026-0\#(isChanged ? 2 : 1)-01T00:00:\#(number + 10)Z"}"#
    }
    return "[\(items.joined(separator: ",\n"))]\n"
  }

  private let tap: RealTap
  private let work: Workspace
  private let database: Database
  private var server: Running?
  private var runs = 0
  private let program: String

  init(_ tap: RealTap, _ work: Workspace, _ database: Database) throws {
    self.tap = tap
    self.work = work
    self.database = database
    let bin = (RealTap.folder ?? "") + "/" + tap.package + "/bin/"
    program = bin + tap.program
    try work.write("all", "")
    // A server of its own: it takes any free port and says which.
    try work.write(
      "serve.py",
      """
      import http.server, socketserver
      server = socketserver.TCPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
      print(server.server_address[1], file=open("port.new", "w"), flush=True)
      import os; os.rename("port.new", "port")
      server.serve_forever()
      """
    )
    server = try work.start(Command(path: bin + "python3", ["serve.py"]))
    try server?.waitUntil("it has a port") { _ in work.has("port") }
    let address = try database.row(
      "select current_setting('unix_socket_directories') || '|' || current_setting('port')"
    ).split(separator: "|").map(String.init)
    let place = TapSource(
      host: try #require(address.first),
      port: try #require(address.last),
      user: try database.row("select current_user"),
      database: database.name,
      web: try work.read("port").trimmingCharacters(in: .whitespacesAndNewlines),
      work: work.path
    )
    try work.write("config.json", tap.configuration(place))
  }

  deinit { _ = server?.signal(SIGKILL) }

  /// Runs the tap into the loader.
  ///
  /// - Returns: the state that the loader wrote last.
  func load(state: String?) throws -> String {
    runs += 1
    try work.write("messages.jsonl", Self.messages(changed: runs > 1))
    var arguments = ["--config", "config.json"]
    if tap.wantsCatalog {
      let found = try work.run(Command(path: program, arguments + ["--discover"])).orThrow()
      try work.write("catalog.json", try Self.selecting(found.text))
      arguments += ["--catalog", "catalog.json"]
    }
    if let state {
      try work.write("state.json", state)
      arguments += ["--state", "state.json"]
    }
    let sent = try work.run(Command(path: program, arguments)).orThrow()
    try work.write("sent", sent.text)
    try work.write("all", try work.read("all") + sent.text)
    let loaded = try work.run(
      .built("load-postgres", "--at-eof", "commit").with(environment: database.environment),
      input: .file("sent")
    ).orThrow()
    return loaded.lines.last ?? "{}"
  }

  /// A catalog that reads everything, by what has changed.
  private static func selecting(_ text: String) throws -> String {
    let catalog = try JSONValue(parsing: text)
    let streams = (catalog["streams"]?.array ?? []).map { stream in
      let metadata = (stream["metadata"]?.array ?? []).map { entry in
        guard entry["breadcrumb"]?.array?.isEmpty == true else {
          return entry.setting(
            "metadata",
            (entry["metadata"] ?? .object([])).setting("selected", .bool(true))
          )
        }
        var own = entry["metadata"] ?? .object([])
        own = own.setting("selected", .bool(true))
        own = own.setting("replication-method", .string("INCREMENTAL"))
        return entry.setting("metadata", own.setting("replication-key", .string("updated_at")))
      }
      return stream.setting("metadata", .array(metadata))
        .setting("replication_method", .string("INCREMENTAL"))
        .setting("replication_key", .string("updated_at"))
    }
    return catalog.setting("streams", .array(streams)).text
  }

  /// Messages for a tap that reads messages.
  private static func messages(changed: Bool) -> String {
    let schema =
      #"{"type":"SCHEMA","stream":"items","schema":{"properties":{"id":{"type":"integer"},"amount":"#
      + #"{"type":["null","number"]},"title":{"type":["null","string"]},"updated_at":{"type":"string","#
      + #""format":"date-time"}}},"key_properties":["id"]}"#
    let records = (1...40).map { number in
      #"{"type":"RECORD","stream":"items","record":{"id":\#(number),"amount":\#(number).125,"title":"#
        + #""\#(changed && number % 7 == 0 ? "changed" : "é")","updated_at":"2026-01-01T00:00:\#(number + 10)Z"}}"#
    }
    return ([schema] + records).joined(separator: "\n") + "\n"
  }

  /// The rows of the warehouse, without the loader's own columns.
  func rows() throws -> [String] {
    try database.rows(
      """
      select to_jsonb(i) - (select array_agg(attname::text) from pg_attribute
        where attrelid = 'sms.\(try table())'::regclass and attname like '\\_sdc%')
      from sms.\(try table()) as i order by id;
      """
    )
  }

  private func table() throws -> String {
    try database.row("select table_name from sms.etl_streams limit 1;")
  }

  /// Compares each value of the last record of each key with what is stored; throws where one differs.
  ///
  /// - Returns: how many values there were.
  func compared() throws -> Int {
    let text = try database.row(
      #"""
      set timezone = 'UTC';
      create temporary table raw (place bigserial, line jsonb);
      \copy raw (line) from 'all' with (format csv, delimiter e'\x02', quote e'\x01')
      create temporary table sent as
        select distinct on (line -> 'record' ->> 'id') line -> 'record' as r from raw
        where line ->> 'type' = 'RECORD' order by line -> 'record' ->> 'id', place desc;
      create temporary table found (compared bigint);
      do $$
      declare
        stored regclass := 'sms.' || (select quote_ident(table_name) from sms.etl_streams limit 1);
        c record;
        wrong text;
        number bigint;
        total bigint := 0;
      begin
        execute format('select string_agg(coalesce(r ->> ''id'', t.id::text), '','') from sent full join %s as t
          on (r ->> ''id'')::numeric = t.id where r is null or t.id is null', stored) into wrong;
        if wrong is not null then raise exception 'rows that are not on both sides: %', wrong; end if;
        for c in
          select attname as name, atttypid::regtype::text as type from pg_attribute
          where attrelid = stored and attnum > 0 and not attisdropped and attname not like '\_sdc%'
        loop
          execute format(
            case c.type when 'jsonb' then
              'select count(*), min(r::text) filter (where nullif(r -> %1$L, ''null'') is distinct from t.%2$I)'
            else
              'select count(*), min(r::text) filter (where (r ->> %1$L)::%3$s is distinct from t.%2$I)'
            end || ' from sent join %4$s as t on (r ->> ''id'')::numeric = t.id',
            c.name, c.name, c.type, stored) into number, wrong;
          if wrong is not null then raise exception '% differs in %', c.name, wrong; end if;
          total := total + number;
        end loop;
        insert into found values (total);
      end
      $$;
      select compared from found;
      """#
    )
    return Int(text) ?? 0
  }
}
