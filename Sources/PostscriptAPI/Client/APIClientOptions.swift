public import StageKit

/// How the API is reached: the options that all programs which talk to it share.
public struct APIClientOptions: Sendable {
  /// The shop's private key.
  public var apiKey: Secret?
  /// The partner's key, in partner mode.
  public var partnerKey: Secret?
  /// Where the API is.
  public var baseURL = BaseURL.postscript
  /// The proxy for encrypted connections; a secret, since it may hold a password.
  public var proxy: Secret?
  /// The hosts that are reached without it, separated by commas.
  public var noProxy = ""
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
  public static let rows: [OptionSpec<APIClientOptions>] = [
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
    .secret(
      "--proxy",
      \.proxy,
      help:
        "The proxy that https goes through, as http://host:port or http://user:password@host:port.",
      environment: "HTTPS_PROXY"
    ),
    .value(
      "--no-proxy",
      "HOSTS",
      \.noProxy,
      help: "The hosts, separated by commas, that are reached without the proxy; those below "
        + "them, too.",
      environment: "NO_PROXY"
    ),
    .value(
      "--rate",
      "N",
      \.rate,
      in: 1...100_000,
      help: "At most N requests a second; more than 15, the API's limit for one key, only where "
        + "--base-url is a loopback address."
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
      in: 1...64,
      help: "At most N requests under way at the same time."
    ),
    .value(
      "--timeout",
      "SECONDS",
      \.timeout,
      in: 1...600,
      help: "The longest that one request may take."
    ),
    .value(
      "--retry-for",
      "SECONDS",
      \.retryFor,
      in: 0...86_400,
      help: "How long a request is tried again after 429, 5xx and network faults."
    ),
  ].under(heading: "API options")

  /// Checks options that depend on each other.
  ///
  /// - Throws: exit code 64 where a server that isn't a simulator on this machine would be asked
  ///   faster than its limit.
  public func check() throws(StageError) {
    guard rate <= 15 || baseURL.isLoopback else {
      throw StageError(.usage, "--rate: \"\(rate)\" is not from 1 to 15, the API's limit")
    }
  }
}
