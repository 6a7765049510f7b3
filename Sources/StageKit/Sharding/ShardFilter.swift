package import Wire

/// Tells which records belong to a shard, by the keys that the SCHEMAs of their streams name.
package final class ShardFilter {
  private let shard: Shard
  /// The fields that divide every stream, where they were given; empty where SCHEMAs decide.
  private let fields: [String]
  private var keys: [[UInt8]: ShardKey] = [:]
  private var latest: (name: [UInt8], key: ShardKey?)?
  private var scanner = JSONScanner()

  /// Makes the filter of a shard.
  package init(_ shard: Shard, key fields: [String] = []) {
    self.shard = shard
    self.fields = shard.fields.isEmpty ? fields : shard.fields
  }

  /// Takes the key of a stream from its SCHEMA.
  func takeSchema(_ stream: ByteView, _ line: ByteView) {
    guard fields.isEmpty else { return }
    let named = (try? JSONValue(parsing: line))?["key_properties"]?.array ?? []
    let key = named.compactMap(\.string)
    keys[stream.array] = key.isEmpty ? nil : ShardKey(key)
    latest = nil
  }

  /// Whether a record belongs to the shard; its bytes decide where its stream has no key.
  func keeps(
    _ stream: ByteView,
    _ record: borrowing MemberTable,
    _ line: ByteView,
    _ bytes: ByteView
  ) -> Bool {
    guard let key = key(of: stream) else { return keeps(bytes) }
    return shard.holds(key.hash(record, line))
  }

  /// Whether bytes that have no key belong to the shard.
  package func keeps(_ bytes: ByteView) -> Bool {
    var hash = FNV1a()
    hash.add(bytes)
    return shard.holds(hash.value)
  }

  /// Whether the shard is the first, to which belongs what has no content.
  var isFirst: Bool { shard.index == 0 }

  private func key(of stream: ByteView) -> ShardKey? {
    if let latest, stream.equals(latest.name) { return latest.key }
    let name = stream.array
    if !fields.isEmpty, keys[name] == nil {
      keys[name] = ShardKey(fields, normalizesNames: !shard.fields.isEmpty)
    }
    latest = (name, keys[name])
    return keys[name]
  }

  /// Copies those of some whole lines that belong to the shard, or are no records.
  ///
  /// Bare lines are records without a key, divided by their bytes unless fields are named. Returns how
  /// many were left out.
  func copy(_ lines: ByteView, to kept: inout ByteBuffer, bare: Bool) -> Int {
    var dropped = 0
    var offset = 0
    while let length = lines[offset, lines.count].firstIndex(of: UInt8(ascii: "\n")) {
      let line = lines[offset, offset + length]
      if bare ? keeps(bare: line) : keeps(message: line) {
        kept.append(lines[offset, offset + length + 1])
      } else {
        dropped += 1
      }
      offset += length + 1
    }
    return dropped
  }

  private func keeps(bare line: ByteView) -> Bool {
    guard !fields.isEmpty, scanner.scanBare(line) == nil, let key = key(of: ByteView("")) else {
      return keeps(line)
    }
    return shard.holds(key.hash(scanner.record, line))
  }

  private func keeps(message line: ByteView) -> Bool {
    guard scanner.scan(line) == nil else { return true }
    let head = MessageHead(scanner.envelope, line)
    guard let type = head.type, let index = head.stream,
      let kind = MessageType(scanner.envelope, type, line)?.kind,
      kind == .schema || kind == .record
    else { return true }
    var stream = ByteBuffer()
    _ = JSONString.decode(scanner.envelope[index].stringBody(in: line), into: &stream)
    guard kind == .record else {
      takeSchema(stream.view, line)
      return true
    }
    return keeps(
      stream.view,
      scanner.record,
      line,
      line[scanner.recordStart, scanner.recordEnd]
    )
  }
}
