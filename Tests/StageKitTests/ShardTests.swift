import StageKit
import Testing
import Wire

@Suite("Shards")
struct ShardTests {
  /// Records with the key `a`, `b`, the hash of their key, and their shards of 8 and of 3, computed
  /// by another program.
  private static let vectors: [(String, UInt64, Int, Int)] = [
    (#"{"a":"default","b":"5001"}"#, 0xC04E_3A84_7FBB_36F4, 0, 2),
    (#"{"b":5001,"x":1,"a":"default"}"#, 0xC04E_3A84_7FBB_36F4, 0, 2),
    (#"{"a":"uk","b":"s_1"}"#, 0x624D_2EBD_A5C0_541C, 1, 2),
    (#"{"a":"default","b":1.50}"#, 0xB633_EE44_2BC7_2D78, 4, 2),
    (#"{"a":"default","b":"1.5"}"#, 0xB633_EE44_2BC7_2D78, 4, 2),
    (#"{"a":"default"}"#, 0x633C_A9CC_16CB_EFAE, 2, 1),
    (#"{"a":"default","b":null}"#, 0x633C_A9CC_16CB_EFAE, 2, 1),
    (#"{"a":"default","b":[1]}"#, 0x633C_A9CC_16CB_EFAE, 2, 1),
    (#"{"a":"\u00e9","b":"x"}"#, 0x16B6_AC0C_520D_5483, 7, 1),
  ]

  /// Names of an order, and the hash of their normal form, computed by another program.
  private static let names: [(String, UInt64)] = [
    ("#1001", 0x82E7_8E76_59CA_DE55), (" 1001 ", 0x82E7_8E76_59CA_DE55),
    ("1001", 0x82E7_8E76_59CA_DE55), ("# 2", 0x0802_F407_B4C3_03AF),
    ("é-7", 0x8B7C_7F0D_2547_83EB),
  ]

  private static func hash(_ line: String, _ key: ShardKey) -> UInt64 {
    var scanner = JSONScanner()
    return Array(line.utf8).withView { line in
      #expect(scanner.scanBare(line) == nil)
      return key.hash(scanner.record, line)
    }
  }

  @Test("the hash of a key is the documented one")
  func hashes() throws {
    let key = ShardKey(["a", "b"])
    for (line, hash, ofEight, ofThree) in Self.vectors {
      #expect(Self.hash(line, key) == hash, "\(line)")
      let shards = [(8, ofEight), (3, ofThree)]
      for (count, index) in shards {
        let holding = try (0..<count).filter {
          try Shard(optionText: "\($0)/\(count)").holds(hash)
        }
        #expect(holding == [index], "\(line)")
      }
    }
    // A record of a stream without a key: 0x9C3E82DD6FCAE8B1.
    let bytes = #"{"a":1}"#
    for index in 0..<8 {
      let filter = ShardFilter(try Shard(optionText: "\(index)/8"))
      #expect(bytes.withView { filter.keeps($0) } == (index == 4))
    }
  }

  @Test("a shard by the order's name takes a name however it is written")
  func byName() throws {
    let key = ShardKey(["order_name"], normalizesNames: true)
    for (name, hash) in Self.names {
      #expect(Self.hash(#"{"id":1,"order_name":"\#(name)"}"#, key) == hash, "\(name)")
    }
    let plain = ShardKey(["order_name"])
    #expect(Self.hash(##"{"order_name":"#1001"}"##, plain) != 0x82E7_8E76_59CA_DE55)
    let part = try Shard(optionText: "1/4:a,b")
    #expect(part.optionText == "1/4:a,b" && part.fields == ["a", "b"])
    #expect(part != (try Shard(optionText: "1/4")))
  }

  @Test("what is no shard is refused")
  func refused() {
    for text in [
      "", "1", "8/8", "-1/8", "0/0", "0/65537", "1/2/3", "a/b", "+1/2", "0/ 2", "0/2:", "0/2:a,",
    ] {
      #expect(throws: InvalidValue.self) { try Shard(optionText: text) }
    }
  }

  @Test("a STATE says once which part it closes, and covers nothing completely")
  func marks() throws {
    let shard = try Shard(optionText: "1/4")
    let range = #""store_id":"s","from":"2026-01-01","until":"2026-02-01","observed_at":null,"#
    let state =
      #"{"type":"STATE","value":{"n":1.50,"bookmarks":{"a":{"covers":[{\#(range)"complete":true},"#
      + #"{\#(range)"complete":false}]},"b":{"x":1}}}}"#
    let marked = try #require(state.withView { shard.marking($0) })
    #expect(
      marked
        == #"{"type":"STATE","value":{"n":1.50,"bookmarks":{"a":{"covers":[{\#(range)"#
        + #""complete":false,"part":"1/4"},{\#(range)"complete":false}]},"b":{"x":1}},"#
        + #""parts":["1/4"]}}"#
    )
    #expect(marked.withView { shard.marking($0) } == nil)
    // A part of a part is not one of the whole's.
    let other = try Shard(optionText: "0/2")
    let both = try #require(marked.withView { other.marking($0) })
    #expect(both.contains(#""parts":["1/4","0/2"]"#) && !both.contains(#""part":"1/4""#), "\(both)")
    let value = try #require(try JSONValue(parsing: marked)["value"])
    let covers = try Coverage.list(in: value, of: "a")
    #expect(covers.map(\.part) == [shard, nil] && covers.allSatisfy { !$0.isComplete })
    #expect(covers.map(\.json) == value["bookmarks"]?["a"]?["covers"]?.array)
  }
}
