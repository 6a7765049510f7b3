import StageKit
import Testing
import Wire

@Suite("Secrets")
struct SecretTests {
  let text = "sesame-4711"

  @Test("no way of turning a secret into text shows it")
  func redaction() {
    let secret = Secret(text)
    var dumped = ""
    dump(["key": secret], to: &dumped)
    let texts = [
      "\(secret)", String(describing: secret), String(reflecting: secret), dumped,
      "\([secret])", "\(secret as Any)", "\(Optional(secret) as Any)",
    ]
    for shown in texts { #expect(!shown.contains(text)) }
    #expect(secret.exposed == text)
  }

  @Test("a secret comes from a variable, a file or the configuration, in this order")
  func sources() throws {
    let files = [
      "k": "from-file\n", "k2": "from-variable-file\r\n", "c": "{\"api_key\": \"from-config\"}",
      "d": "{\"api_key_file\": \"k\"}",
    ]
    func key(_ arguments: [String], _ variables: [String: String] = [:]) throws -> String? {
      let found = try run(arguments, variables: variables, files: files)
      #expect(found.secrets == (found.options.key.map { [$0] } ?? []))
      return found.options.key?.exposed
    }
    #expect(try key([]) == nil)
    #expect(try key([], ["SAMPLE_API_KEY": "from-variable"]) == "from-variable")
    #expect(try key([], ["SAMPLE_API_KEY_FILE": "k2"]) == "from-variable-file")
    #expect(try key(["--config=c"]) == "from-config")
    #expect(try key(["--config=d"]) == "from-file")
    #expect(try key(["--config=c"], ["SAMPLE_API_KEY": "v"]) == "v")
    #expect(try key(["--api-key-file", "k"], ["SAMPLE_API_KEY": "v"]) == "from-file")
  }

  @Test(
    "a secret on the command line is refused, and no error shows it",
    arguments: [
      ["--api-key", "sesame-4711"], ["--api-key=sesame-4711"], ["--api-kye=sesame-4711"],
      ["--config=c", "--api-key-file=empty"],
    ]
  )
  func refusal(arguments: [String]) throws {
    let files = ["c": "{\"api_key\": \"sesame-4711\"}", "empty": "\n"]
    let error = try #require(failure(arguments, files: files))
    #expect(error.code == .usage || error.code == .config)
    #expect(!error.message.contains(text))
  }

  @Test("the log hides secrets, in text and in JSON", arguments: LogFormat.allCases)
  func logs(format: LogFormat) {
    let sink = MemorySink()
    let log = Logger(program: "p", format: format, level: .debug, sink: sink)
    log.hide(Secret(text))
    log.hide(Secret("abc"))
    log.warning("Bearer \(text): \(text)\(text) abc")
    #expect(!sink.text.contains(text))
    #expect(sink.text.contains("Bearer [hidden]: [hidden][hidden] abc"))
  }
}
