import Wire

/// The amounts of an order as the index holds them until all refunds are known: 16 bytes.
struct HeldMoney: BitwiseCopyable {
  /// The digits of the amounts; or first of all the place of amounts with more.
  private var digits: (total: Int32, subtotal: Int32, stated: Int32) = (0, 0, 0)
  /// The scale of each, five bits, and what is known.
  private var bits: UInt32 = 0

  private enum AmountFlag: UInt32 {
    case total = 0x0_8000
    case subtotal = 0x1_0000
    case stated = 0x2_0000
    case refunded = 0x4_0000
    case mayHaveRefund = 0x8_0000
    case excluded = 0x10_0000
    case wide = 0x20_0000

    /// Where the scale of an amount is.
    var shift: UInt32 {
      switch self {
      case .subtotal: 5
      case .stated: 10
      default: 0
      }
    }
  }

  /// Amounts of which nothing is known.
  init() {}

  /// Holds amounts; those that do not fit in go into a list.
  init(_ money: OrderMoney, isExcluded: Bool, _ wide: inout [OrderMoney]) {
    self[.refunded] = money.isRefunded
    self[.mayHaveRefund] = money.mayHaveRefund
    self[.excluded] = isExcluded
    guard !take(money) else { return }
    self[.wide] = true
    digits.total = Int32(truncatingIfNeeded: wide.count)
    wide.append(money)
  }

  /// Whether something else than amounts excludes the order.
  var isExcluded: Bool { self[.excluded] }

  /// The amounts.
  func money(_ wide: [OrderMoney]) -> OrderMoney {
    if self[.wide] { return wide[Int(UInt32(bitPattern: digits.total))] }
    return OrderMoney(
      total: amount(.total, digits.total),
      subtotal: amount(.subtotal, digits.subtotal),
      stated: amount(.stated, digits.stated),
      isRefunded: self[.refunded],
      mayHaveRefund: self[.mayHaveRefund]
    )
  }

  private subscript(_ flag: AmountFlag) -> Bool {
    get { bits & flag.rawValue != 0 }
    set { bits = newValue ? bits | flag.rawValue : bits & ~flag.rawValue }
  }

  private func amount(_ flag: AmountFlag, _ digits: Int32) -> ExactDecimal? {
    guard self[flag] else { return nil }
    return ExactDecimal(coefficient: Int128(digits), scale: Int(bits >> flag.shift & 0x1F))
  }

  /// Takes amounts that fit in.
  private mutating func take(_ money: OrderMoney) -> Bool {
    guard let total = take(money.total, .total), let subtotal = take(money.subtotal, .subtotal),
      let stated = take(money.stated, .stated)
    else { return false }
    digits = (total, subtotal, stated)
    return true
  }

  /// The digits of an amount, 0 for none; nil where they do not fit in.
  private mutating func take(_ amount: ExactDecimal?, _ flag: AmountFlag) -> Int32? {
    guard let amount else { return 0 }
    self[flag] = true
    bits |= UInt32(amount.scale) << flag.shift
    return Int32(exactly: amount.coefficient)
  }
}
