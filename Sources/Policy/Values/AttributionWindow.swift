public import StageKit

/// The longest time from send to order at which a message can have brought the order.
public struct AttributionWindow: OptionValue, Equatable {
  /// The span, in whole seconds; nil for any time.
  ///
  /// Exactly that long is inside.
  public let longest: Duration?

  /// Makes a window; nil for one without a limit.
  public init(_ longest: Duration?) { self.longest = longest }

  /// No limit.
  public static let any = AttributionWindow(nil)

  /// Reads a span such as `90m`, `24h` or `7d`, or `any`.
  public init(optionText: String) throws(InvalidValue) {
    guard optionText != "any" else {
      longest = nil
      return
    }
    let span: Duration
    do {
      span = try Duration(optionText: optionText)
    } catch {
      throw InvalidValue("\(error.reason), or any")
    }
    guard span <= Self.limit else { throw InvalidValue("is longer than 100 years") }
    longest = span
  }

  /// The longest span that the warehouse can add to every time.
  private static let limit = Duration.seconds(36_525 * 86_400)

  /// The span in the largest unit that fits, or `any`.
  public var optionText: String? { longest.flatMap(\.optionText) ?? "any" }
}
