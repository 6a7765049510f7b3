/// One setting that changed, as the user is told of it.
struct PolicyChange {
  /// The store; nil for all stores without a policy of their own.
  let store: String?
  let setting: String
  let old: String
  let new: String

  /// The change as a sentence.
  var text: String {
    "\(store.map { "store \($0)" } ?? "default policy"): \(setting) is \(new), was \(old)"
  }

  /// That a store got a policy of its own, or lost it.
  static func kind(of store: String, from old: String, to new: String) -> PolicyChange {
    PolicyChange(store: store, setting: "policy", old: old, new: new)
  }
}
