extension JSONValue {
  /// An object with one member replaced or added; anything but an object becomes one.
  public func setting(_ key: String, _ value: JSONValue) -> JSONValue {
    var members = self.members ?? []
    if let place = members.firstIndex(where: { $0.key == key }) {
      members[place].value = value
    } else {
      members.append((key, value))
    }
    return .object(members)
  }
}
