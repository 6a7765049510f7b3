extension Question {
  static let failures = Question(
    "failures",
    "How many messages fail, and of which kind?",
    takes: [.period, .step],
    parts: [
      failurePart("trend", "By platform and channel", [.key("since", .day)]) {
        $0.step(of: "m.date", else: .week) + " as since"
      },
      failurePart("kinds", "By kind of message", [.key("kind")]) { _ in "m.message_kind as kind" },
      failurePart("campaigns", "By campaign and flow", [.key("kind"), .key("campaign")]) { _ in
        "m.message_kind as kind, m.campaign"
      },
    ],
    remarks: { asked in
      """
      select false, platform || ': failed messages are not in this export' from message_rows as m
      where \(MessageFigures.filter(asked)) and receives is not null
      group by platform having count(bounces) = 0 order by 2
      """
    }
  )

  private static func failurePart(
    _ name: String,
    _ title: String,
    _ columns: [Figure],
    _ groups: @escaping @Sendable (Asked) -> String
  ) -> QuestionPart {
    let places = (1...columns.count + 3).map(String.init).joined(separator: ", ")
    return QuestionPart(
      name,
      title,
      columns: [.store, .platform, .channel] + columns + [
        .receives, .metric("failures", .count), .metric("failure_rate", .share),
      ],
      bar: "failure_rate",
      empty: "No analytics say how many failed."
    ) { asked in
      """
      select m.store, m.platform, m.channel, \(groups(asked)), sum(m.bounce_receives) as receives,
        sum(m.rated_bounces) as failures,
        round(sum(m.rated_bounces) / nullif(sum(m.bounce_receives), 0), 6) as failure_rate
      from message_rows as m
      where m.bounce_receives is not null and \(MessageFigures.filter(asked))
      group by \(places) order by \(places)
      """
    }
  }
}
