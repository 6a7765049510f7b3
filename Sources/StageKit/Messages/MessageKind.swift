/// What a line of input is.
public enum MessageKind: Sendable, Equatable {
  /// A record, in its envelope or bare.
  case record
  /// The schema of a stream.
  case schema
  /// A commit marker.
  case state
  /// Singer's signal that a stream was read from its start.
  case activateVersion
  /// A message of a type that the specification does not know, to be passed through.
  case unknown
}
