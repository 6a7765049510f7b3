import TestSupport
import Testing

/// Whatever batches come in whatever order, refreshed marts equal marts rebuilt from nothing.
@Suite struct RandomBatchesTests {
  private static let few = [-0.65, -0.2, 0.1, 0.6]
  private static let more = [-0.9, -0.4, 0.2, 0.35, 0.5, 0.85]

  @Test(arguments: isLongRun ? few + more : few)
  func refreshEqualsRebuild(seed: Double) throws {
    try withMarts { marts in
      let fixture = String(decoding: PackageResources.random_batches_sql, as: UTF8.self)
      try marts.execute(
        """
        begin;
        set local client_min_messages = warning;
        set local postscript_etl.seed = '\(seed)';
        set local postscript_etl.batches = '9';
        \(fixture)
        rollback;
        """
      )
    }
  }
}
