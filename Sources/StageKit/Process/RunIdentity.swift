package import Wire

/// Which run this is, in the words of the engine that started it, and which part of the work it does.
///
/// An engine's own variables are read where nothing else is said: those of Airflow, Slurm and
/// Kubernetes, of which the name of the pod is taken. What a pipeline knows it tells its stages by
/// variables of ours.
public struct RunIdentity: Sendable, Equatable {
  /// The engine's name for the run.
  public var runID: String?
  /// The pipeline that this is a stage of.
  public var pipeline: String?
  /// The store that the pipeline runs for.
  public var store: String?
  /// The window of a backfill, such as `2026-01-01..2026-02-01`.
  public var window: String?
  /// The shard, such as `0/8`.
  public var shard: String?
  /// How often this was tried, from 1.
  public var attempt: Int?

  /// Nothing is known.
  public init() {}

  /// Reads what the environment says.
  package init(_ environment: Environment) {
    func value(_ name: String) -> String? {
      environment.variable(name).flatMap { $0.isEmpty ? nil : $0 }
    }
    runID =
      value("AIRFLOW_CTX_DAG_RUN_ID") ?? Self.slurm(value)
      ?? value("KUBERNETES_SERVICE_HOST").flatMap { _ in value("HOSTNAME") }
    pipeline = value("POSTSCRIPT_ETL_PIPELINE")
    store = value("POSTSCRIPT_ETL_STORE")
    window = value("POSTSCRIPT_ETL_WINDOW")
    shard = value("POSTSCRIPT_ETL_SHARD")
    attempt =
      value("POSTSCRIPT_ETL_ATTEMPT").flatMap { Int($0) }
      ?? value("AIRFLOW_CTX_TRY_NUMBER").flatMap { Int($0) }
      ?? value("SLURM_RESTART_COUNT").flatMap { Int($0) }.map { $0 + 1 }
  }

  /// The number of Slurm's job; of an array, that and the number of the task.
  private static func slurm(_ value: (String) -> String?) -> String? {
    guard let array = value("SLURM_ARRAY_JOB_ID"), let task = value("SLURM_ARRAY_TASK_ID") else {
      return value("SLURM_JOB_ID")
    }
    return "\(array)_\(task)"
  }

  /// The name of the part of the work that the run does; nil where nothing is known.
  package var part: String? {
    let known = [pipeline, store, window, shard].compactMap(\.self)
    return known.isEmpty ? nil : known.joined(separator: "/")
  }

  /// What is known, for a summary in JSON.
  package var members: [(key: String, value: JSONValue)] {
    let texts = [
      ("run_id", runID), ("pipeline", pipeline), ("store", store), ("window", window),
      ("shard", shard),
    ]
    return texts.compactMap { name, text in text.map { (key: name, value: .string($0)) } }
      + (attempt.map { [(key: "attempt", value: .number(String($0)))] } ?? [])
  }
}
