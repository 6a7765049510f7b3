public import StageKit
import Wire

/// Says of files which profile each is of, by their headers, and by cells where these could say another.
public struct ProfileList {
  private let stage: Stage
  private let profiles: [Profile]
  private let settings: CSVExtractionSettings

  /// Prepares to choose among profiles.
  public init(_ stage: Stage, _ profiles: [Profile], _ settings: CSVExtractionSettings) {
    self.stage = stage
    self.profiles = profiles.map { $0.relaxed(by: settings) }
    self.settings = settings
  }

  /// Writes a line with the profile, a tab and the path for each file that one fits.
  ///
  /// - Throws: exit code 65, after all files, where no profile or several fit one of them, which the
  ///   log then names.
  public func write(_ paths: [String], _ output: inout MessageOutput) throws {
    var unknown = 0
    for path in paths {
      do {
        let headers = try HeaderSurvey.headers(of: path, settings, stage)
        let profile = try Recognition(headers, profiles, file: path).profile(
          of: path,
          headers
        )
        if try InputFile.isRegular(path) {
          try ForeignCells.check(path, profiles, settings, stage)
        }
        output.buffer.append("\(profile.name)\t\(path)\n")
      } catch let error as StageError where error.code == .data {
        stage.log.error(error.message)
        unknown += 1
      }
    }
    try output.flush()
    guard unknown == 0 else {
      throw StageError(.data, "of \(unknown) of \(paths.count) files it is not known what they are")
    }
  }
}
