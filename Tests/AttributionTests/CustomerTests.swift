import Attribution
import Policy
import StageKit
import Testing
import Wire

@Suite("Customers")
struct CustomerTests {
  private let key = KeyHash()

  private func phone(_ text: String, _ code: String = "") throws -> UInt64 {
    let code = try code.isEmpty ? CallingCode() : CallingCode(optionText: code)
    var hasher = ContactHasher(key, code)
    return text.withView { hasher.phone($0) }
  }

  private func email(_ text: String) -> UInt64 {
    var hasher = ContactHasher(key)
    return text.withView { hasher.email($0) }
  }

  @Test(
    "one phone number has many forms",
    arguments: [
      "+15551234567", "+1 (555) 123-4567", "+1.555.123.4567", " +1 555/1234567 ",
      "001 555 123 4567",
      "'+15551234567", "0015551234567",
    ]
  )
  func onePhoneNumberHasManyForms(text: String) throws {
    #expect(try phone(text) == phone("+15551234567"))
    #expect(try phone(text) != phone("+15551234568"))
  }

  @Test(
    "what is no full number is unknown",
    arguments: [
      "", "+", "n/a", "5551234567", "15551234567", "+0555123456", "+1555123456789012", "+1234567",
      "+1555123x567", "++15551234567", "0000000000",
    ]
  )
  func whatIsNoFullNumberIsUnknown(text: String) throws { #expect(try phone(text) == 0) }

  @Test(
    "a calling code completes numbers",
    arguments: [
      ("5551234567", "1", "+15551234567"), ("15551234567", "1", "+15551234567"),
      ("(555) 123-4567", "+1", "+15551234567"), ("07911 123456", "44", "+447911123456"),
      ("447911123456", "44", "+447911123456"), ("+4915112345678", "1", "+4915112345678"),
    ]
  )
  func aCallingCodeCompletesNumbers(text: String, code: String, full: String) throws {
    #expect(try phone(text, code) == phone(full))
  }

  @Test("a calling code has one to three digits", arguments: ["", "0", "abc", "1234", "+", "-1"])
  func aCallingCodeHasOneToThreeDigits(text: String) {
    #expect(throws: InvalidValue.self) { try CallingCode(optionText: text) }
  }

  @Test(
    "emails are compared in folded case",
    arguments: [
      ("a@b.com", "A@B.COM"), ("longer.name@example.com", " Longer.Name@Example.COM "),
      ("é@x.fr", "É@X.FR"), ("z@z.z", "Z@Z.Z"), ("[@x.y", "[@x.y"),
    ]
  )
  func emailsAreComparedInFoldedCase(one: String, other: String) {
    #expect(email(one) == email(other))
    #expect(email(one) != 0)
  }

  @Test(
    "different emails differ",
    arguments: [("a@b.com", "b@b.com"), ("[@x.y", "{@x.y"), ("@x.yz", "`x.yz@")]
  )
  func differentEmailsDiffer(one: String, other: String) { #expect(email(one) != email(other)) }

  @Test("what is no email is unknown", arguments: ["", " ", "nobody"])
  func whatIsNoEmailIsUnknown(text: String) { #expect(email(text) == 0) }

  static let known: [(UInt64, UInt64, UInt64, UInt64, Bool)] = [
    (1, 2, 1, 9, true), (1, 2, 9, 2, true), (1, 2, 8, 9, false), (1, 0, 1, 9, true),
    (0, 2, 9, 2, true),
  ]

  @Test("one agreement is enough", arguments: known)
  func oneAgreementIsEnough(
    _ phone: UInt64,
    _ email: UInt64,
    _ otherPhone: UInt64,
    _ otherEmail: UInt64,
    _ matches: Bool
  ) {
    #expect(customer(phone, email).matches(customer(otherPhone, otherEmail)) == matches)
    #expect(customer(otherPhone, otherEmail).matches(customer(phone, email)) == matches)
  }

  static let unknown: [(UInt64, UInt64, UInt64, UInt64)] = [
    (1, 0, 9, 0), (0, 2, 0, 9), (1, 0, 0, 2), (0, 0, 0, 0), (1, 2, 9, 0),
  ]

  @Test("one difference is not enough", arguments: unknown)
  func oneDifferenceIsNotEnough(_ values: (UInt64, UInt64, UInt64, UInt64)) {
    #expect(customer(values.0, values.1).matches(customer(values.2, values.3)) == nil)
  }

  private func customer(_ phone: UInt64, _ email: UInt64) -> Customer {
    var customer = Customer()
    customer.phone = phone
    customer.email = email
    return customer
  }
}
