import Wire

/// The words of a fixed set, and what people write for them.
///
/// Words come again and again, so what was written for the last few is remembered by its bytes.
struct Vocabulary: ~Copyable {
  /// What becomes of words that are not known.
  enum Unknown {
    /// They are kept, in lower case with underscores.
    case kept
    /// They are kept, and remembered as not known.
    case noted
    /// They become that word.
    case replaced(String)
  }

  private let words: [(word: String, synonyms: [String])]
  private let unknown: Unknown
  private var store = FieldStore()
  /// The words written so far, each once.
  private(set) var used: Set<String> = []
  /// Words that were replaced since they are not known, as they were written: a few of them.
  private(set) var unknownWords: Set<String> = []
  /// More words that are not known are no words of an export.
  static let mostUnknownWords = 10
  private var seen: [(first: UInt64, second: UInt64, count: Int, place: Range<Int>)] = []

  init(_ words: [(word: String, synonyms: [String])], unknown: Unknown) {
    self.words = words
    self.unknown = unknown
  }

  /// Writes the word that a field stands for, in quotes; a word for nothing is a missing value.
  mutating func write(_ field: Field, to row: inout RowWriter) -> ValueProblem? {
    guard field.count <= 16 else { return append(translate(field), to: &row) }
    let (first, second) = Self.words(of: field)
    for entry in seen
    where entry.first == first && entry.second == second && entry.count == field.count {
      return append(entry.place, to: &row)
    }
    if seen.count == 32 { seen.removeAll(keepingCapacity: true) }
    let place = translate(field)
    seen.append((first, second, field.count, place))
    return append(place, to: &row)
  }

  @inline(__always)
  private func append(_ place: Range<Int>, to row: inout RowWriter) -> ValueProblem? {
    if place.isEmpty { return .missingValue }
    row.append(store.field(place))
    return nil
  }

  /// The first sixteen bytes, with zeros behind the field's end.
  private static func words(of field: Field) -> (UInt64, UInt64) {
    let count = UInt64(field.count)
    assert(count <= 16)
    let first = field.word(at: 0)
    let second = field.word(at: 8)
    if count >= 8 { return (first, second & ((1 << ((count &- 8) &* 8)) &- 1)) }
    return (first & ((1 << (count &* 8)) &- 1), 0)
  }

  /// Works a word out, and keeps it with its quotes; an empty place is that of a word for nothing.
  private mutating func translate(_ field: Field) -> Range<Int> {
    if UnknownValue.contains(field.trimmed) { return 0..<0 }
    if store.count > 1 << 16 {
      store.removeAll()
      seen.removeAll()
    }
    let plain = Self.plain(field.trimmed.text)
    let found = words.first { $0.word == plain || $0.synonyms.contains(plain) }?.word
    let word: String
    switch unknown {
    case .kept, .noted: word = found ?? plain
    case .replaced(let other): word = found ?? other
    }
    if found == nil { note(field, plain) }
    used.insert(word)
    var json = ByteBuffer()
    json.appendJSONString(word)
    return store.add(json.view.array)
  }

  /// Remembers a word that is not known, where that is of interest.
  private mutating func note(_ field: Field, _ plain: String) {
    if case .kept = unknown { return }
    if case .replaced(plain) = unknown { return }
    if unknownWords.count < Self.mostUnknownWords { unknownWords.insert(field.trimmed.text) }
  }

  /// Lower case, with underscores for spaces and hyphens.
  private static func plain(_ text: String) -> String {
    String(text.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
  }

  /// Any set: words are only made uniform.
  static var categories: Vocabulary { Vocabulary([], unknown: .kept) }

  /// `financial_status`.
  static var financialStatuses: Vocabulary {
    let words = [
      "paid", "pending", "authorized", "partially_paid", "partially_refunded", "refunded", "voided",
      "expired", "unpaid",
    ]
    return Vocabulary(words.map { ($0, []) }, unknown: .noted)
  }

  /// `channel`; MMS is counted with SMS, as the platforms bill and report it.
  static var channels: Vocabulary {
    Vocabulary(
      [
        ("sms", ["mms", "sms/mms", "sms_mms", "text", "text_message", "text_messages"]),
        ("email", ["e_mail"]),
        ("push", ["mobile_push", "push_notification", "web_push"]),
        ("whatsapp", ["whats_app"]),
        ("rcs", ["rcs_message", "rcs_messages"]),
      ],
      unknown: .replaced("other")
    )
  }

  /// `message_type`.
  static var messageTypes: Vocabulary {
    Vocabulary(
      [
        ("campaign", ["campaigns", "broadcast", "one_time", "scheduled", "campaign_message"]),
        (
          "flow",
          [
            "flows", "automation", "automations", "automated", "automation_message", "series",
            "automation_series", "triggered", "trigger", "flow_message",
          ]
        ),
        (
          "keyword",
          [
            "keywords", "keyword_reply", "keyword_replies", "keyword_response",
            "keyword_responses", "keyword_message",
          ]
        ),
        (
          "conversation",
          ["conversations", "conversational", "two_way", "inbox", "1:1", "one_to_one", "reply"]
        ),
      ],
      unknown: .replaced("other")
    )
  }

  /// `attribution_type`.
  static var attributionTypes: Vocabulary {
    Vocabulary(
      [
        ("click", ["clicked", "clicks", "click_through", "link_click", "link_clicked"]),
        (
          "view",
          ["viewed", "views", "view_only", "view_through", "impression", "sent", "received"]
        ),
        ("coupon", ["coupon_code", "coupons", "coupon_used", "discount", "discount_code"]),
        ("keyword", ["keywords", "keyword_reply"]),
      ],
      unknown: .replaced("unknown")
    )
  }
}
