public import StageKit
import Wire

/// Writes a Singer catalog of the API's streams: the work of `--discover`, which asks the API nothing.
public enum APIDiscovery {
  /// Writes the catalog of some streams, or of those that need no ids.
  public static func write(_ streams: [APIStream], _ stage: Stage) throws {
    let streams = streams.isEmpty ? APIStream.usual : streams
    try DiscoveredStream.write(streams.map { try $0.discovered() }, stage)
  }
}

extension APIStream {
  /// The streams that are extracted where none is named: short lists first.
  static let usual: [APIStream] = [.keywords, .webhooks, .subscribers]

  /// The stream as a catalog describes it.
  func discovered() throws(JSONFault) -> DiscoveredStream {
    var stream = try DiscoveredStream(schemaMessage: schema)
    stream.automatic = ["store_id"]
    if !stream.replicationKeys.isEmpty {
      stream.metadata = [("forced-replication-method", .string("INCREMENTAL"))]
    }
    return stream
  }
}
