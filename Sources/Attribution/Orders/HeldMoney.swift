import Wire

/// The amounts of an order as the index holds them until all refunds are known: 16 bytes.
struct HeldMoney: BitwiseCopyable {
  /// The digits of the amounts, all at one scale; or first of all the place of amounts with more.
  private var digits: (total: Int32, subtotal: Int32, stated: Int32) = (0, 0, 0)
  private var bits: UInt32 = 0

  private enum Flag: UInt32 {
    case total = 0x020
    case subtotal = 0x040
    case stated = 0x080
    case refunded = 0x100
    case mayHaveRefund = 0x200
    case excluded = 0x400
    case wide = 0x800
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

  private subscript(_ flag: Flag) -> Bool {
    get { bits & flag.rawValue != 0 }
    set { bits = newValue ? bits | flag.rawValue : bits & ~flag.rawValue }
  }

  private func amount(_ flag: Flag, _ digits: Int32) -> ExactDecimal? {
    guard self[flag] else { return nil }
    return ExactDecimal(coefficient: Int128(digits), scale: Int(bits & 0x1F))
  }

  /// Takes amounts that fit in, at the largest of their scales.
  private mutating func take(_ money: OrderMoney) -> Bool {
    let scale = max(
      money.total?.scale ?? 0,
      money.subtotal?.scale ?? 0,
      money.stated?.scale ?? 0
    )
    bits |= UInt32(scale)
    guard let total = Self.digits(money.total, scale),
      let subtotal = Self.digits(money.subtotal, scale),
      let stated = Self.digits(money.stated, scale)
    else { return false }
    digits = (total, subtotal, stated)
    self[.total] = money.total != nil
    self[.subtotal] = money.subtotal != nil
    self[.stated] = money.stated != nil
    return true
  }

  /// The digits of an amount, 0 for none; nil where they do not fit in.
  private static func digits(_ amount: ExactDecimal?, _ scale: Int) -> Int32? {
    guard let amount else { return 0 }
    return amount.coefficient(atScale: scale).flatMap { Int32(exactly: $0) }
  }
}
