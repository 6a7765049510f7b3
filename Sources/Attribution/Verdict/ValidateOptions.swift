public import StageKit
import Wire

/// The options of `transform-validate`.
public struct ValidateOptions: Sendable {
  /// What every stage that reads messages can be told; about the claims.
  public var wire = WireOptions()
  /// The files with the orders.
  public var orders: [String] = []
  /// True where those hold bare records of `shopify_orders`.
  public var bareOrders = false
  /// What orders without a closing STATE mean.
  public var ordersAtEOF = EndOfInputPolicy.fail
  /// By which rules claims are judged.
  public var policy = ValidationPolicy()

  /// Makes the defaults.
  public init() {}

  /// Makes sure that the options make sense together.
  ///
  /// - Throws: ``StageError`` with ``ExitCode/usage``.
  public func check() throws(StageError) {
    if orders.contains("-") {
      throw StageError(.usage, "--orders - cannot be: standard input brings the claims")
    }
    if policy.tolerance.isNegative {
      throw StageError(.usage, "--tolerance \(policy.tolerance.text) is below zero")
    }
  }

  /// How the orders are read.
  var ordersWire: WireOptions {
    var wire = WireOptions()
    wire.stream = bareOrders ? "shopify_orders" : nil
    wire.atEOF = ordersAtEOF
    return wire
  }
}
