/// A chart of lines over time, drawn twice: for wide screens and for narrow ones, so that its words
/// can be read on both.
struct LineChart {
  /// One line: a name, and a value for each place of time; nil is a gap.
  struct Series {
    let name: String
    let values: [Double?]
  }

  let id: String
  let title: String
  let summary: String
  /// The days on the axis of time.
  let times: [String]
  let series: [Series]
  /// The places of time of which not every day is known: a grey band, and no line to 0.
  let gaps: [Int]

  private static let styles = ["one", "two", "three"]

  var html: String {
    guard times.count > 1, most > 0 else { return "" }
    return """
      <figure class="chart">
      <figcaption>\(HTMLText.escaped(title))</figcaption>
      \(drawing("large", width: 640, height: 260, ticks: 6))
      \(drawing("small", width: 340, height: 220, ticks: 3))
      </figure>

      """
  }

  private var most: Double { series.flatMap(\.values).compactMap { $0 }.max() ?? 0 }

  /// The least of 1, 2 and 5 times a power of ten that four of reach the greatest value.
  private var unit: Double {
    var unit = 1e-6
    while true {
      for factor in [1.0, 2, 5] where unit * factor * 4 >= most { return unit * factor }
      unit *= 10
    }
  }

  private func drawing(_ size: String, width: Double, height: Double, ticks: Int) -> String {
    let frame = ChartFrame(
      width: width,
      height: height,
      count: times.count,
      top: unit * 4
    )
    let name = "\(id)-\(size)"
    return """
      <svg class="\(size)" viewBox="0 0 \(Int(width)) \(Int(height))" role="img" \
      aria-labelledby="\(name)-t \(name)-d">
      <title id="\(name)-t">\(HTMLText.escaped(title))</title>
      <desc id="\(name)-d">\(HTMLText.escaped(summary)) The table beneath has the numbers.</desc>
      \(bands(frame))\(grid(frame))\(days(frame, ticks))\(lines(frame))
      </svg>
      """
  }

  private func bands(_ frame: ChartFrame) -> String {
    gaps.map { place in
      "<rect class=\"gap\" x=\"\(BarList.text(frame.x(place) - frame.step / 2))\" "
        + "y=\"\(BarList.text(frame.head))\" width=\"\(BarList.text(frame.step))\" "
        + "height=\"\(BarList.text(frame.bottom - frame.head))\"/>"
    }.joined()
  }

  private func grid(_ frame: ChartFrame) -> String {
    (0...4).map { line in
      let y = BarList.text(frame.y(unit * Double(line)))
      let label = Self.short(unit * Double(line))
      return "<line class=\"\(line == 0 ? "axis" : "grid")\" x1=\"\(BarList.text(frame.left))\" "
        + "x2=\"\(BarList.text(frame.right))\" y1=\"\(y)\" y2=\"\(y)\"/>"
        + "<text x=\"\(BarList.text(frame.left - 6))\" y=\"\(y)\" dy=\".35em\" "
        + "text-anchor=\"end\">\(label)</text>"
    }.joined()
  }

  private func days(_ frame: ChartFrame, _ ticks: Int) -> String {
    let stride = max(1, (times.count + ticks - 1) / ticks)
    return times.indices.filter { $0 % stride == 0 }.map { place in
      "<text x=\"\(BarList.text(frame.x(place)))\" y=\"\(BarList.text(frame.bottom + 18))\" "
        + "text-anchor=\"middle\">\(HTMLText.escaped(String(times[place].dropFirst(2))))</text>"
    }.joined()
  }

  private func lines(_ frame: ChartFrame) -> String {
    let ends = series.map { one in one.values.last { $0 != nil }.flatMap { $0 } ?? 0 }
    let heights = frame.apart(ends.map(frame.y))
    return series.enumerated().map { place, one in
      let style = Self.styles[place % Self.styles.count]
      let pieces = one.values.enumerated().split { $0.element == nil }.map { piece in
        piece.map { point in
          "\(BarList.text(frame.x(point.offset))),\(BarList.text(frame.y(point.element ?? 0)))"
        }.joined(separator: " ")
      }
      let drawn = pieces.map { "<polyline class=\"line \(style)\" points=\"\($0)\"/>" }.joined()
      return drawn
        + "<text x=\"\(BarList.text(frame.right + 6))\" y=\"\(BarList.text(heights[place]))\" "
        + "dy=\".35em\">\(HTMLText.escaped(one.name))</text>"
    }.joined()
  }

  /// A number of the axis: thousands as k, millions as M.
  private static func short(_ value: Double) -> String {
    for (size, sign) in [(1e6, "M"), (1e3, "k")] where value >= size {
      return trimmed(value / size) + sign
    }
    return trimmed(value)
  }

  private static func trimmed(_ value: Double) -> String {
    let text = BarList.text(value)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : value < 0.1 ? "\(value)" : text
  }
}

/// Where values and times lie in a drawing.
struct ChartFrame {
  let width: Double
  let height: Double
  let count: Int
  /// The value at the upper end.
  let top: Double

  let left = 44.0
  let head = 10.0
  var right: Double { width - 76 }
  var bottom: Double { height - 28 }
  var step: Double { (right - left) / Double(max(1, count - 1)) }

  func x(_ place: Int) -> Double { left + step * Double(place) }

  func y(_ value: Double) -> Double { bottom - (bottom - head) * value / top }

  /// Heights of labels, moved apart so that none lies on another.
  func apart(_ heights: [Double]) -> [Double] {
    var moved = heights
    var last = -Double.infinity
    for place in heights.indices.sorted(by: { heights[$0] < heights[$1] }) {
      moved[place] = max(heights[place], last + 14)
      last = moved[place]
    }
    return moved
  }
}
