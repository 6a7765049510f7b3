import TestSupport

/// Where a story is played: a folder with the programs, and a warehouse.
struct StoryStage {
  private let workspace: Workspace
  private let database: Database
  private var scene = 0

  init(_ workspace: Workspace, _ database: Database) {
    (self.workspace, self.database) = (workspace, database)
  }

  mutating func play(_ act: Act) throws {
    scene += 1
    switch act {
    case .orders(let lines, let asOf):
      try write(Header.orders, lines)
      try shell("extract-csv --profile shopify-orders \(at(asOf)) export.csv >orders")
      try shell("load-postgres <orders")
    case .claims(let lines, let asOf):
      try write(Header.claims, lines)
      try shell(
        "extract-csv --profile attributed-orders \(at(asOf)) export.csv >claims && "
          + "transform-validate --orders orders <claims >checked && load-postgres <checked"
      )
    case .uncheckedClaims(let lines, let asOf):
      try write(Header.claims, lines)
      try shell("extract-csv --profile attributed-orders \(at(asOf)) export.csv >claims")
      try shell("load-postgres <claims")
    case .analytics(let text, let arguments):
      try workspace.write("export.csv", text)
      try shell("extract-csv \(arguments.joined(separator: " ")) export.csv >analytics")
      try shell("load-postgres <analytics")
    case .messages(let lines, let arguments):
      try workspace.write("messages", lines + "\n{\"type\":\"STATE\",\"value\":{}}\n")
      try shell("load-postgres \(arguments.joined(separator: " ")) <messages")
    case .daily(let files, let day): try runDaily(files, day)
    case .settings(let sql):
      try shell("load-postgres migrate")
      try database.execute("set search_path = sms;\n" + sql)
    }
  }

  private func at(_ asOf: String?) -> String { asOf.map { "--as-of \($0)" } ?? "" }

  private func write(_ header: String, _ lines: String) throws {
    try workspace.write("export.csv", Header.over(header, lines))
  }

  private func runDaily(_ files: [String: String], _ day: String?) throws {
    let folder = "day-\(scene)"
    try shell("mkdir \(folder)")
    for (name, text) in files {
      try workspace.write("\(folder)/\(name)", text)
      if let day { try shell("touch -d \(day) \(folder)/\(name)") }
    }
    let daily = Command.pipeline("daily", folder, environment: database.environment)
    try workspace.run(daily).orThrow()
  }

  private func shell(_ script: String) throws {
    try workspace.run(.shell(script, environment: database.environment)).orThrow()
  }
}
