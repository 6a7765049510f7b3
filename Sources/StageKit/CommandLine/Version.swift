/// The version of the package, which every program reports.
public enum Version {
  /// The version in the form of Semantic Versioning 2.0.0.
  public static let current = "0.1.0"
}
