/// A chart of horizontal bars.
///
/// Labels and values are text of the page, so they never shrink with it.
struct BarList {
  /// A piece of a bar between two values.
  struct BarPiece {
    let from: Double
    let to: Double
    /// The class of its colour: one, two, three, or outline.
    let style: String
  }

  /// A line: a label, a bar, a value.
  struct Bar {
    let label: String
    let value: String
    let pieces: [BarPiece]
  }

  let caption: String
  let bars: [Bar]

  var html: String {
    let most = bars.flatMap(\.pieces).map { max($0.from, $0.to) }.max() ?? 0
    guard most > 0 else { return "" }
    let lines = bars.map { bar in
      let pieces = bar.pieces.map { piece in
        let start = 1000 * max(0, min(piece.from, piece.to)) / most
        let width = max(2, 1000 * abs(piece.to - piece.from) / most)
        return "<rect class=\"\(piece.style)\" x=\"\(Self.text(start))\" y=\"1\" "
          + "width=\"\(Self.text(width))\" height=\"18\" vector-effect=\"non-scaling-stroke\"/>"
      }
      return """
        <li><span class="label"><bdi>\(HTMLText.escaped(bar.label))</bdi></span>\
        <svg viewBox="0 0 1002 20" preserveAspectRatio="none" aria-hidden="true">\
        \(pieces.joined())</svg>\
        <span class="n">\(HTMLText.escaped(bar.value))</span></li>
        """
    }
    return """
      <figure>
      <figcaption>\(HTMLText.escaped(caption))</figcaption>
      <ul class="bars">
      \(lines.joined(separator: "\n"))
      </ul>
      </figure>

      """
  }

  /// A coordinate with one decimal.
  static func text(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(abs(tenths % 10))"
  }
}
