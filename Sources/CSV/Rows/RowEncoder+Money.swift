import Wire

extension RowEncoder {
  /// The first amount that names another currency than the record's, or has more decimals than that;
  /// nil where there is none.
  @inline(never)
  static func findWrongAmount(
    _ steps: [PlanStep],
    _ record: RecordView,
    _ currency: CurrencyCode?,
    _ most: Int,
    _ reader: NumberReader
  ) -> (column: Int, problem: ValueProblem)? {
    for step in steps {
      guard let type = step.type, let column = step.column,
        [.number, .money, .total, .deduction, .sum, .cents].contains(type),
        let number = NumberText(
          IdentifierText.unwrapped(record[column].trimmed).unquotedBytes,
          reader.decimal
        )
      else { continue }
      if let currency {
        let named = number.currency ?? (type == .number ? nil : reader.headerCurrency)
        if let named, named != currency { return (column, .otherCurrency) }
        if let sign = number.sign, !sign.allows(currency) { return (column, .otherCurrency) }
      }
      if type == .cents {
        if most != 2, !number.isWholeHundreds { return (column, .noHundredths) }
        continue
      }
      let decimals = NumberReader.counted(number.fraction, isSum: type == .sum)
      if type != .number, decimals > most { return (column, .tooManyDecimals) }
    }
    return nil
  }
}
