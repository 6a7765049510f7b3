import Policy
import StageKit
import Testing

/// Settings as a user types them.
@Suite("Settings")
struct SettingTests {
  @Test("what is shown can be typed, and means the same")
  func texts() throws {
    for setting in Setting.all {
      let values = try #require(RandomPolicy.values[setting.name])
      for value in values {
        var policy = StorePolicy()
        try setting.set(&policy, to: value)
        var again = StorePolicy()
        try setting.set(&again, to: setting.text(policy))
        #expect(setting.json(again) == setting.json(policy), "\(setting.name)=\(value)")
      }
    }
  }

  @Test("a wrong value is shown with the permitted ones")
  func wrongValues() {
    for setting in Setting.all {
      var policy = StorePolicy()
      let error = #expect(throws: InvalidValue.self) { try setting.set(&policy, to: "") }
      #expect(
        error?.reason.hasPrefix(#""" is "#) == true,
        "\(setting.name): \(error?.reason ?? "")"
      )
    }
  }

  @Test(
    "an assignment that cannot be taken ends with 64",
    arguments: [
      ("tolerance", #""tolerance" is not NAME=VALUE"#),
      ("tolerence=1", "tolerence: is no setting; did you mean tolerance?"),
      ("qqqq=1", "only reporting_timezone, "),
      ("revenue_date=day", "one of order, message"),
      ("order_kind_rules=x", "order_kind_rules: "),
      (#"order_kind_rules=[{"field":"tag"}]"#, "order_kind_rules: [0] has no text as its pattern"),
    ]
  )
  func wrongAssignments(text: String, message: String) throws {
    let error = #expect(throws: StageError.self) { try SettingAssignments([text]) }
    #expect(error?.code == .usage)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  @Test("assignments change what they name, the last one counting, and nothing else")
  func applied() throws {
    let changes = try SettingAssignments(["click_window=2d", "tolerance=0.5", "click_window=any"])
    let policy = changes.applied(to: StorePolicy())
    let changed = Setting.all.filter { $0.json(policy) != $0.json(StorePolicy()) }.map(\.name)
    #expect(changed == ["click_window", "tolerance"])
    #expect(policy.clickWindow == .any)
    #expect(changes.orderKindRules == nil)
  }
}
