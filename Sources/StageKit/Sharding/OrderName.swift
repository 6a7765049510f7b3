public import Wire

/// The name of a Shopify order, such as `#1001`.
public enum OrderName {
  /// The name without white space around it and without the leading `#`, which some exports leave
  /// out.
  @_lifetime(copy name)
  public static func normal(_ name: ByteView) -> ByteView {
    let name = name.trimmed
    return name.count > 1 && name[0] == UInt8(ascii: "#") ? name[1, name.count].trimmed : name
  }
}
