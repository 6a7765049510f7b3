/// An input of a stage beside its main one, such as the orders that claims are checked against.
public struct SideInput: Sendable {
  /// The name of the file.
  public let file: String
  /// The option that says what an end without a STATE means there.
  public let atEOFOption: String

  /// Describes a side input.
  public init(file: String, atEOFOption: String) {
    self.file = file
    self.atEOFOption = atEOFOption
  }
}
