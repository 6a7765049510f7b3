import Foundation
import TestSupport

/// Takes out of an output what differs from run to run, and nothing else.
struct GoldenMask {
  /// The folder that the command ran in.
  let workspace: String
  /// The database of the case.
  let database: String?

  func applied(to text: String) -> String {
    var masked = text.replacing(/seconds [0-9.]+/, with: "seconds _")
      .replacing(/"seconds":[0-9.]+/, with: "\"seconds\":_")
      // Every new migration and definition changes these numbers, and other tests count them.
      .replacing(
        /applied [0-9]+ migrations, now at [0-9]+ \([a-z_]+\)/,
        with: "applied _ migrations"
      )
      .replacing(/applied [0-9]+ definitions/, with: "applied _ definitions")
      .replacing(/127\.0\.0\.1:[0-9]+/, with: "127.0.0.1:PORT")
      .replacing(workspace, with: "WORKSPACE")
      .replacing(BuiltProducts.checkout, with: "CHECKOUT")
    if let database { masked.replace(database, with: "DATABASE") }
    // A time of today is the time of the run; the times in the inputs are long past.
    for days in -1...1 {
      let day = Date(timeIntervalSinceNow: Double(days) * 86_400).formatted(
        .iso8601.year().month().day()
      )
      let pieces = masked.components(separatedBy: "\(day)T")
      masked = pieces.dropFirst().reduce(into: pieces[0]) { text, piece in
        text += "NOW" + piece.drop { $0.isNumber || $0 == ":" || $0 == "." || $0 == "Z" }
      }
    }
    return masked
  }
}
