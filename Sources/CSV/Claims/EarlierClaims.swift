import StageKit
import Wire

/// Reads the claims of a file once more, from its first row to the one that was read last.
struct EarlierClaims {
  private let path: String
  private let identity: FileIdentity?
  private let header: FileHeader
  private let settings: CSVExtractionSettings
  private let frame: PlanFrame
  private let delimiter: UInt8
  private let stage: Stage

  /// Prepares for a file that can be read more than once, with what surrounds its records.
  init(
    _ path: String,
    _ header: FileHeader,
    _ settings: CSVExtractionSettings,
    _ frame: PlanFrame,
    delimiter: UInt8,
    _ stage: Stage
  ) throws {
    self.path = path
    identity = try FileIdentity(path)
    self.header = header
    self.settings = settings
    self.frame = frame
    self.delimiter = delimiter
    self.stage = stage
  }

  /// Notes the claims of the rows before a line, as far as they were written.
  ///
  /// - Throws: exit code 66 where the file is gone, or is another one now.
  func add(to table: inout ClaimTable, _ steps: ClaimSteps, before line: Int) throws {
    guard try FileIdentity(path) == identity else {
      throw StageError(.noInput, "\(path) was changed while it was read: extract it again")
    }
    let (profile, match) = (header.profile, header.match)
    var encoder = RowEncoder(
      try CompiledPlan(
        profile,
        match,
        settings,
        columns: profile.stream.columns,
        frame: frame
      )
    )
    let totals = ClaimTotals(profile, match)
    var output = ByteBuffer(capacity: 64 << 10)
    var scanner = try RecordScanner.again(path, delimiter: delimiter, stage)
    try scanner.forEachRecord(ofWidth: match.headers.count) { record in
      guard record.line < line else { return false }
      if totals?.isSum(record) == true { return true }
      output.removeAll()
      if encoder.append(record, to: &output) == .written,
        output.count <= RecordScanner.recordLimit
      {
        let values = ClaimValues(steps, encoder.table)
        _ = table.note(output.view, values, line: record.line)
      }
      return true
    }
  }
}
