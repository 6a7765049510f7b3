import Wire

/// What the index holds of one order: 64 bytes, side by side, since a search waits for memory.
struct OrderEntry: BitwiseCopyable {
  /// The id, or where its text begins.
  var id: Int64
  /// Microseconds since 1970 of the order, ``unknownTime`` where unknown.
  var time = Self.unknownTime
  /// The digits of the revenue, or the place of a number too large for that.
  var revenue: Int64 = 0
  /// When Shopify changed the order last.
  var updatedAt = Self.unknownTime
  /// When the source was observed.
  var extractedAt = Self.unknownTime
  /// Who ordered.
  var customer = Customer()
  /// Where the name begins.
  var name: UInt32 = 0
  /// The number of its store and currency.
  var market: UInt16
  /// Faults, flags, and the digits of the revenue after the point.
  private var bits: UInt16 = 0

  static let unknownTime = Int64.min

  init(id: Int64, market: UInt16) {
    self.id = id
    self.market = market
    scale = Self.unpriced
  }

  /// One bit of what is known about the order.
  enum Flag: UInt16 {
    /// The id is text.
    case textID = 0x0200
    /// It has a name.
    case named = 0x0080
    /// Another order of the store has the same name.
    case sharedName = 0x0100
    /// The revenue is held elsewhere, since it does not fit here.
    case wideRevenue = 0x0400
    /// The record could not be read.
    case unreadable = 0x0001
  }

  subscript(_ flag: Flag) -> Bool {
    @inline(__always) get { bits & flag.rawValue != 0 }
    set { bits = newValue ? bits | flag.rawValue : bits & ~flag.rawValue }
  }

  /// What speaks against the order; only bits 1 to 6 are ever set.
  var faults: RejectionReasons {
    @inline(__always) get { RejectionReasons(rawValue: bits & RejectionReasons.ofOrders.rawValue) }
    set { bits = bits & ~RejectionReasons.ofOrders.rawValue | newValue.rawValue }
  }

  /// Takes a revenue, nil where it is unknown; one of more digits than there is room for goes into a
  /// list.
  mutating func price(_ revenue: ExactDecimal?, _ wide: inout [ExactDecimal]) {
    self[.wideRevenue] = false
    guard let revenue else {
      (self.revenue, scale) = (0, Self.unpriced)
      return
    }
    if let digits = Int64(exactly: revenue.coefficient) {
      (self.revenue, scale) = (digits, revenue.scale)
    } else {
      self[.wideRevenue] = true
      (self.revenue, scale) = (Int64(wide.count), 0)
      wide.append(revenue)
    }
  }

  /// True where the revenue is known.
  var isPriced: Bool { scale != Self.unpriced }

  /// The value of ``scale`` where the revenue is unknown.
  private static let unpriced = 31

  /// The number of digits of the revenue after the point, 0 to 30.
  var scale: Int {
    @inline(__always) get { Int(bits >> 11) }
    set { bits = bits & 0x07FF | UInt16(truncatingIfNeeded: newValue) << 11 }
  }

  /// The bits that the order itself decides, not the place of its texts.
  private var content: UInt16 {
    bits & ~(Flag.textID.rawValue | Flag.named.rawValue | Flag.sharedName.rawValue)
  }

  /// A time as the index holds it.
  static func microseconds(_ time: Timestamp?) -> Int64 { time?.microseconds ?? unknownTime }

  /// A time that the index held.
  @inline(__always)
  static func timestamp(_ microseconds: Int64) -> Timestamp? {
    microseconds == unknownTime ? nil : Timestamp(microseconds: microseconds)
  }

  /// Whether this is an older version than another of the same order.
  ///
  /// The later observation is the newer version, then that which Shopify changed later; what is
  /// unknown is older than what is known. Where both are equal, so that whichever comes first does
  /// not matter, the content decides.
  func isOlder(than other: OrderEntry) -> Bool {
    if extractedAt != other.extractedAt { return extractedAt < other.extractedAt }
    if updatedAt != other.updatedAt { return updatedAt < other.updatedAt }
    if content != other.content { return content < other.content }
    if time != other.time { return time < other.time }
    if revenue != other.revenue { return revenue < other.revenue }
    return market < other.market
  }
}
