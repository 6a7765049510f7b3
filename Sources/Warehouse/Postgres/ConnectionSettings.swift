public import StageKit

/// Where the warehouse is and how long to try to reach it.
///
/// Everything else (host, user, password, TLS) is read by libpq itself from `PGHOST` and its
/// fellows, `~/.pgpass` and the service file, so that the usual set-up of psql works here too.
public struct ConnectionSettings: Sendable {
  /// A `postgresql://` URL or `key=value` pairs; nil leaves all to libpq's own variables.
  let target: String?
  /// The name that `pg_stat_activity` shows, where PGAPPNAME does not give another.
  let applicationName: String
  /// How many seconds to try to connect before giving up.
  let connectSeconds: Double

  /// Checks the target's form; the text itself, which may hold a password, is never repeated.
  ///
  /// The target is the value of `DATABASE_URL`; nil or empty where it is not set.
  public init(
    target: String?,
    applicationName: String,
    connectTimeout: Duration = .seconds(30)
  ) throws(StageError) {
    self.applicationName = applicationName
    connectSeconds = connectTimeout.inSeconds
    guard let target, !target.isEmpty else {
      self.target = nil
      return
    }
    let isURL = target.hasPrefix("postgres://") || target.hasPrefix("postgresql://")
    guard isURL || target.contains("=") && !target.contains("://"), !target.contains("\0") else {
      throw StageError(
        .config,
        "DATABASE_URL is neither a postgresql:// URL nor key=value pairs; write it as "
          + "postgresql://user:password@host:5432/database"
      )
    }
    self.target = target
  }
}

extension Duration {
  /// The span in seconds.
  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
