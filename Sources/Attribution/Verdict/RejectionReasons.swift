public import Wire

/// Why a claim is rejected: a set, since all reasons that apply are given.
///
/// The bits are in the order in which reasons are listed, the most fundamental first.
@frozen
public struct RejectionReasons: OptionSet, Sendable, Hashable {
  /// The set's bits.
  public let rawValue: UInt16
  /// Makes a set from its bits.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// No such order, though the available orders cover its time.
  public static let orderNotFound = RejectionReasons(rawValue: 1 << 0)
  /// A test order, which nobody paid.
  public static let orderTest = RejectionReasons(rawValue: 1 << 1)
  /// A cancelled order.
  public static let orderCancelled = RejectionReasons(rawValue: 1 << 2)
  /// Payment was voided, expired or uncollectible, never asked for (a draft), or has no status.
  public static let orderVoided = RejectionReasons(rawValue: 1 << 3)
  /// All of the money went back.
  public static let orderRefunded = RejectionReasons(rawValue: 1 << 4)
  /// The policy leaves the order out: for a tag, its sales channel, or net revenue of 0.
  public static let orderExcluded = RejectionReasons(rawValue: 1 << 5)
  /// A subscription charged itself: nobody acted, so no message brought it.
  public static let orderRenewal = RejectionReasons(rawValue: 1 << 6)
  /// Claim and order are in different currencies.
  public static let currencyMismatch = RejectionReasons(rawValue: 1 << 7)
  /// The touch, or the message itself, came after the order.
  public static let touchAfterOrder = RejectionReasons(rawValue: 1 << 8)
  /// More time than the window lies between the message and the order.
  public static let outsideWindow = RejectionReasons(rawValue: 1 << 9)
  /// A view without a click, which the policy leaves out.
  public static let viewOnlyExcluded = RejectionReasons(rawValue: 1 << 10)
  /// The message went to someone else than the one who ordered.
  public static let customerMismatch = RejectionReasons(rawValue: 1 << 11)

  /// The reasons that are facts of the order itself, whoever claims it.
  static let ofOrders: RejectionReasons = [
    .orderTest, .orderCancelled, .orderVoided, .orderRefunded, .orderExcluded, .orderRenewal,
  ]

  private static let words: [StaticString] = [
    "order_not_found", "order_test", "order_cancelled", "order_voided", "order_refunded",
    "order_excluded", "order_renewal", "currency_mismatch", "touch_after_order", "outside_window",
    "view_only_excluded", "customer_mismatch",
  ]

  /// The names of the reasons, in their order.
  public var names: [String] {
    Self.words.indices.filter { rawValue & 1 << UInt16($0) != 0 }.map { "\(Self.words[$0])" }
  }

  /// Appends the names as a JSON array, in their order.
  public func write(to output: inout ByteBuffer) {
    output.append(UInt8(ascii: "["))
    var rest = rawValue
    while rest != 0 {
      if rest != rawValue { output.append(UInt8(ascii: ",")) }
      output.append(UInt8(ascii: "\""))
      output.append(Self.words[rest.trailingZeroBitCount])
      output.append(UInt8(ascii: "\""))
      rest &= rest &- 1
    }
    output.append(UInt8(ascii: "]"))
  }
}
