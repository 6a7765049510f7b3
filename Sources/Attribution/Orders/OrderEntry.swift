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
  }

  /// One bit of what is known about the order.
  enum Flag: UInt16 {
    /// The id is text.
    case textID = 0x0040
    /// It has a name.
    case named = 0x0080
    /// Another order of the store has the same name.
    case sharedName = 0x0100
    /// The revenue is known.
    case priced = 0x0200
    /// The revenue is held elsewhere, since it does not fit here.
    case wideRevenue = 0x0400
    /// The record could not be read.
    case unreadable = 0x0001
  }

  subscript(_ flag: Flag) -> Bool {
    @inline(__always) get { bits & flag.rawValue != 0 }
    set { bits = newValue ? bits | flag.rawValue : bits & ~flag.rawValue }
  }

  /// What speaks against the order; only bits 1 to 5 are ever set.
  var faults: RejectionReasons {
    @inline(__always) get { RejectionReasons(rawValue: bits & RejectionReasons.ofOrders.rawValue) }
    set { bits = bits & ~RejectionReasons.ofOrders.rawValue | newValue.rawValue }
  }

  /// The number of digits of the revenue after the point, 0 to 30.
  var scale: Int {
    @inline(__always) get { Int(bits >> 11) }
    set { bits = bits & 0x07FF | UInt16(truncatingIfNeeded: newValue) << 11 }
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
  /// Shopify's own time of change decides, then that of the observation; where neither is known on
  /// both sides or they are equal, the later arrival is the later version.
  func isOlder(than other: OrderEntry) -> Bool {
    let unknown = Self.unknownTime
    if updatedAt != unknown, other.updatedAt != unknown, updatedAt != other.updatedAt {
      return updatedAt < other.updatedAt
    }
    return extractedAt != unknown && other.extractedAt != unknown && extractedAt < other.extractedAt
  }
}
