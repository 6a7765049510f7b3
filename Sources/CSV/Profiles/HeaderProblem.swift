import StageKit

/// Why a header does not fit a profile.
enum HeaderProblem: Error {
  /// Needed fields are not among the headers; for each what the export calls it, and the header that
  /// may have been meant.
  case missing(
    profile: String,
    fields: [(name: String, titles: [String], nearest: String?)],
    found: [String]
  )
  /// A mapping names a header for a field that is not among those found.
  case mappedHeader(String, String, nearest: String?, [String])
  /// A header that is wanted names several columns, counted from 1.
  case twice(header: String, columns: [Int])

  /// What is wrong and what to do, in one line.
  var message: String {
    switch self {
    case .missing(let profile, let fields, let found):
      let missing = fields.map { field in
        "\(field.name) (\(field.titles.map(Excerpt.quoted).joined(separator: " or ")))"
          + (field.nearest.map { " (nearest header: \(Excerpt.quoted($0)))" }
            ?? " (no similar header)")
      }
      return "the header does not fit the profile \(profile): missing "
        + missing.joined(separator: ", ") + "; headers found: "
        + found.map(Excerpt.quoted).joined(separator: ", ")
        + "; name the right ones with --mapping FILE, of which --print-mapping writes a start"
    case .mappedHeader(let header, let field, let nearest, let found):
      let guess = nearest.map { "; did you mean \(Excerpt.quoted($0))?" } ?? ";"
      return
        "the mapping names the header \(Excerpt.quoted(header)) for \(field), which the file does "
        + "not have\(guess) headers found: " + found.map(Excerpt.quoted).joined(separator: ", ")
    case .twice(let header, let columns):
      return "the header \(Excerpt.quoted(header)) names several columns ("
        + columns.map(String.init).joined(separator: ", ")
        + "), so its values are not certain; rename or remove all but one"
    }
  }
}
