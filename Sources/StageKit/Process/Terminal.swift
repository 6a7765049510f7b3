import Glibc

/// What is known of the terminal behind a descriptor.
public enum Terminal {
  /// Whether standard output is one.
  public static var isStandardOutput: Bool { isatty(1) == 1 }

  /// The number of columns of the terminal behind a descriptor; nil where it is none.
  public static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }
}
