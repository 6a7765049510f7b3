import Reports
import StageKit
import Warehouse

/// What the user of `report` can set.
struct ReportOptions: Sendable {
  var words: [String] = []
  var store: String?
  var from: ReportDay?
  var to: ReportDay?
  var step: TimeStep?
  var format = ReportFormat.table
  var part: String?
  var shopifyReport: String?
  var requiresMatch = false
  var width: Int?
  var title: String?
  var currency: String?
  var allowsEmpty = false
  var warehouse = WarehouseOptions()

  static let rows: [OptionSpec<ReportOptions>] =
    [
      .value("--store", "NAME", \.store, help: "The store; without it all of them, each apart."),
      .value(
        "--from",
        "DAY",
        \.from,
        help: "The first day of the period, as YYYY-MM-DD in the reporting timezone."
      ),
      .value("--to", "DAY", \.to, help: "The last day of the period, which is part of it."),
      .value(
        "--by",
        "STEP",
        \.step,
        help: "The step of time by which figures are added up; without it that which the question "
          + "is about. Weeks begin on Monday."
      ),
      .value("--format", "FORMAT", \.format, help: "How to write the answer."),
      .value(
        "--part",
        "NAME",
        \.part,
        help: "Only one table of the answer: `report list` names them. CSV always has one, the "
          + "first unless this names another."
      ),
      .value(
        "--width",
        "COLUMNS",
        \.width,
        in: TableStyle.widths,
        help: "The width of a table; without it that of the terminal, and 120 where there is none."
      ),
    ] + reconcileRows + pageRows + WarehouseOptions.rows.within(\.warehouse)

  private static let reconcileRows: [OptionSpec<ReportOptions>] = [
    .value(
      "--shopify-report",
      "FILE",
      \.shopifyReport,
      help: "Of reconcile, Shopify's own report of total sales by day, week or month, as its admin "
        + "exports it (CSV).",
      completion: .file
    ),
    .flag(
      "--require-match",
      \.requiresMatch,
      help: "Of reconcile, end with exit code 65, after the answer, where a figure differs by more "
        + "than the policy's tolerance, or none could be compared."
    ),
  ]

  private static let pageRows: [OptionSpec<ReportOptions>] = [
    .value("--title", "TEXT", \.title, help: "The title of the page."),
    .value(
      "--currency",
      "CODE",
      \.currency,
      help: "The currency of the charts of the page; without it that of most claims. Tables have "
        + "every currency. Of reconcile, that of the report."
    ),
    .flag(
      "--allow-empty",
      \.allowsEmpty,
      help: "Write the page also where the period has neither claims nor messages; without it that "
        + "is exit code 66."
    ),
  ]

  static let command = Command(
    "report",
    summary: "answer questions from the warehouse",
    description: "Prints the answer to a question: `report list` names them all. Each figure "
      + "stands beside its definition, which is the same for every platform. Unknown is said to be "
      + "unknown, amounts have exactly their decimals, and currencies are never added up.\n\n"
      + "A table is as wide as the terminal: columns that do not fit are left out, the last ones "
      + "first, and named. `report html FILE` writes a page with charts and all of it that needs no "
      + "script and no network; - is standard output. Bars and colours are for terminals only; NO_COLOR takes them away, "
      + "FORCE_COLOR keeps them. The warehouse is only read.\n\nThe questions: "
      + Question.all.map(\.name).joined(separator: ", ") + ".",
    operands: .several(
      "QUESTION",
      \.words,
      help: "The question, or list, or html; behind explain the id or the name of an order, behind "
        + "html the file."
    ),
    initial: ReportOptions(),
    options: rows,
    examples: [
      CommandExample(
        "What do the platforms report, and what of it is true?",
        "report summary --from 2026-01-01 --to 2026-01-31"
      ),
      CommandExample("Why does an order count for whom it counts?", "report explain '#1001'"),
      CommandExample("Make a page for others:", "report html sms.html --from 2026-01-01"),
      CommandExample(
        "Compare with Shopify's own report:",
        "report reconcile --shopify-report 'Total sales over time.csv'"
      ),
      CommandExample(
        "Put the flows into a spreadsheet:",
        "report flows --format csv > flows.csv"
      ),
    ],
    exitCodes: ExitCode.ofEveryProgram + [.unavailable, .tempFail, .notAuthorised],
    variables: [
      ("PGHOST, PGPORT, PGUSER, PGPASSWORD, PGDATABASE, PGSSLMODE, …", "As psql reads them."),
      ("NO_COLOR, FORCE_COLOR", "Neither colours nor bars, also on a terminal; both, anywhere."),
    ],
    handlesRecords: false,
    check: { options throws(StageError) in try options.checkTogether() }
  )

  /// What is asked for belongs to the question.
  private func checkTogether() throws(StageError) {
    let name = words.first ?? ""
    guard name != "list" else { return try refuse(words.count > 1, "list takes nothing else") }
    guard name != "html" else { return try refuse(words.count != 2, "html needs one file, or -") }
    let names = Question.all.map(\.name)
    guard let question = Question.named(name) else {
      let guess =
        NearestName.of(name, in: names + ["html", "list"]).map { "; did you mean \($0)?" } ?? ""
      throw StageError(
        .usage,
        "there is no question \(Excerpt.quoted(name))\(guess) (report list names them)"
      )
    }
    let takesReport = question.takes.contains(.salesReport)
    try refuse(takesReport && shopifyReport == nil, "\(name) needs --shopify-report")
    try refuse(
      !takesReport && (shopifyReport != nil || requiresMatch),
      "\(name) compares nothing: leave out --shopify-report and --require-match"
    )
    let takesOrder = question.takes.contains(.order)
    try refuse(takesOrder && words.count != 2, "\(name) needs the id or the name of one order")
    try refuse(!takesOrder && words.count > 1, "\(name) takes nothing behind it")
    try refuse(step != nil && !question.takes.contains(.step), "\(name) has no steps: --by")
    try refuse(
      (from != nil || to != nil) && !question.takes.contains(.period),
      "\(name) is not about a period: leave out --from and --to"
    )
    if let part, !question.partNames.contains(part) {
      throw StageError(
        .usage,
        "\(name) has no part \(Excerpt.quoted(part)); it has "
          + question.partNames.joined(separator: ", ")
      )
    }
    if let from, let to {
      try refuse(from > to, "--from lies behind --to")
    }
  }

  private func refuse(_ isWrong: Bool, _ message: String) throws(StageError) {
    if isWrong { throw StageError(.usage, message) }
  }

  /// What the question is asked for.
  var asked: Asked {
    var asked = Asked()
    asked.store = store
    asked.from = from?.date
    asked.to = to?.date
    asked.step = step
    asked.order = words.dropFirst().first ?? ""
    return asked
  }
}
