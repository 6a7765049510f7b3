import CLibpq
import Glibc
import StageKit

extension Connection {
  /// Connects, and tries again with growing pauses until the settings' time is over.
  ///
  /// What retrying cannot fix (a wrong password, an unknown database) is thrown at once. A server that
  /// refuses may be starting, or the port is wrong: it is asked for a few seconds only. The
  /// session is set to UTF-8, UTC and ISO dates, and its search path to `pg_catalog`, so that no
  /// setting of the role changes what our statements mean.
  ///
  /// The check is called during every wait; it throws to stop the program.
  public static func open(
    _ settings: ConnectionSettings,
    checkInterrupt: @escaping () throws -> Void = {}
  ) throws -> Connection {
    let start = monotonicSeconds()
    let deadline = start + settings.connectSeconds
    var pause = 0.1
    while true {
      do {
        var connection = try attempt(settings, deadline, checkInterrupt)
        try connection.refuseSharing { try attempt(settings, deadline, checkInterrupt) }
        try connection.prepareSession()
        return connection
      } catch let error as DatabaseError {
        let end = error.isRefusal ? min(deadline, start + refusalSeconds) : deadline
        let left = end - monotonicSeconds()
        guard error.isRetryableConnect, left > 0 else { throw error }
        try rest(min(pause, left), checkInterrupt)
        pause = min(pause * 2, 2)
      }
    }
  }

  private static func attempt(
    _ settings: ConnectionSettings,
    _ deadline: Double,
    _ checkInterrupt: @escaping () throws -> Void
  ) throws -> Connection {
    if let target = settings.target { try checkReadable(target) }
    // Defaults come first, so that the target's own words win over them.
    var keywords: [String?] = ["keepalives_idle", "keepalives_interval", "keepalives_count"]
    var values: [String?] = ["30", "10", "3"]
    if let target = settings.target {
      keywords.append("dbname")
      values.append(target)
    }
    keywords += ["fallback_application_name", "client_encoding", nil]
    values += [settings.applicationName, "UTF8", nil]
    let handle = try unsafe withCStrings(keywords) { keywords in
      try unsafe withCStrings(values) { values in
        unsafe PQconnectStartParams(keywords, values, 1)
      }
    }
    guard let handle = unsafe handle else {
      throw DatabaseError(sqlState: "53200", message: "out of memory")
    }
    let connection = unsafe Connection(owning: handle, checkInterrupt: checkInterrupt)
    if unsafe PQstatus(handle) == CONNECTION_BAD {
      // A value that libpq does not know is as wrong on every further attempt.
      let isRefused = try unsafe withCStrings(["connect_timeout"] + keywords) { keywords in
        try unsafe withCStrings(["2"] + values) { values in
          unsafe PQpingParams(keywords, values, 1) == PQPING_NO_ATTEMPT
        }
      }
      guard !isRefused else {
        throw DatabaseError(
          sqlState: "F0000",
          message: connection.errorText,
          action: "connecting"
        )
      }
    }
    try connection.finishOpening(deadline)
    return connection
  }

  /// Refuses a target that libpq cannot read, or would read otherwise than it was meant.
  ///
  /// libpq's own messages repeat parts of the target. With an `@` or `/` that is not
  /// percent-encoded, such a part can be the end of the password, taken for a host or a port.
  private static func checkReadable(_ target: String) throws {
    let options = try unsafe withCStrings([target, nil]) { unsafe PQconninfoParse($0[0], nil) }
    defer { unsafe PQconninfoFree(options) }
    var isReadable = unsafe options != nil
    var next = unsafe options
    while let option = unsafe next, let keyword = unsafe option.pointee.keyword {
      let value = unsafe option.pointee.val.map { unsafe String(cString: $0) } ?? ""
      switch unsafe String(cString: keyword) {
      case "port": isReadable = isReadable && value.allSatisfy { $0.isNumber || $0 == "," }
      case "host": isReadable = isReadable && !value.contains("@")
      default: break
      }
      unsafe next = option + 1
    }
    guard isReadable else {
      throw DatabaseError(
        sqlState: "F0000",
        message: "DATABASE_URL cannot be read; characters such as @ : / ? in a user or password "
          + "must be percent-encoded"
      )
    }
  }

  private func finishOpening(_ deadline: Double) throws {
    // Verbose errors carry the SQLSTATE, which libpq does not tell otherwise at this point.
    _ = unsafe PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
    _ = unsafe PQsetNoticeProcessor(handle, { _, _ in }, nil)
    if unsafe PQstatus(handle) == CONNECTION_BAD { throw openingError() }
    var wanted = Readiness.write
    while true {
      let left = max(deadline - monotonicSeconds(), 0.05)
      if try wait(for: wanted, seconds: left).isEmpty {
        throw DatabaseError(sqlState: "08001", message: "no answer from the server in time")
      }
      switch unsafe PQconnectPoll(handle) {
      case PGRES_POLLING_OK:
        _ = unsafe PQsetErrorVerbosity(handle, PQERRORS_DEFAULT)
        guard unsafe PQsetnonblocking(handle, 1) == 0 else { throw openingError() }
        return
      case PGRES_POLLING_READING: wanted = .read
      case PGRES_POLLING_WRITING: wanted = .write
      default: throw openingError()
      }
    }
  }

  /// Why connecting failed, with the SQLSTATE that the verbose message carries.
  private func openingError() -> DatabaseError {
    let text = errorText
    let state = unsafe PQconnectionNeedsPassword(handle) == 1 ? "28P01" : sqlState(inVerbose: text)
    return DatabaseError(sqlState: state ?? "08001", message: text, action: "connecting")
  }

  private mutating func prepareSession() throws {
    try execute(
      """
      SET client_min_messages = warning; SET standard_conforming_strings = on;
      SET DateStyle = 'ISO, YMD'; SET TimeZone = 'UTC'; SET IntervalStyle = 'iso_8601';
      SET search_path = pg_catalog; SET jit = off;
      SET bytea_output = 'hex'
      """
    )
  }
}

/// The SQLSTATE in libpq's verbose form `FATAL:  28P01: password …`: the last five-character
/// code that is alone between a colon and a colon.
func sqlState(inVerbose text: String) -> String? {
  text.split(separator: " ").last { word in
    word.count == 6 && word.last == ":"
      && word.dropLast().allSatisfy { $0.isASCII && ($0.isNumber || $0.isUppercase) }
      && word.dropLast().contains(where: \.isNumber)
  }.map { String($0.dropLast()) }
}

/// How long a server that refuses connections is asked, in seconds.
private let refusalSeconds = 3.0

extension DatabaseError {
  /// True where no host has anybody who listens, or no socket to listen on; libpq says that in its
  /// message only.
  fileprivate var isRefusal: Bool {
    let isRefused =
      message.contains("Connection refused") || message.contains("No such file or directory")
    return sqlState == "08001" && isRefused && !message.contains("timeout")
  }
}

/// Seconds of the clock that never goes back.
func monotonicSeconds() -> Double { Double(Clock.monotonicNanoseconds) / 1e9 }

/// Sleeps in short pieces, so that a signal ends the sleep.
private func rest(_ seconds: Double, _ checkInterrupt: () throws -> Void) throws {
  let end = monotonicSeconds() + seconds
  while true {
    try checkInterrupt()
    let left = end - monotonicSeconds()
    if left <= 0 { return }
    usleep(UInt32(min(left, 0.1) * 1_000_000))
  }
}

/// Lends texts as an array of C strings for the length of a call.
///
/// - Throws: ``DatabaseError`` 22021 for a text with a NUL, which would be cut there in silence.
func withCStrings<Result>(
  _ texts: [String?],
  _ body: (UnsafePointer<UnsafePointer<CChar>?>) throws -> Result
) throws -> Result {
  var bytes: [CChar] = []
  var offsets: [Int?] = []
  for text in texts {
    guard let text else {
      offsets.append(nil)
      continue
    }
    guard !text.utf8.contains(0) else {
      throw DatabaseError(sqlState: "22021", message: "a name or value contains a NUL")
    }
    offsets.append(bytes.count)
    bytes.append(contentsOf: text.utf8.map { CChar(bitPattern: $0) })
    bytes.append(0)
  }
  return try unsafe bytes.withUnsafeBufferPointer { buffer in
    let pointers: [UnsafePointer<CChar>?] = unsafe offsets.map { offset in
      guard let offset, let base = buffer.baseAddress else { return nil }
      return unsafe base + offset
    }
    return try unsafe pointers.withUnsafeBufferPointer { list in
      guard let base = list.baseAddress else {
        preconditionFailure("a list of C strings holds at least its end mark")
      }
      return try unsafe body(base)
    }
  }
}
