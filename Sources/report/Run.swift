import CSV
import Reports
import StageKit
import Warehouse

/// Answers the question, writes the page, or lists all questions.
func run(_ options: ReportOptions, _ stage: Stage) throws {
  if options.words[0] == "list" { return try ReportOutput.write(Question.listing, stage) }
  let style = TableStyle(width: options.width)
  var session = try ReadSession(options.warehouse, stage)
  if let store = options.store { try StoreChoice.check(store, &session) }
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
  if options.requiresMatch, let warning = answer.warning {
    throw StageError(.data, "the report and the orders do not match: \(warning)")
  }
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
