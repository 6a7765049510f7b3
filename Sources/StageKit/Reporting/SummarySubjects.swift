/// What a run was about, as its summary names it: each kind with the names in the order in which
/// they came.
public struct SummarySubjects: Sendable, Equatable {
  /// Beyond so many names of a kind the line for people has only their number.
  private static let shown = 3
  /// So many names of a kind are kept: enough to find a run by, not a second copy of a long list.
  private static let kept = 100

  private var names: [SummarySubject: [String]] = [:]
  private var counts: [SummarySubject: Int] = [:]

  /// Nothing yet.
  public init() {}

  /// Takes a name in, once.
  public mutating func note(_ name: String, as subject: SummarySubject) {
    guard names[subject]?.contains(name) != true else { return }
    counts[subject, default: 0] += 1
    if counts[subject, default: 0] <= Self.kept { names[subject, default: []].append(name) }
  }

  /// The names of each kind of which there are any.
  var all: [(subject: SummarySubject, names: [String])] {
    SummarySubject.allCases.compactMap { subject in names[subject].map { (subject, $0) } }
  }

  /// The parts of the line for people.
  var texts: [String] {
    all.map { subject, names in
      let count = counts[subject] ?? names.count
      let shown = count > Self.shown ? "\(count)" : names.joined(separator: " ")
      return "\(subject.rawValue)\(count > 1 ? "s" : "") \(shown)"
    }
  }
}

/// A kind of thing that a run is about.
public enum SummarySubject: String, Sendable, CaseIterable {
  /// A file that was read.
  case file
  /// The profile by which it was read.
  case profile
  /// A stream that came out of it, or that was loaded.
  case stream
}
