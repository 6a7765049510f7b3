/// Faults, and acts of the persons concerned, that wait for the requests that they are meant for.
struct FaultPlans: Sendable {
  /// What a subscriber, or the shop, does just before a request is answered.
  enum Act: String, Sendable {
    case optOut = "unsubscribe"
    case redact
    case remove
  }

  /// What happens.
  private enum Step: Sendable {
    case fault(FaultKind)
    case act(Act, subscriber: Int)
  }

  private struct FaultPlan: Sendable {
    let condition: RequestCondition
    let step: Step
  }

  private var plans: [FaultPlan] = []

  /// Plans faults for the next requests that a condition holds for, one each.
  mutating func add(_ faults: [FaultKind], _ condition: RequestCondition) {
    plans += faults.map { FaultPlan(condition: condition, step: .fault($0)) }
  }

  /// Plans an act for the next request that a condition holds for.
  mutating func add(_ act: Act, of subscriber: Int, _ condition: RequestCondition) {
    plans.append(FaultPlan(condition: condition, step: .act(act, subscriber: subscriber)))
  }

  /// Takes the fault that is meant for a request.
  mutating func takeFault(for request: Request) -> FaultKind? {
    for (place, plan) in plans.enumerated() {
      guard case .fault(let kind) = plan.step, plan.condition.holds(for: request) else { continue }
      plans.remove(at: place)
      return kind
    }
    return nil
  }

  /// Takes the acts that come before a request.
  mutating func takeActs(before request: Request) -> [(act: Act, subscriber: Int)] {
    var acts: [(act: Act, subscriber: Int)] = []
    plans.removeAll { plan in
      guard case .act(let act, let subscriber) = plan.step, plan.condition.holds(for: request)
      else { return false }
      acts.append((act, subscriber))
      return true
    }
    return acts
  }
}
