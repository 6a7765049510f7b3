import StageKit
import Wire

/// The file of a plan.
enum PlanFile {
  /// Writes a plan whole: a reader never sees half of one.
  ///
  /// - Throws: exit code 73 where it can't be made, 74 where it can't be written.
  static func write(_ plan: SendingPlan, to path: String) throws(StageError) {
    try OutputFile.replace(path, "the plan", with: plan.document.indented() + "\n")
  }
}
