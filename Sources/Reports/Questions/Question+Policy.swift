extension Question {
  static let policy = Question(
    "policy",
    "By which policy are orders and claims judged?",
    takes: [],
    parts: [
      QuestionPart(
        "settings",
        "The settings of each store; load-postgres settings set changes them",
        columns: [.store, .key("setting"), .key("value"), .plain("policy_of")],
        empty: "The warehouse holds nothing of any store."
      ) { asked in
        """
        select s.store_id as store, p.key as setting, coalesce(p.value, 'not set') as value,
          case s.settings_of when '*' then 'all stores' else s.settings_of end as policy_of
        from store_settings as s
        cross join lateral jsonb_each_text(s.policy - 'order_kind_rules') as p
        where \(asked.store("s.store_id")) order by 1, 2
        """
      }
    ],
    remarks: RecordVerdicts.remark
  )
}
