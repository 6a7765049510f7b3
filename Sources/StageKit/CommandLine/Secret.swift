/// A key or a password: it can be handed on, but never shows its text by accident.
///
/// Every way of turning it into text that Swift uses by itself (interpolation, `print`, `dump`,
/// `String(reflecting:)`) gives a placeholder; the text itself has to be asked for by name.
public struct Secret: Sendable, Equatable {
  /// The text itself, for the one place that sends it.
  public let exposed: String

  /// Wraps a text that must not be shown.
  public init(_ text: String) { exposed = text }

  /// What stands in logs and errors where a secret would have stood.
  public static let placeholder = "[hidden]"
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A placeholder instead of the text.
  public var description: String { Self.placeholder }
  /// A placeholder instead of the text.
  public var debugDescription: String { Self.placeholder }
  /// A mirror without children, so that `dump` shows nothing either.
  public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
