import Wire

/// A page of the list of subscribers to ask for.
public struct ListQuery: Sendable, Hashable {
  /// How the list is ordered.
  public enum ListOrder: Sendable, Hashable {
    /// By the field of the walk, from the oldest.
    case time
    /// By phone number, which hardly any two share: a certain order among equal times.
    case phone
  }

  /// The field of the bounds.
  public var field: TimeField
  /// The first second, or nil for no bound.
  public var from: Int64?
  /// The last second (inclusive), or nil for no bound.
  public var through: Int64?
  /// How the list is ordered.
  public var order = ListOrder.time
  /// The page, from 1.
  public var page = 1

  /// The request below the base URL.
  public var target: String {
    let sort = order == .time ? field.rawValue : "phone_number"
    var target = "/api/v2/subscribers?sort=\(sort)__asc"
    if let from { target += "&\(field.rawValue)__gte=\(ListQuery.text(from))" }
    if let through { target += "&\(field.rawValue)__lte=\(ListQuery.text(through))" }
    return page > 1 ? "\(target)&page=\(page)" : target
  }

  private static func text(_ second: Int64) -> String {
    Timestamp(microseconds: second * 1_000_000).text
  }
}
