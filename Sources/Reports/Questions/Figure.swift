/// A column of an answer.
package struct Figure: Sendable {
  /// Its name in SQL, CSV and JSON.
  package let name: String
  /// What it holds.
  let kind: FigureKind
  /// The metric of the catalogue whose definition stands beside it; nil for what needs none.
  package let metric: String?
  /// Whether a table that is too narrow may leave it out.
  let isDroppable: Bool

  private init(_ name: String, _ kind: FigureKind, metric: String?, droppable: Bool) {
    self.name = name
    self.kind = kind
    self.metric = metric
    isDroppable = droppable
  }

  /// The head of the column for people.
  var head: String { String(name.map { $0 == "_" ? " " : $0 }) }

  /// A column that says what a row is about.
  static func key(_ name: String, _ kind: FigureKind = .text) -> Figure {
    Figure(name, kind, metric: nil, droppable: false)
  }

  /// A figure that the catalogue defines, under its own name or another's.
  static func metric(_ name: String, _ kind: FigureKind, is metric: String? = nil) -> Figure {
    Figure(name, kind, metric: metric ?? name, droppable: true)
  }

  /// Something beside the figures that explains itself.
  static func plain(_ name: String, _ kind: FigureKind = .text) -> Figure {
    Figure(name, kind, metric: nil, droppable: true)
  }

  static let store = key("store")
  static let currency = key("currency")
  static let platform = key("platform")
  static let channel = key("channel")
  static let claims = metric("claims", .count)
  static let reported = metric("reported", .amount)
  static let validated = metric("validated", .amount)
  static let lastTouch = metric("last_touch", .amount)
  static let orders = metric("orders", .count)
  static let receives = metric("receives", .count)
  static let clickThroughRate = metric("click_through_rate", .share)
  static let revenuePerReceive = metric("revenue_per_receive", .amount)
}

/// What a column of an answer holds.
enum FigureKind: Sendable {
  /// Words.
  case text
  /// A whole number.
  case count
  /// An exact amount in decimals.
  case amount
  /// A fraction of 1, shown as a percentage.
  case share
  /// A number in decimals that is no amount, such as minutes or hours.
  case number
  /// A day, as YYYY-MM-DD.
  case day
  /// An instant in UTC.
  case time

  /// Whether it is a number, also in JSON.
  var isNumber: Bool {
    switch self {
    case .count, .amount, .share, .number: true
    case .text, .day, .time: false
    }
  }
}
