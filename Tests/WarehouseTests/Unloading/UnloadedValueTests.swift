import TestSupport
import Testing
import Wire

/// What becomes of each type's values.
@Suite("Values that extract-postgres writes")
struct UnloadedValueTests {
  /// A type, a value as SQL, and the JSON of it.
  struct Value: Sendable, CustomTestStringConvertible {
    let type: String
    let sql: String
    let json: String
    var testDescription: String { "\(type): \(sql)" }

    init(_ type: String, _ sql: String, _ json: String) {
      (self.type, self.sql, self.json) = (type, sql, json)
    }
  }

  static let values: [Value] = [
    Value("smallint", "-32768", "-32768"),
    Value("integer", "2147483647", "2147483647"),
    Value("bigint", "-9223372036854775808", "-9223372036854775808"),
    Value("oid", "4294967295", "4294967295"),
    Value("numeric", "12.50", "12.50"),
    Value("numeric(12,3)", "0", "0.000"),
    Value(
      "numeric",
      "-123456789012345678901234567890123456789012345.00001",
      "-123456789012345678901234567890123456789012345.00001"
    ),
    Value("numeric", "1e30", "1000000000000000000000000000000"),
    Value("double precision", "0.1", "0.1"),
    Value("double precision", "'1.7976931348623157e308'", "1.7976931348623157e+308"),
    Value("double precision", "'5e-324'", "5e-324"),
    Value("double precision", "'-0'", "-0"),
    Value("real", "'3.4028235e38'", "3.4028235e+38"),
    Value("boolean", "true", "true"),
    Value("boolean", "false", "false"),
    Value("text", "''", "\"\""),
    Value(
      "text",
      "E'a\\tb\\nc\\r\\b\\f\\x0b\\\\N \"q\" é 😀'",
      #""a\tb\nc\r\b\f\u000b\\N \"q\" é 😀""#
    ),
    Value("text", "'\\N'", #""\\N""#),
    Value("varchar(3)", "'abc'", "\"abc\""),
    Value("char(4)", "'ab'", "\"ab  \""),
    Value("date", "'0001-01-01'", "\"0001-01-01\""),
    Value("date", "'9999-12-31'", "\"9999-12-31\""),
    Value("timestamptz", "'2026-03-08 02:30:00-05'", "\"2026-03-08T07:30:00Z\""),
    Value("timestamptz", "'2026-01-31 08:00:00.5+00'", "\"2026-01-31T08:00:00.500000Z\""),
    Value("timestamptz", "'0001-01-01 00:00:00+00'", "\"0001-01-01T00:00:00Z\""),
    Value("timestamptz", "'9999-12-31 23:59:59.999999+00'", "\"9999-12-31T23:59:59.999999Z\""),
    Value("timestamp", "'2026-01-31 08:00:00.25'", "\"2026-01-31T08:00:00.25\""),
    Value("time", "'08:00:00.5'", "\"08:00:00.5\""),
    Value("interval", "'1 day 2 hours'", "\"P1DT2H\""),
    Value(
      "uuid",
      "'00000000-0000-0000-0000-0000000000ff'",
      "\"00000000-0000-0000-0000-0000000000ff\""
    ),
    Value("inet", "'10.0.0.1'", "\"10.0.0.1\""),
    Value(
      "jsonb",
      #"'{"a":[1,{"b":null}],"n":1.50,"t":"x\ty"}'"#,
      #"{"a":[1,{"b":null}],"n":1.50,"t":"x\ty"}"#
    ),
    Value("jsonb", "'null'", "null"),
    Value("json", #"E'{\n  "a": "b\\n"\n}'"#, #"{"a":"b\n"}"#),
    Value("integer[]", "'{1,NULL,-3}'", "[1,null,-3]"),
    Value("integer[]", "'[0:1][2:3]={{1,2},{3,4}}'", "[[1,2],[3,4]]"),
    Value("integer[]", "'{}'", "[]"),
    Value("numeric[]", "'{1.50,2}'", "[1.50,2]"),
    Value(
      "text[]",
      #"'{a,"NULL",NULL,"q\"uo\\te","c,d","{}",""}'"#,
      #"["a","NULL",null,"q\"uo\\te","c,d","{}",""]"#
    ),
    Value("timestamptz[]", "'{2026-01-31 08:00:00+00}'", #"["2026-01-31T08:00:00Z"]"#),
    Value("boolean[]", "'{t,f}'", "[true,false]"),
    Value("jsonb[]", #"array['{"a": "x,y"}'::jsonb]"#, #"[{"a":"x,y"}]"#),
    Value("box[]", "'{(1,1),(0,0);(2,2),(1,1)}'", #"["(1,1),(0,0)","(2,2),(1,1)"]"#),
    Value("sms.mood", "'so \"so\"'", #""so \"so\"""#),
    Value("sms.money_amount", "1.10", "1.10"),
    Value("sms.money_amount[]", "array[1.10]", "[1.10]"),
    Value("sms.pair", "row(1.20, 'x')", #"{"a":1.20,"b":"x"}"#),
    Value("sms.pair[]", "array[row(1.20, 'x')::sms.pair]", #"[{"a":1.20,"b":"x"}]"#),
    Value("int4range", "'[1,5)'", "\"[1,5)\""),
  ]

  private static let types = """
    create type mood as enum ('so "so"'); create domain money_amount as numeric check (value > 0);
    create type pair as (a numeric, b text);
    """

  /// A table with a column for each value, a row with all of them, and one without any.
  private static let table: String = {
    var columns: [String] = []
    for (index, value) in values.enumerated() { columns.append("c\(index) \(value.type)") }
    let list: String = columns.joined(separator: ", ")
    let full: String = values.map(\.sql).joined(separator: ", ")
    let nulls: String = String(repeating: ", null", count: values.count)
    return """
      create table t (id integer primary key, \(list));
      insert into t values (1, \(full)), (2\(nulls));
      """
  }()

  @Test("each type's values are exact, and null is null")
  func exact() throws {
    try withTables(Self.types + Self.table) { tables in
      let records = try tables.messages("t").records
      #expect(records.count == 2)
      for (index, value) in Self.values.enumerated() {
        let expected = try JSONValue(parsing: value.json)
        #expect(records.first?["c\(index)"] == expected, "\(value.testDescription)")
        #expect(records.last?["c\(index)"] == .null)
      }
    }
  }

  @Test("what is extracted and loaded elsewhere is equal, value by value")
  func roundTrip() throws {
    try withTables(Self.types + Self.table) { tables in
      let loader = Command(
        path: BuiltProducts.program("load-postgres"),
        ["--schema", "copy"],
        environment: tables.database.environment
      )
      for outcome in try tables.workspace.run([tables.extractor(["t"]), loader]) {
        try outcome.orThrow()
      }
      for (index, value) in Self.values.enumerated() {
        let column = "c\(index)"
        // Arrays, and rows within rows, are JSON there; all else can be cast back to its type.
        let isNested = value.type.hasSuffix("[]") || ["json", "sms.pair"].contains(value.type)
        let back = isNested ? column : "\(column)::text::\(value.type)"
        let original = isNested ? "to_jsonb(\(column))" : column
        let compare = isNested ? "::jsonb" : "::text"
        // Times within arrays differ in how UTC is written, JSON's null is NULL there, and a numeric
        // has no sign where it is zero.
        if value.type == "timestamptz[]" || ["null", "-0"].contains(value.json) { continue }
        let equal = try tables.database.row(
          """
          select (select (\(original))\(compare) from sms.t where id = 1)
            is not distinct from (select (\(back))\(compare) from copy.t where id = 1)
            and (select \(column) is null from copy.t where id = 2)
          """
        )
        #expect(equal == "t", "\(value.testDescription)")
      }
    }
  }

  @Test("random rows keep every value on the way to another schema", arguments: seeds(1..<3))
  func randomRows(seed: UInt64) throws {
    let fill = """
      create table r (id bigint primary key, amount numeric, at timestamptz, words text, list text[],
        body jsonb);
      select setseed(\(Double(seed % 1000) / 1000));
      insert into r select n, (random() * 10 ^ (random() * 20 - 5))::numeric,
        'epoch'::timestamptz + random() * interval '200 years',
        translate(md5(random()::text), '0123', E'\\t\\n\\\\"'),
        array[md5(random()::text), null, E'a"b\\\\c,{}'], jsonb_build_object('k', random(), 'l', null)
      from generate_series(1, 2000) n;
      """
    try withTables(fill) { tables in
      let loader = Command(
        path: BuiltProducts.program("load-postgres"),
        ["--schema", "copy"],
        environment: tables.database.environment
      )
      for outcome in try tables.workspace.run([tables.extractor(["r"]), loader]) {
        try outcome.orThrow()
      }
      let different = try tables.database.row(
        """
        select count(*) from sms.r a full join copy.r b using (id)
        where (a.amount::text, a.at, a.words, to_jsonb(a.list), a.body)
          is distinct from (b.amount::text, b.at, b.words, b.list, b.body)
        """
      )
      #expect(different == "0", "seed \(seed)")
      #expect(try tables.database.row("select count(*) from copy.r") == "2000")
    }
  }

  @Test(
    "a value without a form in JSON is a reject that names it",
    arguments: [
      ("numeric", "'NaN'", "invalid_number"), ("numeric", "'-Infinity'", "invalid_number"),
      ("double precision", "'Infinity'", "invalid_number"),
      ("timestamptz", "'infinity'", "invalid_time"),
      ("timestamptz", "'10000-01-01 00:00:00+00'", "invalid_time"),
      ("timestamptz", "'0044-03-15 12:00:00+00 BC'", "invalid_time"),
      ("timestamp", "'-infinity'", "invalid_time"),
      ("date", "'infinity'", "invalid_date"), ("date", "'0044-03-15 BC'", "invalid_date"),
      ("numeric[]", "'{1,NaN}'", "invalid_number"),
    ]
  )
  func withoutForm(type: String, value: String, code: String) throws {
    try withTables(
      "create table t (id int primary key, v \(type)); insert into t values (1, \(value)), (2, null)"
    ) { tables in
      let stopped = try tables.extract("t")
      #expect(stopped.status == 65, "\(stopped)")
      #expect(stopped.errors.contains("field v"))
      #expect(!stopped.text.contains("\"STATE\""))
      let outcome = try tables.extract("t", "--rejects", "rejects")
      #expect(outcome.succeeded, "\(outcome)")
      let reject = try JSONValue(parsing: try tables.workspace.read("rejects"))
      #expect(reject["code"]?.string == code)
      #expect(reject["field"]?.string == "v")
      #expect(outcome.errors.contains("read 2, written 1, rejected 1"))
    }
  }

  @Test("a column that JSON has no form for is refused, or left out by a catalog")
  func bytes() throws {
    try withTables("create table t (id int primary key, b bytea, a bytea[])") { tables in
      let outcome = try tables.extract("t")
      #expect(outcome.status == 78, "\(outcome)")
      #expect(outcome.errors.contains("the column b is bytea"))
      let catalog = try tables.extract("--discover").orThrow().text
        .replacing("\"selected-by-default\": false", with: "\"selected\": true")
      try tables.workspace.write("catalog.json", catalog)
      let messages = try tables.messages("--catalog", "catalog.json")
      #expect(messages.first?["schema"]?["properties"]?.members?.map(\.key) == ["id"])
    }
  }

  @Test("text that is no UTF-8, of a database that knows no encoding, ends the run")
  func notUTF8() throws {
    try withTables("") { tables in
      let name = tables.database.name + "_ascii"
      try tables.database.execute(
        "create database \(name) template template0 encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C'"
      )
      defer { _ = try? tables.database.execute("drop database \(name) with (force)") }
      let url = tables.database.url.replacing(tables.database.name, with: name)
      try tables.workspace.run(
        Command(
          path: "/usr/bin/env",
          ["psql", "-qXd", url, "-c", "create table public.t as select 1 as id, E'\\xff' as v"]
        )
      ).orThrow()
      let outcome = try tables.workspace.run(
        tables.extractor(["public.t", "--rejects", "rejects"])
          .with(environment: ["DATABASE_URL": url])
      )
      // The server converts, and so refuses: nothing but UTF-8 ever comes.
      #expect(outcome.status == 65 && outcome.errors.contains("22021"), "\(outcome)")
      #expect(!outcome.text.contains("\"STATE\""))
    }
  }
}
