import StageKit
import Testing

@Suite("Help")
struct HelpTests {
  @Test("no line is wider than a terminal, but for an example")
  func width() throws {
    for line in try shown("--help").split(separator: "\n") { #expect(line.count < 80) }
  }

  @Test("the help as a whole")
  func whole() throws {
    #expect(try shown("--help") == Self.expected)
  }

  @Test("a subcommand shows its own options")
  func subcommand() throws {
    let text = try shown("refresh", "--help")
    #expect(
      text.hasPrefix("sample refresh: compute it anew\n\nUsage: sample refresh [OPTION]...\n")
    )
    #expect(text.contains("  --all                    Everything.\n"))
    #expect(!text.contains("--rejects"))
    #expect(!text.contains("--days"))
  }

  private static let expected = """
    sample: show one option of every kind

    Usage: sample [OPTION]... [FILE]...
           sample COMMAND [OPTION]...

    Does nothing.

    Its second paragraph is long enough to be broken between two of its words,
    since a terminal has eighty columns.

    Operands:
      FILE                     Files to read.

    Commands:
      refresh                  compute it anew

    Options:
      --profile NAME           The profile. [default: generic]
      --mode MODE              How to go about it. [one of: fast, careful; default:
                               fast]
      --days N                 How many days. [default: 7]
      --click-window SPAN      Clicks count so long. [default: 7d]
      --exclude-tag TAG        Leave out orders with TAG. [can be repeated]
      --[no-]color             In colour. [default: true]
      --strict                 No mercy, and it's [final]: none.
      --api-key-file FILE      The key.
      --fields A,B             The fields.

    Common options:
      --rejects FILE           Append bad records to FILE, one JSON object per
                               line, and go on. Without it the first bad record
                               ends the run with exit code 65.
      --max-rejects N|N%       End the run with exit code 65 when more than N
                               records, or more than N percent of them, are bad.
      --progress WHEN          Show a live line on stderr: auto (where stderr is a
                               terminal), always or never. [default: auto]
      --log-format FORMAT      Write logs and summary as text or json. [default:
                               text]
      --log-level LEVEL        Leave out logs below LEVEL: error, warning, info or
                               debug. [default: info]
      --run-id ID              Your engine's name for this run, for the summary in
                               JSON and the warehouse's etl_runs; without it that
                               of Airflow or Slurm, where one of them runs this.
      --config FILE            Read settings from FILE: a JSON object whose keys
                               are the names of the options. An option and an
                               environment variable win over it.
      -h, --help               Show this help and exit.
      --version                Show the version and exit.
      --about                  Describe all settings as JSON and exit.

    Examples:
      Read every file:
        sample --profile orders *.csv

    Environment variables, where the command line does not give the option:
      POSTSCRIPT_ETL_PROFILE             --profile
      POSTSCRIPT_ETL_MODE                --mode
      POSTSCRIPT_ETL_DAYS                --days
      POSTSCRIPT_ETL_CLICK_WINDOW        --click-window
      POSTSCRIPT_ETL_EXCLUDE_TAG         --exclude-tag
      POSTSCRIPT_ETL_COLOR               --color
      POSTSCRIPT_ETL_STRICT              --strict
      SAMPLE_API_KEY                     the secret itself, or SAMPLE_API_KEY_FILE
                                         for --api-key-file
      POSTSCRIPT_ETL_FIELDS              --fields
      POSTSCRIPT_ETL_REJECTS             --rejects
      POSTSCRIPT_ETL_MAX_REJECTS         --max-rejects
      POSTSCRIPT_ETL_PROGRESS            --progress
      POSTSCRIPT_ETL_LOG_FORMAT          --log-format
      POSTSCRIPT_ETL_LOG_LEVEL           --log-level
      POSTSCRIPT_ETL_RUN_ID              --run-id
      POSTSCRIPT_ETL_CONFIG              --config
      TZ                                 not read at all

    Exit codes:
      0    done
      64   wrong use on the command line
      65   bad or truncated data
      66   an input file is missing or cannot be read
      70   a bug in this program
      73   an output file cannot be created
      74   reading or writing failed, for example because the disk is full
      78   the configuration is wrong or incomplete
      130  stopped by SIGINT at the last committed point
      141  the reader of the output went away (nothing is logged)
      143  stopped by SIGTERM at the last committed point

    """
}
