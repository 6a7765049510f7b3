extension Question {
  static let explain = Question(
    "explain",
    "Why does the revenue of an order count for whom it counts?",
    takes: [.order],
    parts: [
      QuestionPart(
        "statements",
        "The order, the policy, the exports that cover its day, and every claim, the winner first",
        columns: [.store, .key("about"), .key("statement")],
        empty: "The warehouse holds nothing of any store."
      ) { asked in
        """
        with known as (
          select s.store_id, exists (
              select from order_checks as k where k.store_id = s.store_id and (
                k.order_id = \(asked.orderIDLiteral)
                or k.name_key = order_name_key(\(asked.orderLiteral))))
            or exists (
              select from claim_outcomes as o where o.store_id = s.store_id and (
                \(asked.orderIDLiteral) in (o.order_key, o.order_ref)
                or o.order_name_key = order_name_key(\(asked.orderLiteral)))) as has_it
          from stores as s where \(asked.store("s.store_id"))
        )
        select k.store_id as store, e.about, e.statement
        from known as k
        cross join lateral explain_order(k.store_id, \(asked.orderLiteral)) with ordinality
          as e (about, statement, place)
        where k.has_it or not exists (select from known where has_it)
        order by k.store_id, e.place
        """
      }
    ]
  )
}
