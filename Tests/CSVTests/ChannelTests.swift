import TestSupport
import Testing

/// The channels that platforms send by, from their exports to the marts.
@Suite("Channels of messages")
struct ChannelTests {
  @Test(
    "every channel that a platform sells has its word, and MMS is SMS",
    arguments: [
      ("SMS", "sms"), ("MMS", "sms"), ("SMS/MMS", "sms"), ("Email", "email"), ("Push", "push"),
      ("Mobile Push", "push"), ("WhatsApp", "whatsapp"), ("whats app", "whatsapp"),
      ("RCS", "rcs"), ("RCS Message", "rcs"), ("Carrier Pigeon", "other"), ("Other", "other"),
    ]
  )
  func words(written: String, word: String) throws {
    let run = try ExtractRun(
      "Campaign Name,Send Time,Total Recipients,Revenue,Campaign ID,Campaign Channel\n"
        + "Hi,2025-04-06 11:00:00,10,5.00,C1,\(written)\n",
      "--profile",
      "klaviyo-campaigns"
    )
    #expect(run.texts("channel") == [word], "\(run.outcome)")
    #expect(run.texts("sms_unique_sends").map { $0 == "10" } == [word == "sms"])
    let warning = "\"\(written)\" in the column \"Campaign Channel\" is no known channel, and"
    #expect(run.outcome.errors.contains(warning) == (written == "Carrier Pigeon"))
  }

  @Test("messages and claims of every channel are in the marts with their revenue")
  func marts() throws {
    let channels = ["sms", "email", "push", "whatsapp", "rcs", "fax"]
    let figures = channels.map { "2026-01-02,klaviyo,m_\($0),\($0),10,5.00,USD\n" }
    let claims = channels.enumerated().map { number, channel in
      "klaviyo,\(5001 + number),m_\(channel),2026-01-02T12:00:00Z,5.00,USD,\(channel)\n"
    }
    try withDatabase { work, database in
      try work.write(
        "figures.csv",
        "date,source_system,message_id,channel,message_unique_receives,"
          + "platform_reported_order_revenue,currency\n" + figures.joined()
      )
      try work.write(
        "claims.csv",
        "source_system,order_id,message_id,order_at,claimed_revenue,currency,channel\n"
          + claims.joined()
      )
      for (profile, file) in [
        ("message-performance", "figures.csv"), ("attributed-orders", "claims.csv"),
      ] {
        let script = "set -e; extract-csv --profile \(profile) \(file) >out; load-postgres <out"
        try work.run(.shell(script).with(environment: database.environment)).orThrow()
      }
      let rows = try database.rows(
        """
        select channel, reported from sms.message_totals order by 1;
        select channel, reported from sms.revenue_summary where channel <> 'all' order by 1;
        """
      )
      let words = ["email", "other", "push", "rcs", "sms", "whatsapp"]
      #expect(rows == (words + words).map { "\($0)|5.00" })
    }
  }

  @Test("words of links and surveys name the channel, and a text is one for RCS as well")
  func witnesses() throws {
    try withDatabase { work, database in
      try work.run(.built("load-postgres", "migrate", environment: database.environment))
        .orThrow()
      let words = [
        "klaviyo WhatsApp", "whats-app", "postscript rcs", "x rcs_may", "circs", "klaviyo web_push",
        "pushy", "klaviyo email", "sms whatsapp",
      ]
      let channels = words.map { "sms.message_channel('\($0)')" }.joined(separator: ", ")
      #expect(
        try database.rows("select \(channels)") == [
          "whatsapp|whatsapp|sms|rcs|NULL|push|NULL|email|sms"
        ]
      )
      let agree = [("whatsapp", "whatsapp"), ("sms", "rcs"), ("rcs", "rcs"), ("rcs", "sms")].map {
        "sms.witness_agrees('\($0)', 'klaviyo', '\($1)')"
      }
      #expect(
        try database.rows("select \(agree.joined(separator: ", "))") == ["t|t|t|f"]
      )
    }
  }
}
