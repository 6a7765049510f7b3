/// Valid orders whose revenue nobody can tell, which sums of orders leave out.
enum UnknownRevenue {
  /// SQL for the sentence that says how many there are and what follows, for each currency; no rows
  /// where there are none.
  static func remark(_ asked: Asked, _ consequence: String) -> String {
    """
    select true, store_id || ': the refunds or amounts of ' || count(*) || ' valid orders'
      || coalesce(' in ' || currency, '') || ' are unknown: their revenue is in no sum; \(consequence)'
    from order_checks
    where is_valid and revenue is null and \(asked.store("store_id"))
      and \(asked.days("(order_at at time zone reporting_timezone)::date"))
    group by store_id, currency
    """
  }
}
