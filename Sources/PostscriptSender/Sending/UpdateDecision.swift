import PostscriptAPI
import StageKit
import Wire

/// What to do with an update, once it is known who the person is.
///
/// A pure function of the record, the look-up, the journal and the settings: the one place that
/// decides about people who aren't there.
enum UpdateDecision {
  case send(HTTPRequest, RecordKey, creates: Bool, [PropertyChange])
  case end(RecordOutcome.Fate)

  static func about(
    _ record: OutboundRecord,
    _ resolution: LookupBook.Resolution,
    _ journal: JournalIndex,
    _ settings: DispatchSettings
  ) -> UpdateDecision {
    switch resolution {
    case .found(let subscriber): change(record, of: subscriber, journal)
    case .nobody: creation(of: record, journal, settings)
    case .ambiguous(let count):
      .end(
        .rejected(
          RecordFault(
            .ambiguousPerson,
            "\(count) subscribers match, and nothing tells which one is meant: give a subscriber_id"
          )
        )
      )
    }
  }

  private static func change(
    _ record: OutboundRecord,
    of subscriber: SubscriberFacts,
    _ journal: JournalIndex
  ) -> UpdateDecision {
    if subscriber.isRedacted { return .end(.redacted) }
    let key = RecordKey("subscriber", subscriber.id)
    if let word = journal.word(key) {
      if let time = record.time, let last = word.accepted, time.microseconds < last {
        return .end(.older)
      }
      if word.state == .accepted, word.content == record.content { return .end(.duplicate) }
    }
    let new = record.properties.map(\.name).filter { subscriber.property($0) == nil }
    let room = OutboundReader.propertyLimit - Set(subscriber.properties.map(\.key)).count
    if new.count > max(room, 0) {
      return .end(.rejected(.beyondLimit(Array(new.dropFirst(max(room, 0))))))
    }
    let changes = record.properties.map { property in
      let before = subscriber.property(property.name)
      let effect: PropertyChange.Effect =
        before == nil ? .set : before == property.value ? .same : .changed
      return PropertyChange(name: property.name, effect: effect)
    }
    guard let request = OutboundRequest.update(record, of: subscriber) else {
      return .end(.unchanged)
    }
    let isSame =
      changes.allSatisfy { $0.effect == .same } && Set(record.tags).isSubset(of: subscriber.tags)
      && (record.person.email.map(subscriber.hasEmail) ?? true)
    if isSame { return .end(.unchanged) }
    return .send(request, key, creates: false, changes)
  }

  private static func creation(
    of record: OutboundRecord,
    _ journal: JournalIndex,
    _ settings: DispatchSettings
  ) -> UpdateDecision {
    guard let keyword = settings.createKeyword, let phone = record.person.phone,
      record.keyword?.lowercased() == keyword.lowercased()
    else { return .end(.noSubscriber) }
    // Whatever its time, and also where it comes later in the same batch.
    if journal.hasOptedOut(record.person) || settings.optOuts.concern(record.person) {
      return .end(.optedOut)
    }
    let key = RecordKey("create", phone)
    switch journal.word(key)?.state {
    case .accepted: return .end(.duplicate)
    case .sending, .unknown: if settings.onUnknown == .skip { return .end(.unknown) }
    case .rejected, .unsent, .kind, nil: break
    }
    if let planned = settings.plannedCreations, !planned.contains(key) {
      return .end(.noSubscriber)
    }
    let changes = record.properties.map { PropertyChange(name: $0.name, effect: .set) }
    return .send(
      OutboundRequest.creation(record, phone: phone, keyword: keyword),
      key,
      creates: true,
      changes
    )
  }
}
