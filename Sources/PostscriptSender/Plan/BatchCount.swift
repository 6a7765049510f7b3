import Wire

/// What was counted before anything leaves: all records of the input, and a hash that names them.
///
/// A run that is cut off and begun again counts the same: records that it has already sent still
/// count as its own.
public struct BatchCount: Sendable {
  /// Records that could be sent, whatever became of them earlier.
  public private(set) var records = 0
  /// Records about nobody.
  public private(set) var nobody = 0
  /// Events that are older than news.
  public private(set) var tooOld = 0
  /// The people who opt out in it.
  public private(set) var optOuts = OptOuts()
  private var hash = FNV1a()
  private var wanted: [SenderStream: Int] = [:]
  private var accepted: [UInt64: Int] = [:]

  /// Nothing yet.
  public init() {}

  /// The name of the batch.
  public var batch: UInt64 { hash.value | 1 }

  /// Events that other batches have sent already.
  public var acceptedBefore: Int {
    accepted.reduce(0) { $0 + ($1.key == batch ? 0 : $1.value) }
  }

  /// The most records that may be sent: those of this batch that no other has sent.
  public var toSend: Int { wanted.values.reduce(0, +) - acceptedBefore }

  /// The same by stream; what other batches have sent already is among it.
  public func inBatch(_ stream: SenderStream) -> Int { wanted[stream] ?? 0 }

  /// Takes a record that could be sent.
  public mutating func add(
    _ record: OutboundRecord,
    isTooOld: Bool,
    _ journal: JournalIndex
  ) {
    records += 1
    record.content.addBytes(to: &hash)
    if isTooOld {
      tooOld += 1
      return
    }
    if record.stream.isOptOut { optOuts.add(record.person) }
    wanted[record.stream, default: 0] += 1
    if record.stream == .events, let word = journal.word(record.key), word.state == .accepted {
      accepted[word.batch, default: 0] += 1
    }
  }

  /// Takes a record about nobody.
  mutating func addNobody() { nobody += 1 }
}

extension UInt64 {
  fileprivate func addBytes(to hash: inout FNV1a) {
    for shift in 0..<8 { hash.add(UInt8(truncatingIfNeeded: self >> (shift * 8))) }
  }
}
