import Glibc

private typealias ArgumentVector = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

nonisolated(unsafe) private var argumentCount: CInt = 0
nonisolated(unsafe) private var argumentVector: ArgumentVector?

/// Runs before `main`, where glibc hands every function of `.init_array` what the kernel gave.
///
/// The runtime's own `CommandLine.arguments` is read from /proc/self/cmdline. Where /proc is not
/// mounted, as in a bare chroot, it is empty, and every program would run as if it had been given
/// no options.
@used
@section(".init_array")
private let keepArguments:
  @convention(c) (CInt, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> Void = {
    count,
    vector in
    unsafe argumentCount = count
    unsafe argumentVector = vector
  }

/// The arguments of this process.
enum ProcessArguments {
  /// The arguments behind the program's name.
  ///
  /// - Throws: exit code 70 where the system handed over nothing at all, not even that name.
  static func read() throws(StageError) -> [String] {
    guard unsafe argumentCount > 0, let vector = unsafe argumentVector else {
      throw StageError(.software, "the system handed over no command line; nothing was done")
    }
    return unsafe (1..<Int(argumentCount)).compactMap { index in
      unsafe vector[index].map { unsafe String(cString: $0) }
    }
  }
}
