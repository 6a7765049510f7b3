import Glibc
internal import Wire

/// Sets bad records aside in a file, or ends the run at the first one.
public final class RejectSink {
  private let program: String
  /// Takes secrets out of a reason.
  var redact: (String) -> String = { $0 }
  private let limit: RejectLimit?
  private let path: String?
  /// The codes that the program says it gives.
  private let codes: Set<RejectCode>
  private var descriptor: Int32 = -1
  private var lines = ByteBuffer(capacity: 4_096)
  /// Bytes held back before a write: several lines go out together, but always whole ones.
  private let chunk = 32_768

  /// Makes a sink; the file is opened at the first reject, or by ``open()``.
  public init(
    program: String,
    path: String?,
    limit: RejectLimit?,
    codes: Set<RejectCode> = Set(RejectCode.allCases)
  ) {
    self.program = program
    self.path = path
    self.limit = limit
    self.codes = codes
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// True where bad records are set aside and the run goes on.
  public var isOpen: Bool { path != nil }

  /// Opens the file, so that a wrong name fails before any work is done.
  ///
  /// The file is appended to, never emptied: the stages of a pipe may share one.
  ///
  /// - Throws: exit code 73 where it cannot be opened.
  public func open() throws(StageError) {
    guard let path, descriptor < 0 else { return }
    descriptor = try OutputFile.open(path, "the rejects file", O_WRONLY | O_APPEND)
  }

  /// Takes a bad record, which must not be counted yet, and whose code the program must list.
  ///
  /// - Throws: exit code 65 where there is no rejects file, or the limit is exceeded; 73 or 74
  ///   where the file cannot be written.
  public func add(_ reject: Reject, _ counts: inout StageCounts) throws(StageError) {
    assert(codes.contains(reject.fault.code), "\(reject.fault.code) is not listed")
    counts.rejected += 1
    guard path != nil else {
      throw StageError(
        .data,
        "\(reject.message) (to set bad records aside and go on: --rejects FILE)"
      )
    }
    try open()
    append(reject)
    if lines.count >= chunk { try flush() }
    try check(counts, atCommitPoint: false, latest: reject)
  }

  /// Writes out what is held back, and judges a limit in percent.
  ///
  /// Called before a STATE is written and at the end: rejects must never be behind what was
  /// committed.
  ///
  /// - Throws: exit code 65 where the limit is exceeded; 74 where the file cannot be written.
  public func commitPoint(_ counts: StageCounts) throws(StageError) {
    try flush()
    try check(counts, atCommitPoint: true, latest: nil)
  }

  /// Writes out what is held back.
  ///
  /// - Throws: exit code 74 where the file cannot be written.
  public func flush() throws(StageError) {
    guard !lines.isEmpty else { return }
    do {
      try lines.withView { try Descriptors.writeLines($0, to: descriptor, onInterrupt: {}) }
      lines.removeAll()
    } catch {
      lines.removeAll()
      let reason = (error as? DescriptorError)?.reason ?? "\(error)"
      throw StageError(.ioError, "cannot write the rejects file \(path ?? ""): \(reason)")
    }
  }

  private func check(
    _ counts: StageCounts,
    atCommitPoint: Bool,
    latest: Reject?
  ) throws(StageError) {
    guard let limit, let text = limit.optionText,
      limit.isExceeded(
        rejected: counts.rejected,
        read: counts.read,
        atCommitPoint: atCommitPoint
      )
    else { return }
    try flush()
    let last = if let latest { "; the latest: \(latest.message)" } else { "" }
    throw StageError(
      .data,
      "\(counts.rejected) of \(counts.read) records are bad, more than --max-rejects \(text) "
        + "allows; see \(path ?? "the rejects file")\(last)"
    )
  }

  private func append(_ reject: Reject) {
    lines.append("{\"stage\":")
    lines.appendJSONString(program)
    lines.append(",\"code\":")
    lines.appendJSONString(reject.fault.code.rawValue)
    lines.append(",\"reason\":")
    lines.appendJSONString(redact(reject.fault.reason))
    lines.append(",\"stream\":")
    append(optional: reject.stream)
    if let file = reject.file {
      lines.append(",\"file\":")
      lines.appendJSONString(file)
    }
    lines.append(",\"line\":")
    if let line = reject.line { lines.append(decimal: line) } else { lines.append("null") }
    lines.append(",\"field\":")
    append(optional: reject.fault.field)
    for extra in reject.extras {
      lines.append(UInt8(ascii: ","))
      lines.appendJSONString(extra.key)
      lines.append(UInt8(ascii: ":"))
      extra.value.write(to: &lines)
    }
    lines.append(",\"input\":")
    lines.appendJSONStringRepairing(reject.input)
    if UTF8Check.firstInvalid(in: reject.input) != nil {
      lines.append(",\"input_base64\":\"")
      lines.append(base64: reject.input)
      lines.append(UInt8(ascii: "\""))
    }
    lines.append("}\n")
  }

  private func append(optional text: String?) {
    if let text { lines.appendJSONString(text) } else { lines.append("null") }
  }
}
