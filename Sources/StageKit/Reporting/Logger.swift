public import Wire

/// Writes log lines to standard error, as text or JSON, and hides secrets in them.
public final class Logger {
  /// How lines are written.
  public let format: LogFormat
  /// The least urgent lines that are still written.
  public let level: LogLevel
  let program: String
  let sink: any LogSink
  private var secrets: [Secret] = []
  /// Called before a line, to take the live line away.
  var beforeLine: () -> Void = {}

  /// Makes a logger.
  public init(program: String, format: LogFormat, level: LogLevel, sink: any LogSink) {
    self.program = program
    self.format = format
    self.level = level
    self.sink = sink
  }

  /// Logs why the run cannot go on.
  public func error(_ message: @autoclosure () -> String) { log(.error, message()) }
  /// Logs something that the user should look at.
  public func warning(_ message: @autoclosure () -> String) { log(.warning, message()) }
  /// Logs what a user wants to know of every run.
  public func info(_ message: @autoclosure () -> String) { log(.info, message()) }
  /// Logs what helps to find a fault; the message is only made where it is wanted.
  public func debug(_ message: @autoclosure () -> String) { log(.debug, message()) }

  /// Logs a message; the fields go beside it in JSON, and are left out in text.
  public func log(
    _ level: LogLevel,
    _ message: @autoclosure () -> String,
    fields: [(key: String, value: JSONValue)] = []
  ) {
    guard level <= self.level else { return }
    switch format {
    case .text:
      let tag = level == .info ? "" : "\(level.rawValue): "
      write(line: "\(program): \(tag)\(Self.onOneLine(message()))")
    case .json:
      write(object: [("level", .string(level.rawValue)), ("message", .string(message()))] + fields)
    }
  }

  /// Hides a secret's text in every line from now on.
  ///
  /// Texts of fewer than four characters are not hidden: they would be part of innocent words.
  public func hide(_ secret: Secret) {
    if secret.exposed.utf8.count >= 4 { secrets.append(secret) }
  }

  /// A text with every known secret replaced.
  public func redacted(_ text: String) -> String {
    secrets.reduce(text) { Secret.hiding($1.exposed, in: $0) }
  }

  /// Writes a JSON object with the time and the program's name in front.
  func write(object members: [(key: String, value: JSONValue)]) {
    write(line: line(object: members))
  }

  /// A JSON object with the time and the program's name in front, without secrets.
  func line(object members: [(key: String, value: JSONValue)]) -> String {
    let head: [(key: String, value: JSONValue)] = [
      ("time", .string(Clock.now.text)), ("program", .string(program)),
    ]
    let safe = (head + members).map { (key: $0.key, value: redacted($0.value)) }
    return redacted(JSONValue.object(safe).text)
  }

  /// Writes a line as it is, but for secrets.
  func write(line: String) {
    beforeLine()
    sink.write(redacted(line) + "\n")
  }

  private func redacted(_ value: JSONValue) -> JSONValue {
    if case .string(let text) = value { .string(redacted(text)) } else { value }
  }

  /// A text without line breaks and control characters, so that one message is one line and
  /// foreign words in it can't steer a terminal.
  public static func onOneLine(_ text: String) -> String {
    // The control characters beyond ASCII begin with C2; the line separators of Unicode, and what
    // turns the direction of writing so that a text shows as another, with E2 or D8.
    let isSuspicious: (UInt8) -> Bool = {
      $0 < UInt8(ascii: " ") || $0 == 0x7F || $0 == 0xC2 || $0 == 0xD8 || $0 == 0xE2
    }
    guard text.utf8.contains(where: isSuspicious) else { return text }
    var line = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": line += "\\n"
      case "\r": line += "\\r"
      case "\t": line += "\\t"
      case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{61C}", "\u{200E}", "\u{200F}",
        "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}":
        line += "\u{FFFD}"
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line
  }
}
