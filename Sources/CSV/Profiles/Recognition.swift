import StageKit

/// Which of some profiles a header is of.
enum Recognition {
  /// The only profile that fits, or that fits best.
  case one(Profile)
  /// No profile fits.
  case none
  /// Several fit equally well.
  case several([Profile])

  /// Compares a header with profiles: that which reads the most of its columns fits best.
  ///
  /// The name of the file may tell that it is of another platform.
  init(_ headers: [String], _ profiles: [Profile], file: String) {
    var best: (columns: Int, profiles: [Profile]) = (0, [])
    for profile in profiles {
      // Whether a mapping names what no file has is asked later, and then has an answer of its own.
      let all = Set(profile.fields.map(\.name))
      guard let match = try? HeaderMatch(profile, headers: headers, foundElsewhere: all),
        profile.isToldBy(match), !profile.isForeign(headers, file)
      else { continue }
      let columns = Set(match.columns.values).count
      if columns > best.columns { best = (columns, []) }
      if columns == best.columns { best.profiles.append(profile) }
    }
    switch best.profiles.count {
    case 0: self = .none
    case 1: self = .one(best.profiles[0])
    default: self = .several(best.profiles)
    }
  }

  /// The profile, or why there is none.
  func profile(of file: String, _ headers: [String]) throws(StageError) -> Profile {
    switch self {
    case .one(let profile): return profile
    case .none:
      throw StageError(
        .data,
        "\(file): no profile fits the header, so it is not known what the file is; name one with "
          + "--profile, and its headers with --mapping; headers found: "
          + headers.map(Excerpt.quoted).joined(separator: ", ")
      )
    case .several(let profiles):
      throw StageError(
        .data,
        "\(file): the header fits several profiles, \(profiles.map(\.name).joined(separator: ", ")); "
          + "name the right one with --profile"
      )
    }
  }
}

extension Profile {
  /// What only reports of messages have.
  private static let signsOfMessages = [
    "message_id", "message_name", "automation_name", "sms_unique_sends",
    "message_unique_receives", "message_unique_bounces", "message_unique_drops",
    "list_subscribes", "list_unsubscribes",
  ]

  /// True where a header that has all that the profile needs is really that of its export: a date and
  /// nothing else may be of anything.
  fileprivate func isToldBy(_ match: HeaderMatch) -> Bool {
    if rows == .orderLines || countedFigure != nil { return true }
    let names = [
      "message_id", "message_name", "campaign_id", "campaign_name", "automation_name",
      "keyword_name",
    ]
    if stream.name == StreamShape.messagePerformance.name {
      let figures = [
        "sms_unique_sends", "sms_recipients", "message_unique_receives", "message_unique_clicks",
        "total_clicks", "platform_reported_orders", "platform_reported_order_revenue",
      ]
      guard match.has(names), match.has(figures) else { return false }
      // Clicks, costs and orders by campaign and day may be those of any advertisement.
      return name != "postscript-messages" || match.has(Self.signsOfMessages)
        || match.has(["send_time"], butUnder: ["startdate", "createdat", "launchdate"])
    }
    // A list of orders and amounts is nobody's claim, and any shop can list the campaign that a link of
    // any advertisement named.
    let touches = [
      "source_system", "attribution_type", "is_view_only", "is_clicked", "sent_at", "clicked_at",
    ]
    let campaigns = ["campaign_id", "campaign_name"]
    return match.has(touches) || match.has(names.filter { !campaigns.contains($0) })
      || match.has(campaigns, butUnder: ["name", "title"]) && match.has(["subscriber_id", "phone"])
      || match.columns["claimed_revenue"].map { HeaderName.normalized(match.headers[$0]) }?
        .contains("attribut") == true
  }
}

extension HeaderMatch {
  /// True where one of some fields has a column, with a header that is not one of some.
  fileprivate func has(_ fields: [String], butUnder general: [String] = []) -> Bool {
    fields.contains { field in
      columns[field].map { !general.contains(HeaderName.normalized(headers[$0])) } ?? false
    }
  }
}
