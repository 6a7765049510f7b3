import StageKit
public import Warehouse
import Wire

/// Everything about one store on one page, without scripts and without anything from elsewhere.
public struct ReportPage: Sendable {
  private static let questions: [Question] = [
    .summary, .rejected, .contested, .trend, .flowOrCampaign, .flows, .clickThrough, .failures,
    .timeToOrder, .listGrowth, .coverage, .freshness, .policy,
  ]

  let title: String
  let asked: Asked
  let store: String
  /// The currency of charts and headlines, while tables have all; nil where no amount has one.
  let currency: String?
  private let answers: [String: ReportAnswer]
  /// The summary of as many days before the period; nil where the period has no two ends.
  let before: AnswerTable?

  /// Asks the warehouse all that the page tells.
  ///
  /// - Parameters:
  ///   - asked: the store and the period.
  ///   - title: the title; nil for one that names the store.
  ///   - currency: the currency of the charts; nil for that of most claims.
  ///   - session: the warehouse.
  /// - Throws: exit code 64 where there are several stores and none was named, 66 where the
  ///   warehouse does not hold the store, ``DatabaseError`` where PostgreSQL fails.
  public init(
    _ asked: Asked,
    title: String?,
    currency: String?,
    _ session: inout ReadSession
  ) throws {
    let store = try StoreChoice.one(asked.store, &session)
    var asked = asked
    asked.store = store
    var answers: [String: ReportAnswer] = [:]
    for question in Self.questions {
      answers[question.name] = try ReportAnswer(to: question, asked, &session)
    }
    before = try asked.before.map { earlier in
      try AnswerTable(Question.summary.parts[0], earlier, &session)
    }
    self.title = title ?? "SMS revenue of \(store), checked"
    self.asked = asked
    self.store = store
    self.answers = answers
    let lines = answers[Question.summary.name]?.tables[0]
    let totals = lines?.rows(where: ["platform": "all platforms"]) ?? []
    let widest = totals.max { left, right in
      (lines?.number(left, "claims") ?? 0) < (lines?.number(right, "claims") ?? 0)
    }
    self.currency = currency ?? widest.flatMap { lines?.value($0, "currency") }
  }

  /// Whether there are neither claims nor messages in the period.
  public var isEmpty: Bool {
    table(.summary).rows.isEmpty && table(.flowOrCampaign).rows.isEmpty
  }

  /// One table of an answer.
  func table(_ question: Question, _ place: Int = 0) -> AnswerTable {
    guard let answer = answers[question.name] else {
      preconditionFailure("the page asks \(question.name)")
    }
    return answer.tables[place]
  }

  /// What an answer says first.
  func remarks(_ question: Question) -> String {
    (answers[question.name]?.remarks ?? []).map { remark in
      let text = HTMLText.escaped(remark.text)
      return remark.isWarning ? "<p class=\"loud\">Warning: \(text)</p>\n" : "<p>\(text)</p>\n"
    }.joined()
  }

  /// A table as HTML; the store is in the title of the page.
  func html(_ question: Question, _ place: Int = 0) -> String {
    let table = table(question, place)
    return "<h3>\(HTMLText.escaped(table.part.title))</h3>\n"
      + table.html("Table: \(question.name), \(table.part.name)", hiding: ["store"])
  }

  /// An amount of the currency of the page.
  func amount(_ text: String?) -> String {
    [currency, DisplayText.of(text, .amount)].compactMap { $0 }.joined(separator: " ")
  }

  /// The page.
  public var text: String {
    var seen: Set<String> = []
    let metrics = Self.questions.flatMap { answers[$0.name]?.definitions ?? [] }
      .filter { seen.insert($0.name).inserted }
    let time = answers[Question.summary.name]?.time ?? ""
    let zone =
      table(.policy).rows(where: ["setting": "reporting_timezone"]).first
      .flatMap { table(.policy).value($0, "value") } ?? "UTC"
    let day =
      table(.policy).rows(where: ["setting": "revenue_date"]).first
      .flatMap { table(.policy).value($0, "value") } ?? "order"
    let chart = currency.map { " Charts show \($0); tables have every currency." } ?? ""
    let lead = "Store \(store), \(asked.periodText), days of \(zone), by the day of the \(day)."
    return PageFrame.page(
      title: title,
      lead: "<p class=\"muted\">\(HTMLText.escaped(lead + chart))</p>",
      sections: sections.map(\.html) + [DefinitionList(metrics: metrics).html],
      foot: "<p>Made at \(time) from the warehouse by report \(Version.current).</p>"
    )
  }

  private var sections: [PageSection] {
    [
      revenueSection, reasonSection, contestedSection, trendSection, kindSection, flowSection,
      clickSection, failureSection, timeSection, listSection, dataSection, policySection,
    ]
  }
}
