/// A section of the page: a sentence with its number, a chart, and the table beneath.
struct PageSection {
  let id: String
  /// The headline, as text.
  let headline: String
  /// HTML between the headline and the table.
  var body = ""
  /// HTML of the table, open or behind a line to open it.
  var table = ""

  var html: String {
    """
    <section aria-labelledby="\(id)">
    <h2 id="\(id)">\(HTMLText.escaped(headline))</h2>
    \(body)\(table)</section>
    """
  }

  /// A table behind a line that opens it, which works without scripts and prints open.
  static func folded(_ title: String, _ html: String) -> String {
    "<details><summary>\(HTMLText.escaped(title))</summary>\n\(html)</details>\n"
  }
}
