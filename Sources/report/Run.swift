import Reports
import StageKit
import Warehouse

/// Answers the question, or lists all questions.
func run(_ options: ReportOptions, _ stage: Stage) throws {
  let style = TableStyle(width: options.width)
  guard let question = Question.named(options.words[0]) else {
    return try ReportOutput.write(Question.listing, stage)
  }
  var session = try ReadSession(options.warehouse, stage)
  let answer = try Answer(to: question, options.asked, part: options.part, &session)
  try ReportOutput.write(answer.text(options.format, style), stage)
}
