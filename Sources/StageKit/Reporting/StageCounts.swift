/// What a run has counted; the summary shows it.
///
/// For every run, `read` equals `written`, `rejected`, `deduplicated` and `skipped` together.
public struct StageCounts: Sendable, Equatable {
  /// Records read.
  public var read = 0
  /// Records written.
  public var written = 0
  /// Bad records, set aside or the one that ended the run.
  public var rejected = 0
  /// Records left out because their key came before.
  public var deduplicated = 0
  /// Records left out by a rule that the user gave, such as a time range.
  public var skipped = 0
  /// Messages of other streams and kinds that went through unchanged.
  public var passedThrough = 0
  /// Bytes read.
  public var bytesRead = 0
  /// Bytes written.
  public var bytesWritten = 0
  /// Further counts of this program, in the order in which they were first set.
  public private(set) var named: [(name: CountName, value: Int)] = []

  /// Makes zeros.
  public init() {}

  /// A further count; 0 until it is set.
  public subscript(_ name: CountName) -> Int {
    get { named.first { $0.name == name }?.value ?? 0 }
    set {
      if let index = named.firstIndex(where: { $0.name == name }) {
        named[index].value = newValue
      } else {
        named.append((name, newValue))
      }
    }
  }

  /// Equal in every count.
  public static func == (left: StageCounts, right: StageCounts) -> Bool {
    left.all.elementsEqual(right.all) { $0.name == $1.name && $0.value == $1.value }
  }

  /// Every count with its name in words.
  var all: [(name: String, value: Int)] {
    [
      ("read", read), ("written", written), ("rejected", rejected),
      ("deduplicated", deduplicated), ("skipped", skipped), ("passed through", passedThrough),
    ] + named.map { ($0.name.words, $0.value) } + [
      ("bytes read", bytesRead), ("bytes written", bytesWritten),
    ]
  }
}

/// The name of a count that only some programs have; each is declared beside what it counts.
public struct CountName: Sendable, Equatable {
  /// The name as the summary shows it, such as `conflicting duplicates`.
  public let words: String

  /// Makes a name.
  public init(_ words: String) { self.words = words }
}
