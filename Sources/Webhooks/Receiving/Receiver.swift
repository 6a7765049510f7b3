public import StageKit
public import Wire

/// Decides on a delivery, and keeps it before it is acknowledged.
public struct Receiver: Sendable {
  /// What proves where a request comes from.
  public enum Proof: Sendable {
    /// A webhook: the header `Postscript-Signature` equals one of the tokens.
    case signature([Secret])
    /// A flow's HTTP request action: the header `Authorization` bears the secret.
    case bearer(Secret)
  }

  private let proof: Proof
  private let spool: String
  private let limit: Int

  /// Receives into a folder, which must be there, bodies of up to that many bytes.
  public init(_ proof: Proof, spool: String, limit: Int) {
    self.proof = proof
    self.spool = spool
    self.limit = limit
  }

  /// Answers a request whose body is read from a descriptor.
  ///
  /// A body that isn't JSON is kept as it is: it was sent by who may, and what it says isn't lost.
  ///
  /// - Throws: why it can't be kept, so that the answer is ``DeliveryReply/notKept``.
  public func answer(
    _ request: DeliveryRequest,
    bodyFrom descriptor: Int32,
    at time: Timestamp
  ) throws(StageError) -> DeliveryReply {
    guard request.method == "POST" else { return .methodNotAllowed }
    guard isProven(request) else { return .unauthorized }
    guard request.mediaType == "application/json" || request.mediaType.hasSuffix("+json") else {
      return .wrongType
    }
    guard let length = Int(request.contentLength), length > 0 else { return .malformed }
    guard length <= limit else { return .tooLarge }
    var body = ByteBuffer(capacity: length)
    do throws(DescriptorError) {
      while body.count < length {
        let count = try Descriptors.read(
          into: &body,
          atMost: length - body.count,
          from: descriptor
        )
        if count == 0 { return .malformed }
      }
    } catch {
      return .malformed
    }
    var line = ByteBuffer(capacity: length + 256)
    SpooledDelivery.write(
      body.view,
      query: request.query,
      isAction: proof.isBearer,
      at: time,
      to: &line
    )
    try SpoolFile.append(line.view, in: spool, at: time)
    return .accepted
  }

  private func isProven(_ request: DeliveryRequest) -> Bool {
    switch proof {
    case .signature(let tokens):
      let given = request.signature ?? ""
      // Every token is looked at, whichever is the right one.
      return tokens.map { Receiver.areEqual($0.exposed, given) }.contains(true)
    case .bearer(let secret):
      return Receiver.areEqual("Bearer \(secret.exposed)", request.authorization ?? "")
    }
  }

  /// Compares in a time that tells nothing of where two texts differ.
  private static func areEqual(_ secret: String, _ given: String) -> Bool {
    let (one, other) = (Array(secret.utf8), Array(given.utf8))
    var difference = one.count ^ other.count
    for place in other.indices {
      difference |= Int((one.isEmpty ? 0 : one[place % one.count]) ^ other[place])
    }
    return difference == 0 && !one.isEmpty
  }
}

extension Receiver.Proof {
  fileprivate var isBearer: Bool { if case .bearer = self { true } else { false } }
}
