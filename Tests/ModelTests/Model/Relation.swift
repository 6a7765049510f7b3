/// A mart or a view, and what the model says of a store in it.
struct Relation: Sendable {
  let name: String
  /// The column of the store.
  var store = "store"
  /// Whether the model has all columns of it.
  var isWhole = true
  let rows: @Sendable (ShopModel) -> [Row]

  static let all = [
    Relation(name: "claim_outcomes", store: "store_id", isWhole: false) { $0.outcomes.map(\.row) },
    Relation(name: "obt_orders", store: "sm_store_id") { OrderRow.all(in: $0).map(\.row) },
    Relation(name: "rpt_outbound_message_performance_summary_daily", store: "sm_store_id") {
      $0.messages.map(\.row)
    },
    Relation(name: "rpt_outbound_message_performance_daily", store: "sm_store_id") {
      $0.messages.map(\.published)
    },
    Relation(name: "message_rows") { $0.countedRows.map(\.shown) },
    Relation(name: "message_totals") { $0.messageTotals.map(\.shown) },
    Relation(name: "click_through_monthly", rows: MessageViews.clickThroughMonthly),
    Relation(name: "delivery_failure_weekly", rows: MessageViews.deliveryFailureWeekly),
    Relation(name: "flow_against_campaign", rows: MessageViews.flowAgainstCampaign),
    Relation(name: "flow_revenue", rows: MessageViews.flowRevenue),
    Relation(name: "message_ranking", rows: MessageViews.messageRanking),
    Relation(name: "platform_comparison_monthly", rows: MessageViews.platformComparisonMonthly),
    Relation(name: "contested_orders", rows: ClaimViews.contestedOrders),
    Relation(name: "revenue_not_counted", rows: ClaimViews.revenueNotCounted),
    Relation(name: "revenue_summary", rows: ClaimViews.revenueSummary),
    Relation(name: "revenue_summary_monthly", rows: ClaimViews.revenueSummaryMonthly),
    Relation(name: "coverage_calendar", rows: ClaimViews.coverageCalendar),
    Relation(name: "list_growth_weekly", rows: ClaimViews.listGrowthWeekly),
  ]
}
