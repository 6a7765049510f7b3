import Glibc
import StageKit
import Wire

/// The file of a plan.
enum PlanFile {
  /// Writes a plan whole: a reader never sees half of one.
  ///
  /// - Throws: exit code 73 where it can't be made, 74 where it can't be written.
  static func write(_ plan: SendingPlan, to path: String) throws(StageError) {
    let temporary = path + ".new"
    let descriptor = try OutputFile.open(temporary, "the plan", O_WRONLY | O_TRUNC)
    defer { close(descriptor) }
    do {
      try (plan.document.indented() + "\n").withView {
        try Descriptors.write($0, to: descriptor, onInterrupt: {})
      }
    } catch {
      let reason = (error as? DescriptorError)?.reason ?? "\(error)"
      throw StageError(.ioError, "cannot write the plan \(path): \(reason)")
    }
    try OutputFile.rename(temporary, to: path, "the plan")
  }
}
