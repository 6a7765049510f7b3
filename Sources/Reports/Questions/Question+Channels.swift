extension Question {
  static let smsOrEmail = Question(
    "sms-vs-email",
    "What do texts bring, and what do e-mails, in the same period?",
    parts: [
      channelPart("channels", "By channel", [.channel], "m.channel"),
      channelPart("platforms", "By platform", [.platform, .channel], "m.platform, m.channel"),
    ],
    undated: .outsideOfPeriods,
    remarks: MessageFigures.remarks
  )

  static let flowOrCampaign = Question(
    "flow-vs-campaign",
    "What do flows bring, and what do campaigns?",
    parts: [
      channelPart(
        "kinds",
        "By kind of message",
        [.platform, .channel, .key("kind")],
        "m.platform, m.channel, m.message_kind as kind",
        where: "m.message_kind in ('flow', 'campaign')"
      )
    ],
    undated: .outsideOfPeriods,
    remarks: MessageFigures.remarks
  )

  static let revenuePerMessage = Question(
    "revenue-per-message",
    "What does a delivered message bring?",
    takes: [.period, .step],
    parts: [
      QuestionPart(
        "series",
        "By platform and channel",
        columns: [.store, .currency, .platform, .channel, .key("since", .day)]
          + MessageFigures.columns,
        bar: "revenue_per_receive",
        empty: noMessages
      ) { asked in
        """
        select m.store, m.currency, m.platform, m.channel,
          \(asked.step(of: "m.date", else: .month)) as since, \(MessageFigures.sums)
        from message_rows as m where \(MessageFigures.filter(asked))
        group by 1, 2, 3, 4, 5 order by 1, 2 nulls last, 3, 4, 5
        """
      }
    ],
    undated: .outsideOfPeriods,
    remarks: MessageFigures.remarks
  )

  private static let noMessages = "No message was sent, and none is claimed, in this period."

  private static func channelPart(
    _ name: String,
    _ title: String,
    _ columns: [Figure],
    _ groups: String,
    where condition: String = "true"
  ) -> QuestionPart {
    let places = (1...columns.count + 2).map(String.init)
    let group = places.joined(separator: ", ")
    let last = places.dropFirst(2).joined(separator: ", ")
    return QuestionPart(
      name,
      title,
      columns: [.store, .currency] + columns + MessageFigures.columns,
      bar: "last_touch",
      empty: noMessages
    ) { asked in
      """
      select m.store, m.currency, \(groups), \(MessageFigures.sums)
      from message_rows as m where \(condition) and \(MessageFigures.filter(asked))
      group by \(group) order by 1, 2 nulls last, last_touch desc nulls last, \(last)
      """
    }
  }
}
