import StageKit
public import Warehouse
import Wire

/// What the warehouse says to a question.
public struct ReportAnswer: Sendable {
  let question: Question
  let asked: Asked
  /// What is to be read first; a warning is true.
  let remarks: [Remark]
  let tables: [AnswerTable]
  /// The definitions of the metrics in the tables, in the order in which they come.
  let definitions: [Metric]
  /// When the warehouse was asked, in UTC.
  let time: String

  /// Asks the warehouse, for all tables or for the one of a name.
  ///
  /// - Throws: ``DatabaseError`` where PostgreSQL fails.
  public init(
    to question: Question,
    _ asked: Asked,
    part: String? = nil,
    _ session: inout ReadSession
  ) throws {
    self.question = question
    self.asked = asked
    let parts = question.parts.filter { part == nil || $0.name == part }
    let tables = try parts.map { try AnswerTable($0, asked, &session) }
    let first = tables.first { $0.part.name == question.parts.first?.name }
    let found = try [question.undated.remark(asked), question.remarks(asked)].compactMap { $0 }
      .flatMap { sql in
        try session.read(sql).rows.map { Remark(isWarning: $0[0] == "t", text: $0[1] ?? "") }
      }
    remarks = (first.map(question.sentences) ?? []) + found
    self.tables = tables
    let catalogue = try Metric.all(&session)
    var seen: Set<String> = []
    definitions = tables.flatMap(\.part.columns).compactMap { column in
      guard let name = column.metric, seen.insert(name).inserted else { return nil }
      return catalogue[name]
    }
    time = Clock.now.text
  }

  /// The store that was asked for, or the only one in the answer; nil where there are several.
  var onlyStore: String? {
    if let store = asked.store { return store }
    let stores = Set(tables.flatMap { table in table.rows.map { table.value($0, "store") } })
    return stores.count == 1 ? stores.first ?? nil : nil
  }

  /// The first sentence to read that is a warning; nil where none is.
  public var warning: String? { remarks.first(where: \.isWarning)?.text }

  /// Whether no table has any row.
  public var isEmpty: Bool { tables.allSatisfy(\.rows.isEmpty) }
}

/// The rows of one part of an answer.
struct AnswerTable: Sendable {
  let part: QuestionPart
  /// The texts of PostgreSQL; nil for what is unknown.
  let rows: [[String?]]

  init(_ part: QuestionPart, _ asked: Asked, _ session: inout ReadSession) throws {
    self.part = part
    let found = try session.read(part.sql(asked))
    guard found.names == part.columns.map(\.name) else {
      throw StageError(
        .software,
        "part \(part.name) has the columns \(found.names.joined(separator: ", "))"
      )
    }
    rows = found.rows
  }

  /// The value of a column in a row; nil where it is unknown.
  func value(_ row: [String?], _ column: String) -> String? {
    part.columns.firstIndex { $0.name == column }.flatMap { row[$0] }
  }
}
