extension LocalTimeZone {
  /// A zone of one offset east of UTC in seconds, under the name that somebody gave it.
  public init(offset: Int, name: String) { self.init(name: name, file: ZoneFile(offset: offset)) }
}
