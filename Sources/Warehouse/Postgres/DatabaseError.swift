public import StageKit

/// What PostgreSQL (or the way to it) said when something failed.
///
/// Decisions rest on ``sqlState`` and never on message text, which depends on the server's
/// language. The description leaves out DETAIL and CONTEXT, which repeat values of rows.
public struct DatabaseError: StageErrorConvertible, Sendable, CustomStringConvertible {
  /// The five characters of the SQLSTATE, or "08006" where the connection failed without one.
  public let sqlState: String
  /// The primary message: one line, without a secret.
  public let message: String
  /// The server's hint, or nil.
  public let hint: String?
  /// The table, constraint or column that the server named, as `table.column` or so, or nil.
  public let place: String?
  /// What we were doing: "merging attributed_orders".
  public internal(set) var action: String

  init(
    sqlState: String,
    message: String,
    hint: String? = nil,
    place: String? = nil,
    action: String = ""
  ) {
    self.sqlState = sqlState
    self.message = message
    self.hint = hint
    self.place = place
    self.action = action
  }

  /// One line for people: the action, the server's words, the place and the SQLSTATE.
  public var description: String {
    var text = action.isEmpty ? "" : action + ": "
    text += message
    if let place { text += " (\(place))" }
    if let hint { text += "; \(hint)" }
    return text + " [SQLSTATE \(sqlState)]"
  }

  /// The class of the SQLSTATE: its first two characters.
  public var sqlClass: Substring { sqlState.prefix(2) }

  /// True where the same transaction may succeed when simply run again.
  ///
  /// Deadlock and serialization failure (class 40): PostgreSQL rolled back one of several
  /// transactions and asks for another try.
  public var isRetryableTransaction: Bool { sqlClass == "40" }

  /// True where a new connection attempt may succeed soon: no connection, too many of them, or
  /// a server that is starting up or shutting down.
  public var isRetryableConnect: Bool {
    sqlClass == "08" || sqlState == "53300" || sqlState.hasPrefix("57P")
  }

  /// The exit code that tells a scheduler what to do.
  public var exitCode: ExitCode {
    switch sqlState {
    case "42501": return .notAuthorised
    // Read-only; an encoding that lacks characters; an object that is not in the state it should be.
    case "25006", "22P05", "55000": return .config
    case "57014", "55P03": return .tempFail
    case "53300": return .unavailable
    case "42601": return .software
    default: break
    }
    switch sqlClass {
    case "08", "57": return .unavailable
    case "28": return .notAuthorised
    case "3D", "3F", "F0": return .config
    // Something in the schema is not as the loader made it: a table, view or function of others or
    // changed by hand, or a trigger that says no.
    case "09", "0A", "27", "2B", "2F", "38", "39", "42", "44", "P0": return .config
    // Deadlock, locks, resources (a full disk among them: the run is repeatable once there is
    // room) and the server's own I/O: the same run may succeed later.
    case "40", "53", "55", "58": return .tempFail
    case "22", "23", "54": return .data
    default: return .software
    }
  }

  /// The error that ends a program.
  public var stageError: StageError { StageError(exitCode, description) }
}
