/// The options of stages that read Singer messages from standard input.
///
/// A program that reads messages holds them as a property and takes the rows into its table:
/// `WireOptions.rows.within(\.wire)`.
public struct WireOptions: Sendable {
  /// The stream that bare records belong to.
  public var stream: String?
  /// The fields that identify a record; empty where the SCHEMA's `key_properties` decide.
  public var key: [String] = []
  /// True where records are written bare, without their envelopes.
  public var bare = false
  /// What an input without a closing STATE means.
  public var atEOF = EndOfInputPolicy.fail
  /// The part of the records that counts; nil for all of them.
  public var shard: Shard?
  /// True where the input is a partition that an engine pipes in, whose end is its end.
  public var isPartition = false
  /// The file with the SCHEMA messages of an input that has none itself.
  public var schemaFile: String?
  /// True where the input is a rejects file, whose original lines are to be read again.
  public var replay = false

  /// Makes the defaults.
  public init() {}

  /// All rows, for a transform.
  public static let rows = [stream, key, bare, atEOF, replay] + parts

  /// The rows for what is only a part of the input, for every transform.
  public static let parts: [OptionSpec<WireOptions>] = [shard] + partition

  /// The rows for a partition that an engine pipes in, for a loader, too.
  public static let partition: [OptionSpec<WireOptions>] = [
    row(
      .flag(
        "--partition",
        \.isPartition,
        help: "The input is a partition of an engine such as Spark: its end commits it, and an "
          + "empty one is well. An engine whose own task was killed then looks the same: it must check "
          + "how this ends."
      )
    ),
    row(
      .value(
        "--schema-file",
        "FILE",
        \.schemaFile,
        help: "Read the SCHEMA messages in FILE first, for input that has none itself.",
        completion: .file
      )
    ),
  ]

  /// The row of `--stream`.
  public static let stream: OptionSpec<WireOptions> = row(
    .value(
      "--stream",
      "NAME",
      \.stream,
      help: "Accept bare NDJSON (objects without a type) as records of the stream NAME."
    )
  )
  /// The row of `--key`.
  public static let key: OptionSpec<WireOptions> = row(
    .list(
      "--key",
      "A,B",
      \.key,
      help: "The fields that identify a record, instead of the key_properties of the SCHEMA."
    )
  )
  /// The row of `--bare`.
  public static let bare: OptionSpec<WireOptions> = row(
    .flag("--bare", \.bare, help: "Write bare records, without their Singer envelopes.")
  )
  /// The row of `--at-eof`.
  public static let atEOF: OptionSpec<WireOptions> = row(
    .value(
      "--at-eof",
      "ACTION",
      \.atEOF,
      help: "What to do when the input ends without a closing STATE, as truncated input does: "
        + "fail with exit code 65, or commit."
    )
  )
  /// The row of `--replay`.
  public static let replay: OptionSpec<WireOptions> = row(
    .flag(
      "--replay",
      \.replay,
      help: "Read a rejects file instead of the usual input, and take the original lines "
        + "from it."
    )
  )

  /// The row of `--shard`, for extractors, too.
  public static let shard: OptionSpec<WireOptions> = row(
    .value(
      "--shard",
      "I/N",
      \.shard,
      help: "Only the records of one of N shards, numbered from 0, by a hash of their keys, or of "
        + "a field as in 0/8:order_name. The N shards together are the whole, each record once; "
        + "the STATE says that it is a part."
    )
  )

  private static func row(_ row: OptionSpec<WireOptions>) -> OptionSpec<WireOptions> {
    row.with { $0.heading = "Message options" }
  }
}

/// What an input without a closing STATE means.
public enum EndOfInputPolicy: String, OptionValue, CaseIterable {
  /// It was truncated: the stage fails.
  case fail
  /// It is whole: some taps send no STATE.
  case commit
}
