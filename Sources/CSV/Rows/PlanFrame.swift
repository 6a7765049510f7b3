import Wire

/// What surrounds the members of a record.
struct PlanFrame {
  let before: String
  let after: String
  /// False for a part of a record, such as a line item.
  let isWhole: Bool

  /// The same without its end, for a record to which members are added.
  var withoutEnd: PlanFrame { PlanFrame(before: before, after: "", isWhole: isWhole) }

  /// A whole record of a profile's stream, observed at a time.
  static func record(
    of profile: Profile,
    _ settings: CSVExtractionSettings,
    _ observed: Timestamp?
  ) -> PlanFrame {
    record(
      profile.stream.name,
      isBare: settings.isBare,
      // Of any other CSV nobody knows what its columns are called.
      timeExtracted: settings.isBare && profile.isGeneric ? nil : observed?.text
    )
  }

  /// A whole record, in its envelope or bare.
  private static func record(_ stream: String, isBare: Bool, timeExtracted: String?) -> PlanFrame {
    let time = timeExtracted.map { ",\"time_extracted\":\"\($0)\"" } ?? ""
    // A bare record has the time as a member: which of two is newer must not be lost.
    if isBare { return PlanFrame(before: "{", after: "\(time)}\n", isWhole: true) }
    let name = JSONValue.string(stream).text
    return PlanFrame(
      before: "{\"type\":\"RECORD\",\"stream\":\(name),\"record\":{",
      after: "}\(time)}\n",
      isWhole: true
    )
  }
}
