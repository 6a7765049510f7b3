import TestSupport

extension Shop {
  /// What the warehouse holds: for each table its number of rows and a digest of all of them, in any
  /// order, without the time of loading and the loader's own records.
  ///
  /// Runs over parts of the data say other things of what they cover than one run over all of it:
  /// without coverage, only what they come to is compared.
  func snapshot(withCoverage: Bool = true) throws -> [String] {
    let columns = "attname <> '_sdc_batched_at'"
    return try snapshot(
      of: withCoverage
        ? columns : columns + " and relname not in ('export_coverage', 'coverage_days')"
    )
  }

  /// The transaction that wrote each row last: equal before and after where no row was rewritten.
  func versions() throws -> [String] {
    try snapshot(of: "attname in ('xmin', 'ctid')", systemColumns: true)
  }

  private func snapshot(of columns: String, systemColumns: Bool = false) throws -> [String] {
    try database.rows(
      """
      select format(
        'select %L, count(*), md5(string_agg(r::text, e''\\n'' order by r::text)) from (select %s from sms.%I) r',
        relname, string_agg(format('%I', attname), ', ' order by attnum), relname)
      from pg_class join pg_attribute on attrelid = pg_class.oid
      where relnamespace = 'sms'::regnamespace and relkind = 'r'
        and relname not like 'etl\\_%' and relname not like 'schema\\_%'
        and (attnum > 0 or \(systemColumns)) and not attisdropped and \(columns)
      group by relname order by relname \\gexec
      """
    )
  }

  /// The number of rows of a table of the warehouse; 0 where there is no such table yet.
  func count(_ table: String) throws -> Int {
    let exists = try database.row("select to_regclass('sms.\(table)') is not null")
    guard exists == "t" else { return 0 }
    let count = try database.row("select count(*) from sms.\(table)")
    return Int(count) ?? -1
  }
}
