public import StageKit

/// How an answer is written.
public enum ReportFormat: String, CaseIterable, OptionValue {
  /// Aligned columns.
  case table
  /// RFC 4180, one part.
  case csv
  /// One document.
  case json
  /// One object per row.
  case ndjson
  /// Tables of GitHub's Markdown.
  case markdown
  /// One page without scripts.
  case html
}

/// How a table is laid out for those who read it.
public struct TableStyle: Sendable {
  /// The widths that a table can be made for.
  public static let widths = 60...200

  let width: Int
  let hasColor: Bool

  /// Lays out for a terminal, or for a file.
  ///
  /// - Parameters:
  ///   - width: the width that was asked for; nil for that of the terminal, and for 120 where there is none.
  ///   - environment: where NO_COLOR and FORCE_COLOR are looked up.
  public init(width: Int?, environment: Environment = .process) {
    let limits = Self.widths
    let own = Terminal.columns(of: 1) ?? 120
    self.width = width ?? min(max(own, limits.lowerBound), limits.upperBound)
    let isSet = { (name: String) in environment.variable(name).map { !$0.isEmpty } ?? false }
    hasColor = isSet("FORCE_COLOR") || !isSet("NO_COLOR") && Terminal.isStandardOutput
  }
}

extension ReportAnswer {
  /// The answer as text of a format.
  public func text(_ format: ReportFormat, _ style: TableStyle) -> String {
    switch format {
    case .table: TextTable(answer: self, width: style.width, hasColor: style.hasColor).text
    case .csv: DataFormats.csv(tables[0])
    case .json: DataFormats.json(self)
    case .ndjson: DataFormats.ndjson(self)
    case .markdown: DataFormats.markdown(self)
    case .html: AnswerPage(answer: self).text
    }
  }
}
