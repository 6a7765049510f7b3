/// Claims that keep the verdict of the run that judged them, since the warehouse does not hold their orders.
enum RecordVerdicts {
  /// SQL for the sentence that settings do not change them.
  static func remark(_ asked: Asked) -> String {
    """
    select false, store_id || ': ' || count(*) || ' claims keep the verdict that they brought along, '
      || 'whatever the settings are now: the warehouse does not hold their orders'
    from claim_outcomes
    where judged_by = 'record' and outcome <> 'withdrawn' and \(asked.store("store_id"))
      and \(asked.days("date"))
    group by store_id
    """
  }
}
