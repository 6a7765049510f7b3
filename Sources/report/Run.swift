import CSV
import Reports
import StageKit
import Warehouse

/// Answers the question, writes the page, or lists all questions.
func run(_ options: ReportOptions, _ stage: Stage) throws {
  if options.words[0] == "list" { return try ReportOutput.write(Question.listing, stage) }
  let style = TableStyle(width: options.width)
  var session = try ReadSession(options.warehouse, stage)
  if let store = options.store { try check(store, &session) }
  guard let question = Question.named(options.words[0]) else {
    return try writePage(options, &session, stage)
  }
  var asked = options.asked
  if let path = options.shopifyReport {
    asked.sales = try SalesComparison(
      SalesReport(path, stage),
      store: options.store,
      currency: options.currency,
      &session
    )
  }
  let answer = try ReportAnswer(to: question, asked, part: options.part, &session)
  try ReportOutput.write(answer.text(options.format, style), stage)
  if options.requiresMatch, answer.hasWarning {
    throw StageError(.data, "the report and the orders differ")
  }
}

/// Refuses a store of which nothing was loaded: an answer without rows would say that all is well.
private func check(_ store: String, _ session: inout ReadSession) throws {
  let name = SQLText.literal(store)
  let found = try session.read(
    """
    select exists (select from stores where store_id = \(name))
        or exists (select from postscript_subscribers where store_id = \(name)),
      (select string_agg(store_id, ', ' order by store_id) from stores)
    """
  )
  guard found.rows.first?[0] != "t" else { return }
  let known = found.rows.first?[1].map { "those that there are: \($0)" } ?? "there are none yet"
  throw StageError(
    .noInput,
    "nothing was loaded of a store \(Excerpt.quoted(store)); \(known)"
  )
}

private func writePage(
  _ options: ReportOptions,
  _ session: inout ReadSession,
  _ stage: Stage
) throws {
  let page = try ReportPage(
    options.asked,
    title: options.title,
    currency: options.currency,
    &session
  )
  guard options.allowsEmpty || !page.isEmpty else {
    throw StageError(
      .noInput,
      "there are neither claims nor messages, \(options.asked.periodText): --allow-empty writes "
        + "the page all the same"
    )
  }
  try ReportOutput.write(page.text, to: options.words[1], stage)
}
