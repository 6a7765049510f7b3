import Glibc

/// What the last failed call of the C library says.
func lastSystemError() -> String { unsafe String(cString: strerror(errno)) }

/// Opens a file, close-on-exec; throws with its name.
func openFile(_ path: String, _ flags: Int32) throws -> Int32 {
  let descriptor = unsafe open(path, flags | O_CLOEXEC, 0o600)
  guard descriptor >= 0 else {
    throw TestFailure("cannot open \(path): \(lastSystemError())")
  }
  return descriptor
}

/// The bytes of a whole file.
public func readBytes(_ path: String) throws -> [UInt8] {
  let descriptor = try openFile(path, O_RDONLY)
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 65536)
  while true {
    let count = unsafe read(descriptor, &chunk, chunk.count)
    guard count >= 0 else { throw TestFailure("cannot read \(path)") }
    if count == 0 { return bytes }
    bytes += chunk.prefix(count)
  }
}

/// The text of a whole file.
public func readText(_ path: String) throws -> String {
  String(decoding: try readBytes(path), as: UTF8.self)
}

/// Writes a whole file anew.
public func writeBytes(_ bytes: [UInt8], to path: String) throws {
  let descriptor = try openFile(path, O_WRONLY | O_CREAT | O_TRUNC)
  defer { close(descriptor) }
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    guard count > 0 else { throw TestFailure("cannot write \(path)") }
    rest = rest.dropFirst(count)
  }
}
