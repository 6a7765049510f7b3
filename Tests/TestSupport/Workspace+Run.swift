import Glibc

/// What a program reads on standard input.
public enum Input: Sendable {
  /// Nothing.
  case none
  /// A text.
  case text(String)
  /// A file, by its name in the workspace or its full path.
  case file(String)
}

/// Where a program's standard output goes.
public enum Output: Sendable {
  /// Into the outcome.
  case captured
  /// Into a file, by its name in the workspace or its full path, such as `/dev/full`.
  case file(String)
}

extension Workspace {
  /// Starts a program in this folder, and does not wait for it.
  public func start(
    _ command: Command,
    input: Input = .none,
    output: Output = .captured
  ) throws -> Running {
    try start([command], input: input, output: output)[0]
  }

  /// Runs a program in this folder to its end.
  public func run(
    _ command: Command,
    input: Input = .none,
    output: Output = .captured,
    timeout: Double = 300
  ) throws -> Outcome {
    try start(command, input: input, output: output).wait(timeout: timeout)
  }

  /// Starts programs joined by pipes, the output of each being the input of the next.
  public func start(
    _ commands: [Command],
    input: Input = .none,
    output: Output = .captured
  ) throws -> [Running] {
    var source = try open(input)
    var stages: [Running] = []
    for (position, command) in commands.enumerated() {
      let isLast = position == commands.count - 1
      let errorsPath = fresh("stderr")
      let errors = try openFile(errorsPath, O_WRONLY | O_CREAT | O_TRUNC)
      defer { close(errors) }
      var outputPath: String?
      var sink: Int32
      var next: Int32 = -1
      if isLast {
        (sink, outputPath) = try open(output)
      } else {
        (next, sink) = try makePipe()
      }
      defer { close(sink) }
      let pid = try spawn(command, in: path, input: source, output: sink, errors: errors)
      close(source)
      source = next
      stages.append(
        Running(pid: pid, command: command, outputPath: outputPath, errorsPath: errorsPath)
      )
    }
    return stages
  }

  /// Runs programs joined by pipes to their end: the outcome of each, in order.
  public func run(
    _ commands: [Command],
    input: Input = .none,
    output: Output = .captured,
    timeout: Double = 300
  ) throws -> [Outcome] {
    try start(commands, input: input, output: output).map { try $0.wait(timeout: timeout) }
  }

  private func open(_ input: Input) throws -> Int32 {
    switch input {
    case .none: return try openFile("/dev/null", O_RDONLY)
    case .file(let name): return try openFile(file(name), O_RDONLY)
    case .text(let text):
      let name = fresh("stdin")
      try write(name, text)
      return try openFile(name, O_RDONLY)
    }
  }

  /// The descriptor, and the path to read the output back from, where it is a captured one.
  private func open(_ output: Output) throws -> (Int32, String?) {
    switch output {
    case .captured:
      let name = fresh("stdout")
      return (try openFile(name, O_WRONLY | O_CREAT | O_TRUNC), name)
    case .file(let name):
      return (try openFile(file(name), O_WRONLY | O_CREAT | O_TRUNC), nil)
    }
  }
}
