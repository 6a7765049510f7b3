import Wire

/// `POST /subscribers` and what becomes of it: nobody is a subscriber who has not confirmed.
extension Shop {
  /// Takes a sign-up.
  ///
  /// The id in the answer is pending: GET refuses it, and the real one comes by the
  /// webhook `shop.subscriber.opt_in` once the person has confirmed.
  mutating func createSubscriber(_ request: Request) -> Reply {
    guard let body = object(request) else { return .invalid("not a JSON object") }
    guard let text = body["phone_number"]?.string else {
      return .invalid("phone_number: field required", type: "value_error.missing")
    }
    guard let phone = PhoneText.e164(text) else {
      return .invalid("phone_number: not a phone number")
    }
    guard body["keyword"]?.string != nil || body["keyword_id"]?.string != nil else {
      return .invalid("keyword: field required", type: "value_error.missing")
    }
    guard let keyword = keyword(of: body) else { return .invalid("keyword: no such keyword") }
    if let origin = body["origin"]?.string, !["website", "social", "other"].contains(origin) {
      return .invalid("origin: not one of website, social, other")
    }
    let fields: SubscriberFields
    switch SubscriberFields.read(body, settings.checks) {
    case .failure(let refusal): return refusal.reply
    case .success(let read): fields = read
    }
    let known = table.index(ofPhone: phone).map { table.record($0).properties }
    if let refusal = refusal(of: fields.properties, beside: known ?? PropertyObject()) {
      return refusal
    }
    let id = signUp(phone, keyword, fields, customer: body["shopify_customer_id"])
    return Reply(
      200,
      json: JSONValue.object([
        (
          "id", settings.numericPendingIDs ? .number(String(id.drop { !$0.isNumber })) : .string(id)
        ),
        ("phone_number", .string(phone)),
      ]).text
    )
  }

  /// Puts a person on the list of those who have yet to confirm, and returns the pending id.
  @discardableResult
  mutating func signUp(
    _ phone: String,
    _ keyword: Keyword,
    _ fields: SubscriberFields = SubscriberFields(),
    customer: JSONValue? = nil
  ) -> String {
    let id = pending.nextID
    let delay = settings.confirmAfter.map { Int64($0 * 1_000_000) }
    pending.add(
      PendingStore.Person(
        id: id,
        phone: phone,
        keyword: keyword.word,
        fields: fields,
        shopifyCustomer: customer?.string ?? customer?.integer.map(String.init),
        confirmsAt: delay.map { now + $0 }
      )
    )
    return id
  }

  private func keyword(of body: JSONValue) -> Keyword? {
    if let id = body["keyword_id"]?.string { return keywords.first { $0.id == id } }
    let word = body["keyword"]?.string?.lowercased()
    return keywords.first { $0.word.lowercased() == word }
  }

  /// Lets a pending person confirm; the id of the subscriber, or nil where nobody is pending so.
  public mutating func confirm(phone: String? = nil, id: String? = nil) -> String? {
    pending.take(phone: phone, id: id).map { admit($0) }
  }

  /// Lets those confirm whose time has come.
  mutating func confirmDue() {
    for person in pending.takeDue(now) { _ = admit(person) }
  }

  /// Makes a subscriber of a person who has confirmed; whoever has the number already stays the one.
  private mutating func admit(_ person: PendingStore.Person) -> String {
    let index = table.index(ofPhone: person.phone) ?? table.create(at: now)
    let isNew = table.phone(index) != person.phone
    let time = now
    table.change(index, at: now) { record in
      if isNew {
        record = SubscriberRecord(phone: person.phone, shopifyCustomer: person.shopifyCustomer)
      }
      person.fields.write(to: &record)
      record.takesPromotional = true
      record.takesTransactional = true
      record.optedIn = time
    }
    announce("shop.subscriber.opt_in", about: index, [("keyword", .string(person.keyword))])
    return table.identifier(index)
  }
}
