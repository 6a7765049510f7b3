/// The text of the live line.
public struct ProgressLine: Sendable {
  /// The name of the program.
  public let program: String
  /// What was counted so far.
  public let counts: StageCounts
  /// The number of bytes of the whole input, where it is known.
  public let totalBytes: Int?
  /// The number of records of the whole input, where that is known and its size isn't.
  public let totalRecords: Int?
  /// The time since the run began, in nanoseconds.
  public let nanoseconds: Int64

  /// Makes a line.
  public init(
    program: String,
    counts: StageCounts,
    totalBytes: Int? = nil,
    totalRecords: Int? = nil,
    nanoseconds: Int64
  ) {
    self.program = program
    self.counts = counts
    self.totalBytes = totalBytes
    self.totalRecords = totalRecords
    self.nanoseconds = nanoseconds
  }

  /// For example `extract-csv: 1,200,000 records, 151.0 MB, 302.0 MB/s, 50 %, 0:01 left`.
  public var text: String {
    let seconds = Double(max(nanoseconds, 1)) / 1_000_000_000
    let rate = Double(counts.bytesRead) / seconds
    var parts = ["\(Self.grouped(counts.read)) records"]
    if counts.bytesRead > 0 {
      parts.append(Self.size(Double(counts.bytesRead)))
      parts.append(Self.size(rate) + "/s")
    } else {
      parts.append("\(Self.grouped(Int(Double(counts.read) / seconds)))/s")
    }
    if counts.rejected > 0 { parts.append("\(Self.grouped(counts.rejected)) rejected") }
    if let share = share {
      parts.append("\(Int(share * 100)) %")
      parts.append(Self.clock(seconds * (1 - share) / share) + " left")
    }
    return "\(program): \(parts.joined(separator: ", "))"
  }

  /// How much of the whole is done, from 0 to 1, where that is known and something is.
  private var share: Double? {
    if let totalBytes {
      guard totalBytes > 0, counts.bytesRead > 0 else { return nil }
      return min(1, Double(counts.bytesRead) / Double(totalBytes))
    }
    guard let totalRecords, totalRecords > 0, counts.read > 0 else { return nil }
    return min(1, Double(counts.read) / Double(totalRecords))
  }

  /// A number with commas between the thousands.
  static func grouped(_ number: Int) -> String {
    let digits = String(number.magnitude)
    var text = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// A number of bytes in kB, MB or GB (powers of 1000) with one decimal.
  static func size(_ bytes: Double) -> String {
    var value = bytes
    for unit in ["B", "kB", "MB", "GB"] {
      if value < 1_000 || unit == "GB" {
        let tenths = Int((value * 10).rounded())
        return unit == "B" ? "\(tenths / 10) B" : "\(tenths / 10).\(tenths % 10) \(unit)"
      }
      value /= 1_000
    }
    return ""
  }

  /// A time as `m:ss` or `h:mm:ss`.
  static func clock(_ seconds: Double) -> String {
    let whole = Int(min(seconds.rounded(.up), 359_999))
    let pair = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
    let minutes = whole / 60 % 60
    return whole < 3_600
      ? "\(minutes):\(pair(whole % 60))" : "\(whole / 3_600):\(pair(minutes)):\(pair(whole % 60))"
  }
}
