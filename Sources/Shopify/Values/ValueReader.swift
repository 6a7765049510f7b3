public import StageKit
public import Wire

/// Reads single values of the Admin API, each strictly in its own type.
///
/// Null and blank are nil: there is no value. Anything else that is not of the type is a fault.
/// Texts keep the escapes that they are written with.
public enum ValueReader {
  /// The text of a string or the digits of a number, without spaces around it.
  @_lifetime(copy value)
  public static func text(_ value: JSONView, _ field: String) throws(RecordFault) -> ByteView? {
    switch value.kind {
    case .null: return nil
    case .string, .number:
      let text = value.text.trimmed
      return text.isEmpty ? nil : text
    default: throw fault(.invalidText, "is neither text nor a number", value, field)
    }
  }

  /// The id of an order, which is digits alone and not that of a draft or of anything else.
  @_lifetime(copy value)
  public static func orderID(_ value: JSONView, _ field: String) throws(RecordFault) -> ByteView? {
    let kind: StaticString = "gid://shopify/Order/"
    if let text = try text(value, field), text.count > 4, text[0, 4].equals("gid:"),
      text.count <= kind.utf8CodeUnitCount || !text[0, kind.utf8CodeUnitCount].equals(kind)
    {
      throw fault(.invalidIdentifier, "is not the id of an order", value, field)
    }
    guard let id = try identifier(value, field) else { return nil }
    guard id.allSatisfy(\.isDigit) else {
      throw fault(
        .invalidIdentifier,
        "is not the id of an order, which Shopify writes as digits alone; an order's name, such as "
          + "#1001, belongs into the name",
        value,
        field
      )
    }
    return id
  }

  /// An identifier without what GraphQL writes before the number: `gid://shopify/Order/`; a number is a
  /// whole one, and `5001.0`, as some programs write it, is 5001.
  @_lifetime(copy value)
  public static func identifier(_ value: JSONView, _ field: String) throws(RecordFault) -> ByteView?
  {
    guard let text = try text(value, field) else { return nil }
    if value.kind == .number { return try digits(text, value, field) }
    guard text.count > 4, text[0, 4].equals("gid:") else {
      if SpreadsheetText.isSpoilt(text) {
        throw fault(
          .invalidIdentifier,
          "is not the id itself but what a spreadsheet shows of it",
          value,
          field
        )
      }
      return text[0, SpreadsheetText.wholePart(text)]
    }
    let start = text.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? text.count
    // A query may follow the number: gid://shopify/Order/5001?key=….
    let end = text.firstIndex(of: UInt8(ascii: "?")) ?? text.count
    guard start < end else {
      throw fault(.invalidIdentifier, "is no identifier of Shopify", value, field)
    }
    return text[start, end]
  }

  /// The digits of a whole number.
  @_lifetime(copy text)
  private static func digits(
    _ text: ByteView,
    _ value: JSONView,
    _ field: String
  ) throws(RecordFault) -> ByteView {
    let end = text.firstIndex(of: UInt8(ascii: ".")) ?? text.count
    guard text[0, end].allSatisfy(\.isDigit),
      text[end, text.count].allSatisfy({ $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") })
    else { throw fault(.invalidIdentifier, "is not a whole number", value, field) }
    return text[0, end]
  }

  /// An instant.
  public static func time(_ value: JSONView, _ field: String) throws(RecordFault) -> Timestamp? {
    if value.kind != .null, value.kind != .string { throw .notATime(value.bytes, field) }
    guard let text = try text(value, field) else { return nil }
    guard let time = Timestamp(text), time.isWritable else { throw .notATime(text, field) }
    return time
  }

  /// An exact number; a text of digits, as REST writes money, is one too.
  public static func decimal(
    _ value: JSONView,
    _ field: String
  ) throws(RecordFault) -> ExactDecimal? {
    switch value.kind {
    case .null: return nil
    case .number, .string:
      guard let text = try text(value, field) else { return nil }
      if let number = ExactDecimal(text) { return number }
    default: break
    }
    throw fault(.invalidNumber, "is not a decimal number of at most 38 digits", value, field)
  }

  /// An amount that cannot be negative.
  static func total(_ value: JSONView, _ field: String) throws(RecordFault) -> ExactDecimal? {
    guard let number = try decimal(value, field) else { return nil }
    if number.isNegative {
      throw fault(.negativeAmount, "is negative, but it is a total", value, field)
    }
    return number
  }

  /// Refuses an amount with more decimals than its currency has; zeros at their end do not count.
  public static func check(
    _ amount: ExactDecimal?,
    _ currency: CurrencyCode?,
    _ value: JSONView,
    _ field: String
  ) throws(RecordFault) {
    guard let amount, let currency, amount.significantScale > currency.decimals else { return }
    let code = String(decoding: currency.letters, as: UTF8.self)
    throw fault(
      .tooManyDecimals,
      "has more decimals than \(code), which has \(currency.decimals)",
      value,
      field
    )
  }

  /// A currency.
  public static func currency(
    _ value: JSONView,
    _ field: String
  ) throws(RecordFault) -> CurrencyCode? {
    guard let text = try text(value, field) else { return nil }
    if let code = CurrencyCode(text) { return code }
    throw fault(.invalidCurrency, "is not a currency code of three letters", value, field)
  }

  /// A fault that shows the value.
  public static func fault(
    _ code: RejectCode,
    _ reason: String,
    _ value: JSONView,
    _ field: String
  ) -> RecordFault {
    RecordFault(code, reason, field, value: value.text.text)
  }
}
