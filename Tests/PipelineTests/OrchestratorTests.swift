import Foundation
import TestSupport
import Testing

/// The examples for orchestrators, run by the orchestrators themselves.
///
/// They are large, so each runs only where a variable names its program: POSTSCRIPT_ETL_DAGSTER that
/// of `dagster`, POSTSCRIPT_ETL_PREFECT a Python that has Prefect, POSTSCRIPT_ETL_AIRFLOW one that has
/// Airflow.
@Suite("Orchestrators", .serialized, .enabled(if: !Orchestrator.present.isEmpty))
struct OrchestratorTests {
  @Test(
    "done, nothing to do, tried again on 69 and 75, and at once at an end on 65 and 66",
    arguments: Orchestrator.present
  )
  func policy(_ engine: Orchestrator) throws {
    try withWorkspace { work in
      try work.run(.shell("mkdir bin empty full; : >full/a")).orThrow()
      try work.write(
        "bin/postscript-etl-daily",
        """
        #!/bin/sh
        echo "${AIRFLOW_CTX_DAG_RUN_ID:-$POSTSCRIPT_ETL_RUN_ID} \
        ${AIRFLOW_CTX_TRY_NUMBER:-$POSTSCRIPT_ETL_ATTEMPT}" >>"$TRIES"
        echo '{"program":"load-postgres","event":"summary","read":7,"inserted":5}' >&2
        exit "$CODE"
        """
      )
      try work.run(.shell("chmod +x bin/postscript-etl-daily"))
        .orThrow()
      if let preparation = engine.preparation(work) {
        try work.run(preparation, timeout: 600).orThrow()
      }
      for (code, folder, tries) in [
        (0, "full", 1), (0, "empty", 0), (69, "full", 3), (75, "full", 3), (65, "full", 1),
        (66, "full", 1),
      ] {
        try work.write("tries", "")
        let outcome = try work.run(
          engine.command(work, ["CODE": "\(code)", "EXPORTS": work.file(folder)]),
          timeout: 600
        )
        #expect(outcome.succeeded == (code == 0), "\(engine) \(code): \(outcome)")
        let lines = try work.read("tries").split(separator: "\n")
        #expect(lines.count == tries, "\(engine) \(code): \(outcome)")
        // Each try says which of the run's it is, and all name one run.
        #expect(Set(lines.map { $0.split(separator: " ").first ?? "" }).count == min(tries, 1))
        #expect(
          lines.compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }
            == Array(1...3)[..<tries].map(\.self)
        )
        if folder == "empty" {
          #expect((outcome.text + outcome.errors).contains("nothing to do"), "\(outcome)")
        }
      }
    }
  }
}

/// An orchestrator that is installed here.
struct Orchestrator: Sendable, CustomTestStringConvertible {
  let name: String
  let program: String

  var testDescription: String { name }

  static let present = ["dagster", "prefect", "airflow"].compactMap { name -> Orchestrator? in
    let variable = "POSTSCRIPT_ETL_" + name.uppercased()
    return ProcessInfo.processInfo.environment[variable].map {
      Orchestrator(name: name, program: $0)
    }
  }

  /// What has to be done once in the folders of the test: Airflow keeps its runs in a database.
  func preparation(_ work: Workspace) -> Command? {
    guard name == "airflow" else { return nil }
    return Command(
      path: program,
      ["-m", "airflow", "db", "migrate"],
      environment: environment(work)
    )
  }

  /// Runs the example once, with an environment and folders of its own.
  func command(_ work: Workspace, _ variables: [String: String]) -> Command {
    let example = BuiltProducts.checkout + "/docs/examples/\(name)_daily.py"
    let arguments =
      switch name {
      case "dagster": ["job", "execute", "-f", example, "-j", "daily"]
      case "airflow":
        [
          "-c",
          """
          import runpy, sys
          run = runpy.run_path(sys.argv[1])["daily"].test()
          sys.exit(run.state != "success")
          """, example,
        ]
      default: [example]
      }
    return Command(
      path: program,
      arguments,
      environment: environment(work).merging(variables) { $1 }
    )
  }

  private func environment(_ work: Workspace) -> [String: String] {
    let home = work.file("home")
    return [
      "PATH": work.file("bin") + ":/usr/bin:/bin", "HOME": home, "DAGSTER_HOME": work.file("."),
      "PREFECT_HOME": home, "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "300",
      "AIRFLOW_HOME": home, "RETRY_DELAY": "0", "TRIES": work.file("tries"),
    ]
  }
}
