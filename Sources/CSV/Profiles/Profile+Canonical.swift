extension Profile {
  /// Claims of any platform under their canonical names.
  static let attributedOrders = Profile(
    "attributed-orders",
    "claims of any platform, columns named as the stream's fields",
    .attributedOrders,
    dateColumn: "order_at",
    timesWithoutOffset: .areUnknown,
    canonical(
      .attributedOrders,
      needs: [
        "source_system": .value, "order_id": .oneOf("order"), "order_name": .oneOf("order"),
        "claimed_revenue": .column,
      ]
    )
  )

  /// Figures of any platform's messages under their canonical names.
  static let messagePerformance = Profile(
    "message-performance",
    "message figures of any platform, columns named as the stream's fields",
    .messagePerformance,
    defaults: [("granularity", "day")],
    dateColumn: "date",
    timesWithoutOffset: .areUnknown,
    canonical(.messagePerformance, needs: ["source_system": .value, "date": .value])
  )

  /// A field for each column of a stream but those that the program itself fills.
  private static func canonical(
    _ stream: StreamShape,
    needs: [String: ProfileField.Need]
  ) -> [ProfileField] {
    let own = ["store_id", "order_ref", "campaign_ref"]
    return stream.columns.filter { !own.contains($0.name) }.map { column in
      ProfileField(column.name, column.type, needs[column.name] ?? .optional)
    }
  }
}
