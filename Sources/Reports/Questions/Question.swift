/// Something that people ask of the warehouse: its SQL, its columns, its words.
public struct Question: Sendable {
  /// What users type, such as `click-through`.
  public let name: String
  /// The question itself, as a sentence.
  public let text: String
  /// What it can be asked for, beside the store.
  public let takes: Set<QuestionFilter>
  /// The tables that answer it, the most important one first.
  package let parts: [QuestionPart]
  /// Where claims without a day count.
  let undated: UndatedClaims
  /// SQL for sentences to read first: rows of a boolean, true for a warning, and the sentence.
  let remarks: @Sendable (Asked) -> String?
  /// The same from the first table, where that has all of it.
  let sentences: @Sendable (AnswerTable) -> [Remark]

  init(
    _ name: String,
    _ text: String,
    takes: Set<QuestionFilter> = [.period],
    parts: [QuestionPart],
    undated: UndatedClaims = .notAsked,
    remarks: @escaping @Sendable (Asked) -> String? = { _ in nil },
    sentences: @escaping @Sendable (AnswerTable) -> [Remark] = { _ in [] }
  ) {
    self.name = name
    self.text = text
    self.takes = takes
    self.parts = parts
    self.undated = undated
    self.remarks = remarks
    self.sentences = sentences
  }

  /// All questions, in the order in which they are listed.
  public static let all = [
    summary, trend, rejected, contested, explain, models, windows, evidence, flows, clickThrough,
    smsOrEmail, failures, flowOrCampaign, revenuePerMessage, timeToOrder, listGrowth, messages,
    customers, coverage, missing, freshness, runs, reconcile, policy, metrics, dictionary,
  ]

  /// The names of its parts.
  public var partNames: [String] { parts.map(\.name) }

  /// The question of a name, or nil.
  public static func named(_ name: String) -> Question? { all.first { $0.name == name } }
}

/// A sentence to read first.
struct Remark: Sendable {
  let isWarning: Bool
  let text: String
}

/// What a question can be asked for.
public enum QuestionFilter: Sendable {
  /// `--from` and `--to`.
  case period
  /// `--by`.
  case step
  /// An order, as the operand.
  case order
  /// `--shopify-report`.
  case salesReport
}

/// One table of an answer.
package struct QuestionPart: Sendable {
  /// Its name in JSON and for `--part`.
  let name: String
  /// What stands above it.
  let title: String
  /// Its columns, in the order of those of the SQL, which have the same names.
  package let columns: [Figure]
  /// The column that is drawn as bars on a terminal.
  let bar: String?
  /// What is said where it has no rows.
  let empty: String
  let sql: @Sendable (Asked) -> String

  init(
    _ name: String,
    _ title: String,
    columns: [Figure],
    bar: String? = nil,
    empty: String,
    sql: @escaping @Sendable (Asked) -> String
  ) {
    self.name = name
    self.title = title
    self.columns = columns
    self.bar = bar
    self.empty = empty
    self.sql = sql
  }
}
