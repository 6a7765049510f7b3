import TestSupport
import Testing

/// Reports of others, whose columns have the names of Postscript's.
@Suite("What is no export of Postscript")
struct ForeignReportTests {
  private func profiles(of text: String, in name: String = "in.csv") throws -> Outcome {
    try withWorkspace { work in
      try work.write(name, text + "\n")
      return try work.run(.built("extract-csv", "--profile", "auto", "--print-profiles", name))
    }
  }

  @Test(
    "is named, and not taken for one",
    arguments: [
      "Order name,Campaign name,Total,Currency,Date",
      "Order ID,Order Date,Revenue,Campaign,Currency",
      "Title,Subject,List,Send Date,Total Recipients,Successful Deliveries,Soft Bounces,Hard Bounces,"
        + "Unique Opens,Open Rate,Total Opens,Unique Clicks,Unsubscribes,Total Orders,Total Revenue",
      "Date,Session source / medium,Campaign,Sessions,Transactions,Revenue",
      "Day,Campaign name,Campaign ID,Amount spent (USD),Purchases,Impressions,Link clicks",
      "Campaign,Day,Currency code,Impr.,Clicks,CTR,Cost,Conversions,Conv. value",
      "Day,Campaign,Currency code,Cost,Clicks,Conversions",
      "Date,Campaign,Clicks,Spend,Purchases,Revenue",
      "Date,Affiliate,Campaign,Clicks,Sales,Orders",
      "Order Name,Date,Revenue,Campaign",
      "Order,Date,Revenue,Campaign,Customer",
      "Order Number,Customer Email,Influencer,Campaign,Revenue,Date",
      "Order Name,Created At,Total Sales,Campaign,Sent",
      "Order ID,Revenue,Currency,Click Date,Partner",
      "Campaign,Send Date,Emails Sent,Opens,Clicks,Orders,Revenue",
      "Campaign Name,Date Sent,Sent,Opened,Clicked,Revenue,Orders,Unsubscribed",
      "Message Name,Date,Sends,Unique Opens,Clicks,Revenue",
      "Campaign Name,Send Date,Recipients,Clicks,Omnisend Revenue,Revenue",
      "Order ID,Revenue,Sent At,Email Campaign", "Order ID,Revenue,Sent At,Brevo ID",
    ]
  )
  func unknown(header: String) throws {
    let outcome = try profiles(of: header)
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains("no profile fits the header"), "\(outcome)")
  }

  @Test(
    "is named where cells say it, by profile and file, and not read",
    arguments: [
      "Name,Type,Date,Sent,Revenue\nFall,Campaign,2025-10-07,100,5\nFall,Email,2025-10-07,100,5",
      "Campaign Name,Channel,Date Sent,Sent,Clicked,Revenue\nA,SMS,2025-10-07,1,1,5\nX,E-mail,2025-10-07,1,1,5",
      "Platform,Message Name,Date,Sends,Revenue\nPostscript,A,2025-10-07,1,5\nAttentive,A,2025-10-07,1,5",
      "Order ID,Revenue,Sent At,Channel\n1,5,2025-10-07 10:00:00,sms\n2,5,2025-10-07 10:00:00,email",
    ]
  )
  func cells(text: String) throws {
    let listed = try profiles(of: text)
    #expect(listed.status == 65 && listed.text.isEmpty, "\(listed)")
    #expect(listed.errors.contains("in.csv, line 3: the header could be that of postscript-"))
    let read = try ExtractRun(text, "--profile", "auto")
    #expect(read.outcome.status == 65 && read.outcome.errors.contains("in.csv, line 3: the header"))
    let profile = text.hasPrefix("Order") ? "postscript-revenue" : "postscript-messages"
    #expect(try ExtractRun(text, "--profile", profile).records.count == 2)
  }

  @Test("is known by the name of its file, unless that names Postscript")
  func names() throws {
    let header = "Message Name,Message Type,Date,Sends,Clicks,Conversions,Revenue,Unsubscribes"
    for name in ["attentive.csv", "Brevo campaigns.csv", "2025-10_drip_sms.csv"] {
      #expect(try profiles(of: header, in: name).status == 65)
    }
    for name in ["messages.csv", "attentiveness.csv", "postscript-after-klaviyo.csv"] {
      let outcome = try profiles(of: header, in: name)
      #expect(outcome.text == "postscript-messages\t\(name)\n", "\(outcome)")
    }
  }

  @Test(
    "figures of messages still are",
    arguments: [
      "Campaign Name,Send Date,Recipients,Clicks,Revenue", "Date,Keyword,Subscribers,Sent,Revenue",
      "Message Name,Message ID,Type,Sends,Clicks,CTR,Conversions,CVR,Revenue,Unsubscribes,Date",
      "Date,Automation,Clicks,Orders,Revenue", "Campaign,Sent At,Clicks,Cost,Orders,Revenue",
    ]
  )
  func figures(header: String) throws {
    let outcome = try profiles(of: header)
    #expect(outcome.succeeded && outcome.text.contains("postscript-messages"), "\(outcome)")
  }

  @Test(
    "what is one still is",
    arguments: [
      "Order ID,Order Date,Attributed Revenue,Message Name,Attribution Type",
      "Order Name,Revenue,Campaign Name,Phone Number",
      "Order Name,Revenue,Automation Name", "Order Name,Revenue,Sent At,Customer Email",
      "Order Name,Revenue,Sent At,Email", "Order Name,Revenue,Sent At,Buyer Email Address",
    ]
  )
  func known(header: String) throws {
    let outcome = try profiles(of: header)
    #expect(outcome.succeeded && outcome.text.contains("postscript-revenue"), "\(outcome)")
  }
}
