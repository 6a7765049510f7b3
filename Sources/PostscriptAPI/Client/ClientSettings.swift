public import StageKit

/// How the API is reached: the options that all programs which talk to it share.
public struct ClientSettings: Sendable {
  /// The shop's private key.
  public var apiKey: Secret?
  /// The partner's key, in partner mode.
  public var partnerKey: Secret?
  /// Where the API is.
  public var baseURL = BaseURL.postscript
  /// Requests a second.
  public var rate = 15
  /// The file through which processes share the limit.
  public var rateFile: String?
  /// Requests under way at the same time.
  public var inFlight = 12
  /// Seconds for one request.
  public var timeout = 30
  /// Seconds that one request is tried.
  public var retryFor = 120

  /// Makes the defaults.
  public init() {}

  /// The largest answer that is accepted, in bytes.
  public static let bodyLimit = 32 << 20

  /// The rows for the option table.
  public static let rows: [OptionSpec<ClientSettings>] = [
    .secret(
      "--api-key",
      \.apiKey,
      help: "The shop's private key (sk_…).",
      environment: "POSTSCRIPT_API_KEY"
    ),
    .secret(
      "--partner-key",
      \.partnerKey,
      help: "A partner's key (sk_partner_…); the shop's key then goes beside it.",
      environment: "POSTSCRIPT_PARTNER_KEY"
    ),
    .value(
      "--base-url",
      "URL",
      \.baseURL,
      help: "Where the API is: https, or http on a loopback address."
    ),
    .value(
      "--rate",
      "N",
      \.rate,
      help: "At most N requests a second, up to 15, the API's limit for one key."
    ),
    .value(
      "--rate-file",
      "FILE",
      \.rateFile,
      help: "Keep to the limit together with all processes on this machine that name the same "
        + "FILE; where they differ in --rate, to the lowest.",
      completion: .file
    ),
    .value(
      "--in-flight",
      "N",
      \.inFlight,
      help: "At most N requests under way at the same time."
    ),
    .value("--timeout", "SECONDS", \.timeout, help: "The longest that one request may take."),
    .value(
      "--retry-for",
      "SECONDS",
      \.retryFor,
      help: "How long a request is tried again after 429, 5xx and network faults."
    ),
  ].under(heading: "API options")

  /// Checks the numbers.
  ///
  /// - Parameter isLoopback: whether the API is a simulator on this machine, which may be asked
  ///   faster.
  /// - Throws: exit code 64 that names the option.
  public func check(isLoopback: Bool) throws(StageError) {
    let ranges: [(String, Int, ClosedRange<Int>)] = [
      ("--rate", rate, 1...(isLoopback ? 100_000 : 15)), ("--in-flight", inFlight, 1...64),
      ("--timeout", timeout, 1...600), ("--retry-for", retryFor, 0...86_400),
    ]
    for (name, value, range) in ranges where !range.contains(value) {
      throw StageError(
        .usage,
        "\(name): \(value) is not from \(range.lowerBound) to \(range.upperBound)"
      )
    }
  }
}
