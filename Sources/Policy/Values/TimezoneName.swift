public import StageKit

/// The IANA name of a timezone.
///
/// A name that the warehouse holds need not be known on this machine: ``zone()`` finds out.
public struct TimezoneName: Sendable, Equatable {
  /// The name, such as `America/New_York`.
  public let text: String

  /// Takes a name as it is.
  public init(_ text: String) { self.text = text }

  /// The zone without which no other is told.
  public static let utc = TimezoneName("UTC")

  /// The rules of the zone; nil for UTC, which needs none.
  ///
  /// - Throws: ``InvalidValue`` where this machine knows no such zone.
  public func zone() throws(InvalidValue) -> LocalTimeZone? {
    self == .utc ? nil : try LocalTimeZone(text)
  }
}

extension TimezoneName: OptionValue {
  /// Reads the name of a zone that this machine knows.
  public init(optionText: String) throws(InvalidValue) {
    self.init(optionText)
    _ = try zone()
  }
  /// The name.
  public var optionText: String? { text }
}
