import Glibc
internal import Wire

/// The three descriptors that every program expects to find open.
enum StandardStreams {
  /// Makes sure that none of their numbers goes to a file or a connection that is opened later:
  /// data and log lines would be written into it.
  ///
  /// - Throws: exit code 74 where standard output is closed, so that data would have no place to go.
  static func secure() throws(StageError) {
    // open(2) gives the lowest free number, hence this order. Input is opened for writing only:
    // reading it still fails, rather than seeming to be empty.
    try fill(0)
    guard isOpen(1) else {
      throw StageError(
        .ioError,
        "standard output is closed; where it isn't wanted, send it to /dev/null"
      )
    }
    try fill(2)
  }

  private static func isOpen(_ descriptor: Int32) -> Bool { fcntl(descriptor, F_GETFD) >= 0 }

  private static func fill(_ descriptor: Int32) throws(StageError) {
    guard !isOpen(descriptor) else { return }
    guard unsafe open("/dev/null", O_WRONLY) == descriptor else {
      throw StageError(
        .ioError,
        "descriptor \(descriptor) is closed, and /dev/null can't be opened in its place: "
          + DescriptorError("open", errno).reason
      )
    }
  }
}
