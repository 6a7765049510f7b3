/// Finds the subscribers that clients wrote about by what tells who they are.
///
/// The others are found by calculation, since what they have follows from their index.
struct PeopleIndex: Sendable {
  private var phones: [String: Int] = [:]
  private var emails: [String: [Int]] = [:]
  private var customers: [String: [Int]] = [:]

  mutating func add(_ record: SubscriberRecord, _ index: Int) {
    if let phone = record.phone { phones[phone] = index }
    if let email = record.email { emails[email.lowercased(), default: []].append(index) }
    if let customer = record.shopifyCustomer { customers[customer, default: []].append(index) }
  }

  mutating func remove(_ record: SubscriberRecord, _ index: Int) {
    if let phone = record.phone { phones[phone] = nil }
    if let email = record.email { emails[email.lowercased()]?.removeAll { $0 == index } }
    if let customer = record.shopifyCustomer { customers[customer]?.removeAll { $0 == index } }
  }

  func index(ofPhone phone: String) -> Int? { phones[phone] }

  func indexes(ofEmail email: String) -> [Int] { emails[email.lowercased()] ?? [] }

  func indexes(ofCustomer customer: String) -> [Int] { customers[customer] ?? [] }
}
