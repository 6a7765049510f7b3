import Foundation
import TestSupport
import Testing

/// Files that other targets are tested with, and what those tests expect of them.
struct TargetFile: Sendable, CustomTestStringConvertible {
  /// They are loaded one after the other.
  let files: [String]
  /// What asks for the rows; the files are refused where there is none.
  let query: String?
  /// The rows, columns joined by `|`.
  let rows: [String]
  let arguments: [String]

  var testDescription: String { files.joined(separator: ", ") }

  private init(_ files: [String], _ query: String?, _ rows: [String], _ arguments: [String] = []) {
    (self.files, self.query, self.rows, self.arguments) = (files, query, rows, arguments)
  }

  private static func refused(_ file: String) -> TargetFile { TargetFile([file], nil, []) }

  /// How many rows the table of a file has.
  private static func holds(_ file: String, _ table: String, _ count: Int) -> TargetFile {
    TargetFile([file], "select count(*) from sms.\(table)", ["\(count)"])
  }

  /// The data files in the package meltanolabs-target-postgres.
  static let meltanoLabs: [TargetFile] = [
    TargetFile(
      ["array_data"],
      "select id, fruits from sms.test_carts where id = 1",
      [
        #"1|["apple", "orange", "pear"]"#
      ]
    ),
    // Not decoded: text stays as it is.
    holds("base16_content_encoding_interpreted", "test_base_16_encoding_interpreted", 7),
    TargetFile(
      ["base16_content_encoding_not_interpreted"],
      "select id, contract_address, raw_event_data from sms.test_base_16_encoding_not_interpreted "
        + "where id like '%ercase_hex' or id like '%nullable%' order by id",
      ["test_handle_upper_and_lowercase_hex|0xa1|A12b", "test_nullable_field||NULL"]
    ),
    holds("camelcase", "testcamelcase", 2),
    holds("camelcase_complex_schema", "forecastingtypetocategory", 0),
    TargetFile(
      ["commits"],
      """
      select count(*)::text from sms.commits union all
      select string_agg(atttypid::regtype::text, ',' order by attname) from pg_attribute
      where attrelid = 'sms.commits'::regclass
        and attname in ('id', 'authored_date', 'commit_message', 'legacy_id', 'parent_ids')
      """,
      ["30", "timestamp with time zone,text,text,text,jsonb"]
    ),
    TargetFile(
      ["duplicate_records"],
      "select id, metric from sms.test_duplicate_records order by id",
      [
        "1|100", "2|20",
      ]
    ),
    TargetFile(
      ["encoded_strings"],
      """
      select count(*), min(info) filter (where id = 1) from sms.test_strings union all
      select count(*), min(info::text) filter (where id = 1) from sms.test_strings_in_objects union all
      select count(*), min(strings::text) filter (where id = 1) from sms.test_strings_in_arrays
      """,
      [
        "11|simple string 2837", #"11|{"name": "simple", "value": "simple string 2837"}"#,
        #"6|["simple string", "απλή συμβολοσειρά", "简单的字串"]"#,
      ]
    ),
    // A SCHEMA without properties is one all the same.
    holds("invalid_schema", "test_invalid_schema", 0),
    TargetFile(
      ["jsonb_data"],
      "select id, event_data from sms.test_jsonb_data order by id",
      [
        "1|NULL", #"2|{"test": {"test_name": "test_value"}}"#,
      ]
    ),
    TargetFile(
      ["large_int"],
      "select id, name from sms.test_large_int order by id",
      [
        "2|Micael", "99999999999999999|Yannis",
      ]
    ),
    TargetFile(
      ["large_numeric_primary_key"],
      "select id from sms.test_large_numeric_primary_key",
      [
        "34639314995"
      ]
    ),
    holds("missing_value", "test_missing_value", 5),
    holds("multiple_schema_messages", "test_multiple_schema_messages", 6),
    TargetFile(
      ["multiple_state_messages"],
      """
      select count(*), min(metric) filter (where id = 1) from sms.test_multiple_state_messages_a union all
      select count(*), min(metric) filter (where id = 1) from sms.test_multiple_state_messages_b
      """,
      ["6|100", "6|110"]
    ),
    holds("new_array_column", "test_new_array_column", 1),
    TargetFile(
      ["optional_attributes"],
      "select id, optional from sms.test_optional_attributes order by id limit 1",
      ["1|This is optional"]
    ),
    refused("record_before_schema"), refused("record_missing_key_property"),
    refused("record_missing_required_property"),
    holds("reserved_keywords", "reserved_keywords", 1),
    holds("schema_no_properties", "test_object_schema_no_properties", 2),
    TargetFile(
      ["schema_updates"],
      "select id, a1, a2, a3, a4, a5, a6 from sms.test_schema_updates order by id limit 1",
      ["1|101|string1|NULL|NULL|NULL|NULL"]
    ),
    TargetFile(
      ["special_chars_in_attributes"],
      "select d from sms.test_specialchars_in_attributes",
      [
        #"{"env": "prod", "agent:type": "desktop", "agent:os:version": "10.13.1"}"#
      ]
    ),
    holds("tap_aapl", "aapl", 1), holds("tap_countries", "countries", 250),
    holds("test_activate_version_hard", "test_activate_version_hard", 7),
    // Rows that are gone are deleted, not marked.
    TargetFile(
      ["test_activate_version_soft", "test_activate_version_soft_with_delete"],
      "select count(*), count(*) filter (where code = 'SA') from sms.test_activate_version_soft",
      ["6|0"]
    ),
    // All rows are more than are taken away without being asked.
    TargetFile(
      (1...2).map { "test_activate_version_deletes_data_properly" + ($0 == 1 ? "" : "_2") },
      "select count(*) from sms.test_activate_version_deletes_data_properly",
      ["0"],
      ["--max-delete", "100%"]
    ),
    holds("test_activate_version_uppercase_stream_name", "account", 7),
    TargetFile(
      ["test_no_pk", "test_no_pk_append", "test_no_pk", "test_no_pk_append"],
      "select count(*) from sms.test_no_pk",
      ["16"]
    ),
    TargetFile(
      ["test_no_type"],
      "select count(*), count(oldvalue) from sms.test_no_type",
      ["15|10"]
    ),
    TargetFile(
      ["uppercase_stream_name_with_column_alter"],
      "select id, clientnumber, clientnumber__bigint "
        + "from sms.uppercase_stream_name_with_column_alter order by id",
      ["1|NULL|1", "2|NULL|2"]
    ),
    TargetFile(
      ["user_location_data", "user_location_upsert_data"],
      """
      select string_agg(id || ' ' || name, ', ' order by id) from sms.test_users union all
      select string_agg(id || ' ' || name, ', ' order by id) from sms.test_locations union all
      select string_agg(concat_ws(' ', id, user_id, location_id, info ->> 'mood'), ', ' order by id)
      from sms.test_user_in_location
      """,
      [
        "1 Johny, 2 George, 3 Jacob, 4 Josh, 5 Jim, 8 Thomas, 12 Paul, 13 Mary",
        "1 Philly, 2 NY, 3 San Francisco, 6 Colorado, 8 Boston",
        "1 1 4 sad, 2 2 3 satisfied, 3 1 3 happy, 6 3 2 happy, 14 4 1 ok",
      ]
    ),
  ]
}
