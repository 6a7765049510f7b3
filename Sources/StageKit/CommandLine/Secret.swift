/// A key or a password: it can be handed on, but never shows its text by accident.
///
/// Every way of turning it into text that Swift uses by itself (interpolation, `print`, `dump`,
/// `String(reflecting:)`) gives a placeholder; the text itself has to be asked for by name.
public struct Secret: Sendable, Equatable {
  /// The text itself, for the one place that sends it.
  public let exposed: String

  /// Wraps a text that must not be shown.
  public init(_ text: String) { exposed = text }

  /// What logs and errors show in place of a secret.
  public static let placeholder = "[hidden]"

  /// A text with the placeholder at every place where the secret was; an empty one hides nothing.
  public static func hiding(_ secret: String, in text: String) -> String {
    guard !secret.isEmpty else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var offset = 0
    while offset < bytes.count {
      if bytes[offset...].starts(with: secret.utf8) {
        result += placeholder.utf8
        offset += secret.utf8.count
      } else {
        result.append(bytes[offset])
        offset += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A placeholder instead of the text.
  public var description: String { Self.placeholder }
  /// A placeholder instead of the text.
  public var debugDescription: String { Self.placeholder }
  /// A mirror without children, so that `dump` shows nothing either.
  public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
