import TestSupport
import Testing

/// Reports of others, whose columns have the names of Postscript's.
@Suite("What is no export of Postscript")
struct ForeignReportTests {
  private func profiles(of header: String) throws -> Outcome {
    try withWorkspace { work in
      try work.write("in.csv", header + "\n")
      return try work.run(.built("extract-csv", "--profile", "auto", "--print-profiles", "in.csv"))
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
    ]
  )
  func unknown(header: String) throws {
    let outcome = try profiles(of: header)
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains("no profile fits the header"), "\(outcome)")
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
      "Order Name,Revenue,Automation Name",
    ]
  )
  func known(header: String) throws {
    let outcome = try profiles(of: header)
    #expect(outcome.succeeded && outcome.text.contains("postscript-revenue"), "\(outcome)")
  }
}
