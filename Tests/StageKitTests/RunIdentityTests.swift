import StageKit
import Testing
import Wire

@Suite("Run identity")
struct RunIdentityTests {
  private static func read(_ variables: [String: String]) -> RunIdentity {
    RunIdentity(Environment(variable: { variables[$0] }, file: { _ in [] }))
  }

  @Test("an engine's own variables name the run, and ours what it is for")
  func engines() {
    #expect(Self.read([:]) == RunIdentity())
    #expect(Self.read(["AIRFLOW_CTX_DAG_RUN_ID": ""]) == RunIdentity())
    let airflow = Self.read(
      ["AIRFLOW_CTX_DAG_RUN_ID": "manual__1", "AIRFLOW_CTX_TRY_NUMBER": "2", "SLURM_JOB_ID": "7"]
    )
    #expect(airflow.runID == "manual__1" && airflow.attempt == 2)
    let slurm = Self.read(
      [
        "SLURM_JOB_ID": "9", "SLURM_ARRAY_JOB_ID": "7", "SLURM_ARRAY_TASK_ID": "2",
        "SLURM_RESTART_COUNT": "1",
      ]
    )
    #expect(slurm.runID == "7_2" && slurm.attempt == 2)
    #expect(Self.read(["SLURM_JOB_ID": "9"]).runID == "9")
    let pod = Self.read(["KUBERNETES_SERVICE_HOST": "10.0.0.1", "HOSTNAME": "load-3-x7k"])
    #expect(pod.runID == "load-3-x7k")
    #expect(Self.read(["HOSTNAME": "load-3-x7k"]).runID == nil)
    let ours = Self.read(
      [
        "POSTSCRIPT_ETL_PIPELINE": "daily", "POSTSCRIPT_ETL_STORE": "uk",
        "POSTSCRIPT_ETL_WINDOW": "a..b", "POSTSCRIPT_ETL_SHARD": "0/2",
        "POSTSCRIPT_ETL_ATTEMPT": "3", "AIRFLOW_CTX_TRY_NUMBER": "2",
      ]
    )
    #expect(ours.part == "daily/uk/a..b/0/2" && Self.read([:]).part == nil)
    #expect(
      JSONValue.object(ours.members).text
        == #"{"pipeline":"daily","store":"uk","window":"a..b","shard":"0/2","attempt":3}"#
    )
  }

  @Test("--run-id wins, and the summary in JSON says which run it was")
  func summary() throws {
    var options = CommonOptions()
    options.logFormat = .json
    options.runID = "mine"
    let sink = MemorySink()
    let identity = Self.read(["SLURM_JOB_ID": "9", "POSTSCRIPT_ETL_WINDOW": "a..b"])
    let stage = Stage(program: "p", options: options, identity: identity, sink: sink)
    _ = stage.run {}
    let summary = try JSONValue(parsing: try #require(sink.lines.last))
    #expect(summary["run_id"]?.string == "mine" && summary["window"]?.string == "a..b")
    #expect(summary["pipeline"] == nil)
  }
}
