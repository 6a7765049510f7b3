import CSV
import Warehouse
import Wire

extension Question {
  static let reconcile = Question(
    "reconcile",
    "Does Shopify's own sales report say what the warehouse says of the orders?",
    takes: [.salesReport],
    parts: [
      QuestionPart(
        "lines",
        "The report's figures beside those of the orders, line by line",
        columns: [
          .store, .currency, .key("from", .day), .key("to", .day), .key("figure"), .key("state"),
          .plain("report", .amount), .plain("ours", .amount), .plain("difference", .amount),
          .plain("line", .count),
        ],
        empty: "The report has no lines."
      ) { asked in
        """
        select store, currency, "from", "to", figure, state, report, ours, difference, line
        from (\(compared(asked))) as c order by line, place
        """
      },
      QuestionPart(
        "figures",
        "The same, all lines together",
        columns: [
          .store, .currency, .key("figure"), .plain("report", .amount), .plain("ours", .amount),
          .plain("difference", .amount), .plain("lines", .count),
          .plain("lines_that_agree", .count),
          .plain("lines_unknown", .count),
        ],
        empty: "The report has no lines."
      ) { asked in
        """
        select store, currency, figure, sum(report) filter (where ours is not null) as report,
          sum(ours) as ours, sum(difference) as difference, count(*) as lines,
          count(*) filter (where state = 'agrees') as lines_that_agree,
          count(*) filter (where ours is null) as lines_unknown
        from (\(compared(asked))) as c group by store, currency, figure, place order by place
        """
      },
    ],
    remarks: { asked in
      """
      select bool_or(state = 'differs'), count(*) filter (where state = 'agrees') || ' of '
        || count(*) || ' figures agree, ' || count(*) filter (where state = 'differs')
        || ' differ, ' || count(*) filter (where ours is null) || ' are unknown here'
      from (\(compared(asked))) as c having count(ours) > 0
      union all
      select true, 'nothing could be compared: '
        || case count(*) when 0 then 'the report has no figures'
          else 'for each figure, no export of orders covers all of its days, or an order lacks the '
            || 'amount' end
      from (\(compared(asked))) as c having count(ours) = 0
      union all
      select false, 'Shopify puts what came back on the day it came back; \(refundDays(asked))'
      """
    }
  )

  private static func refundDays(_ asked: Asked) -> String {
    asked.sales?.hasRefundDays == true
      ? "so do the orders here whose refunds have been loaded with their times; of others it is on the "
        + "day of the order"
      : "here it is on the day of the order, as the orders say how much but not when"
  }

  /// Each figure of the report with ours; unknown where no export has all of its days, or an order
  /// lacks the amount.
  private static func compared(_ asked: Asked) -> String {
    guard let sales = asked.sales else { preconditionFailure("the question needs a report") }
    let rows = sales.report.figures.map { figure in
      let place = SalesReport.SalesColumn.allCases.firstIndex(of: figure.column) ?? 0
      let days = [figure.days.lowerBound, figure.days.upperBound].map { day in
        "date '\(Asked.text(CivilDate(daysSinceEpoch: day)))'"
      }
      return "(\(figure.line), \(place), '\(figure.column.rawValue)', \(days[0]), \(days[1]), "
        + "\(figure.value)::numeric)"
    }
    let store = SQLText.literal(sales.store)
    return """
      with report (line, place, figure, first_day, last_day, report) as (
        values \(rows.isEmpty ? "(0, 0, '', null::date, null::date, 0)" : rows.joined(separator: ",\n"))
      ), days as (\(days(sales))
      ), known as (
        select distinct day from coverage_days
        where store_id = \(store) and stream = 'shopify_orders' and complete_at is not null
      ), compared as (
        select r.*, case when covered.days = r.last_day - r.first_day + 1 then own.value end as ours,
          covered.days = r.last_day - r.first_day + 1 as is_covered
        from report as r
        cross join lateral (
          select count(*)::integer as days from known
          where day between r.first_day and r.last_day) as covered
        cross join lateral (
          select case when count(*) = count(d.figures ->> r.figure)
            then coalesce(sum((d.figures ->> r.figure)::numeric), 0) end as value
          from days as d where d.day between r.first_day and r.last_day) as own
        where r.line > 0
      )
      select \(store) as store, \(SQLText.literal(sales.currency)) as currency, first_day as "from",
        last_day as "to", figure,
        case when not is_covered then 'no export' when ours is null then 'unknown'
          when abs(report - ours) <= (
            select s.tolerance from store_settings as s where s.store_id = \(store)) then 'agrees'
          else 'differs' end as state,
        report, ours, ours - report as difference, line, place
      from compared
      """
  }

  /// Our figures by day, as Shopify counts: all orders but those of tests.
  ///
  /// One that was cancelled is a sale that came back. A figure is unknown where one order lacks it.
  private static func days(_ sales: SalesComparison) -> String {
    let refunds =
      sales.hasRefundDays
      ? """
      select day, case when count(*) = count(amount) then -sum(amount) end as returned
      from (\(dated(sales))) as dated group by 1
      """
      : "select null::date as day, null::numeric as returned where false"
    // Where a refund does not say how much, nobody knows what came back.
    let apart = "case when r.day is null then 0 else r.returned end"
    return """
      select coalesce(f.day, r.day) as day, jsonb_build_object('orders', coalesce(f.orders, 0),
        'gross_sales', \(orZero("f.gross")), 'discounts', \(orZero("f.discounts")),
        'returns', \(orZero("f.returned")) + \(apart),
        'net_sales', \(orZero("f.gross + f.discounts + f.returned")) + \(apart),
        'shipping', \(orZero("f.shipping")), 'duties', \(orZero("f.duties")),
        'taxes', \(orZero("f.taxes")),
        'total_sales', \(orZero("f.total + f.returned")) + \(apart)) as figures
      from (
        select day, count(*) as orders, \(whole("gross")), \(whole("discounts")),
          \(whole("returned")), \(whole("shipping")), \(whole("duties")), \(whole("taxes")),
          \(whole("total"))
        from (
          select (k.order_at at time zone k.reporting_timezone)::date as day,
            b.order_gross_revenue
              - case when b.is_price_tax_inclusive then b.order_gross_taxes else 0 end as gross,
            b.order_discounts as discounts, \(returnedOfOrder) as returned, o.total_shipping as shipping,
            o.total_duties as duties, o.total_tax as taxes, o.total_price as total
          from order_checks as k
          join shopify_orders as o on o.order_id = k.order_id and o.store_id = k.store_id
          join obt_orders as b on b.order_id = k.order_id and b.sm_store_id = k.store_id
          left join (
            select order_id, sum(amount) as amount from (\(dated(sales))) as dated group by 1
          ) as d on d.order_id = k.order_id
          where k.store_id = \(SQLText.literal(sales.store))
            and k.currency = \(SQLText.literal(sales.currency))
            and o.test is not true and \(sales.days("(k.order_at at time zone k.reporting_timezone)::date"))
        ) as orders group by 1
      ) as f
      full join (\(refunds)) as r on r.day = f.day
      """
  }

  /// Refunds in the currency of the report that know their day, but for those of tests, whose sale is
  /// left out as well.
  ///
  /// One without a currency is in that of its order; of an order that is not held, in that of the shop.
  private static func dated(_ sales: SalesComparison) -> String {
    let asked = SQLText.literal(sales.currency)
    return """
      select r.order_id, (r.refunded_at at time zone s.reporting_timezone)::date as day, r.amount
      from shopify_refunds as r
      join store_settings as s on s.store_id = r.store_id
      left join shopify_orders as o on o.order_id = r.order_id and o.store_id = r.store_id
      left join order_checks as k on k.order_id = r.order_id and k.store_id = r.store_id
      where r.store_id = \(SQLText.literal(sales.store)) and r.refunded_at is not null
        and o.test is not true
        and coalesce(upper(nullif(btrim(r.currency), '')), k.currency,
          s.default_currencies ->> 'shopify'\(sales.isOnlyCurrency ? ", \(asked)" : "")) = \(asked)
      """
  }

  /// What came back of an order that no refund of its own day tells of.
  ///
  /// What was cancelled came back on that day, or is refunded by rows of its own; so is what those rows
  /// do not hold.
  private static let returnedOfOrder = """
    case when d.order_id is null
        then case when o.cancelled_at is not null then -o.total_price else -k.refunds end
      when o.cancelled_at is not null and coalesce(k.refunds, 0) = 0 then -o.total_price
      else -coalesce(greatest(k.refunds - d.amount, 0), 0) end
    """

  /// A sum that is unknown where one of its rows is.
  private static func whole(_ column: String) -> String {
    "case when count(\(column)) = count(*) then sum(\(column)) end as \(column)"
  }

  /// The expression, and 0 on a day without orders.
  private static func orZero(_ expression: String) -> String {
    "case when f.day is null then 0 else \(expression) end"
  }
}
