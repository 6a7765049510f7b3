import Shopify
import StageKit

/// What the user of `transform-orders` can set.
struct TransformOrdersOptions: Sendable {
  var ordersStream = "orders"
  var refundsStream = "order_refunds"
  var store = "default"
  var covers: DayRange?
  var wire = WireOptions()

  static let rows: [OptionSpec<TransformOrdersOptions>] =
    [
      .value(
        "--orders-stream",
        "NAME",
        \.ordersStream,
        help: "The stream that has the orders; all others but that of refunds pass through."
      ),
      .value(
        "--refunds-stream",
        "NAME",
        \.refundsStream,
        help: "The stream that has refunds by themselves, each with the id of its order."
      ),
      .value("--store", "NAME", \.store, help: "The store that the orders are of."),
      .value(
        "--covers",
        "FROM..UNTIL",
        \.covers,
        help:
          "The days of which the input has all orders, such as 2026-01-01..2026-02-01 (the second "
          + "is not part of the range). It is written into each STATE, so that a claim to an order "
          + "of these days that is not there counts as order_not_found. Without it such a claim is "
          + "unverifiable."
      ),
    ]
    + [
      WireOptions.stream, WireOptions.bare, WireOptions.atEOF, WireOptions.replay,
    ].within(\.wire) + WireOptions.parts.within(\.wire)

  static let command = Command(
    "transform-orders",
    summary: "make shopify_orders of orders as Shopify's Admin API gives them",
    description:
      "Reads Singer messages of a tap, or bare NDJSON with --stream orders, and writes orders in the "
      + "shape of the Admin API, REST or GraphQL, as the stream shopify_orders, which the exports of "
      + "the shop become too; other streams pass through.\n\nAmounts are those in the shop's currency. "
      + "What was refunded is the API's own total (GraphQL), else the sum of the successful refund "
      + "transactions (REST); each refund with its time becomes a record of shopify_refunds, and so does one of a stream of its "
      + "own (order_refunds); where a source does not say how much a refund gave back, its amount is left "
      + "out, and the summary counts it. Transactions pass through: which refund they are of, they do "
      + "not say. A field "
      + "that an order lacks is left out, so that it takes nothing away from what another source "
      + "knows. An order without id, time, status, currency or total is a reject.",
    initial: TransformOrdersOptions(),
    options: rows,
    examples: [
      CommandExample(
        "Load the orders of a tap:",
        "tap-shopify --config shopify.json | transform-orders | load-postgres"
      ),
      CommandExample(
        "Load all orders of January, and say that they are all:",
        "transform-orders --covers 2026-01-01..2026-02-01 < january.ndjson | load-postgres"
      ),
      CommandExample(
        "Check claims against them in a stream:",
        "transform-orders < orders.ndjson > shop.ndjson && transform-validate --orders shop.ndjson "
          + "< claims.ndjson"
      ),
    ],
    rejectCodes: OrderTransform.rejectCodes
  )

  /// The options in the words of the library.
  var settings: OrderTransformSettings {
    var settings = OrderTransformSettings()
    settings.stream = ordersStream
    settings.refundStream = refundsStream
    settings.store = store
    settings.covers = covers
    settings.isBare = wire.bare
    return settings
  }
}
