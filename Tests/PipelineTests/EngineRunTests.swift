import Foundation
import TestSupport
import Testing

/// The trials of `Tests/Engines`, on the engines themselves.
///
/// They need what the engine needs, and minutes: POSTSCRIPT_ETL_ENGINES names those that are to run,
/// out of `parallel slurm pods stores spark`.
@Suite("Engine runs", .serialized, .enabled(if: !EngineTrial.wanted.isEmpty))
struct EngineRunTests {
  @Test(
    "with tasks killed and run again it is the warehouse of one run",
    arguments: EngineTrial.wanted
  )
  func sameWarehouse(_ name: String) throws {
    try withWorkspace { work in
      let own = ["ENGINES_DATA": work.file("data")]
      let handedOn = EngineTrial.settings.filter {
        ["ORDERS", "STORES", "SEED", "SPARK_PYTHON"].contains($0.key)
      }
      let trial = Command(
        path: BuiltProducts.checkout + "/Tests/Engines/" + name,
        [],
        environment: handedOn.merging(own) { $1 }
      )
      let outcome = try work.run(trial, timeout: 7_200)
      #expect(outcome.succeeded && outcome.text.contains("the same warehouse"), "\(outcome)")
    }
  }
}

/// Which trials are to run.
private enum EngineTrial {
  static let settings = ProcessInfo.processInfo.environment

  static let wanted = (settings["POSTSCRIPT_ETL_ENGINES"] ?? "").split(separator: " ")
    .map(String.init)
}
