/// A field that keeps a record from being used, and why.
public struct FieldFault: Error, Equatable {
  /// The code for a reject.
  public let code: String
  /// The reason for a reject.
  public let reason: String
  /// The field.
  public let field: String
  /// The value, as written; nil where it is of no use.
  public let value: String?

  /// Describes a fault.
  init(_ code: String, _ reason: String, _ field: String, value: String? = nil) {
    self.code = code
    self.reason = reason
    self.field = field
    self.value = value
  }
}
