extension Question {
  static let dictionary = Question(
    "dictionary",
    "What do the tables and views of the warehouse hold?",
    takes: [],
    parts: [relations, relationColumns]
  )

  private static let relations = QuestionPart(
    "relations",
    "Tables and views",
    columns: [.key("name"), .key("kind"), .key("meaning")],
    empty: "There is none."
  ) { _ in
    """
    select c.relname as name, case c.relkind when 'v' then 'view' else 'table' end as kind,
      obj_description(c.oid, 'pg_class') as meaning
    from pg_class as c
    where c.relnamespace = quote_ident(current_schema())::regnamespace and c.relkind in ('r', 'v')
    order by c.relname collate "C"
    """
  }

  private static let relationColumns = QuestionPart(
    "columns",
    "Their columns",
    columns: [.key("relation"), .key("column"), .plain("type"), .key("meaning")],
    empty: "There is none."
  ) { _ in
    """
    select c.relname as relation, a.attname as column, format_type(a.atttypid, a.atttypmod) as type,
      coalesce(col_description(c.oid, a.attnum), '') as meaning
    from pg_class as c
    join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = quote_ident(current_schema())::regnamespace and c.relkind in ('r', 'v')
    order by c.relname collate "C", a.attnum
    """
  }
}
