// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
  // Views of bytes cannot outlive what they view: see Wire's ByteView.
  .enableExperimentalFeature("Lifetimes"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A library or a program of this package: every one builds under the same strict settings.
func library(
  _ name: String,
  _ dependencies: [Target.Dependency] = [],
  resources: [Resource] = [],
  plugins: [Target.PluginUsage] = []
) -> Target {
  .target(
    name: name,
    dependencies: dependencies,
    resources: resources,
    swiftSettings: strict,
    plugins: plugins
  )
}

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: ["TestSupport"] + dependencies, swiftSettings: strict)
}

let package = Package(
  name: "postscript-etl",
  targets: [
    .systemLibrary(
      name: "CLibpq",
      pkgConfig: "libpq",
      providers: [.apt(["libpq-dev"])]
    ),
    .systemLibrary(
      name: "CSSL",
      pkgConfig: "openssl",
      providers: [.apt(["libssl-dev"])]
    ),

    // Libraries.
    library("Attribution", ["Policy", "StageKit", "Wire"]),
    library("CSV", ["StageKit", "Wire"]),
    library(
      "Claims",
      ["Shopify", "StageKit", "Wire"],
      resources: [.embedInCode("Mappings")]
    ),
    library("Deduplication", ["StageKit", "Wire"]),
    library(
      "Outbound",
      ["Deduplication", "Policy", "StageKit", "Wire"],
      resources: [.embedInCode("Mappings")]
    ),
    library("Policy", ["StageKit", "Wire"]),
    library("PostscriptAPI", ["CSSL", "StageKit", "Wire"]),
    library(
      "PostscriptSender",
      ["Deduplication", "Policy", "PostscriptAPI", "StageKit", "Wire"]
    ),
    library("PostscriptSimulator", ["PostscriptAPI", "StageKit", "Wire"]),
    library("Reports", ["CSV", "StageKit", "Warehouse", "Wire"]),
    library("SampleData", ["StageKit", "Wire"]),
    library("Shopify", ["StageKit", "Wire"]),
    library("StageKit", ["Wire"]),
    library(
      "Warehouse",
      ["CLibpq", "Policy", "StageKit", "Wire"],
      resources: [.embedInCode("Definitions"), .embedInCode("Migrations")],
      plugins: ["list-sql"]
    ),
    library("Webhooks", ["StageKit", "Wire"]),
    .plugin(name: "list-sql", capability: .buildTool(), path: "Sources/list-sql"),
    library("Wire"),

    // Programs, each in the same three files; generate-sample and simulate-postscript are for development and not installed.
    program("extract-csv", ["Attribution", "CSV", "StageKit", "Wire"]),
    program("extract-postgres", ["Attribution", "StageKit", "Warehouse"]),
    program("extract-postscript", ["PostscriptAPI", "StageKit", "Wire"]),
    program("extract-webhooks", ["StageKit", "Webhooks"]),
    program("generate-sample", ["SampleData", "StageKit", "Wire"]),
    program("load-postgres", ["Policy", "StageKit", "Warehouse"]),
    program("load-postscript", ["Policy", "PostscriptAPI", "PostscriptSender", "StageKit"]),
    program("receive-webhook", ["StageKit", "Webhooks", "Wire"]),
    program("report", ["CSV", "Reports", "StageKit", "Warehouse"]),
    program(
      "simulate-postscript",
      ["PostscriptAPI", "PostscriptSimulator", "StageKit", "Wire"]
    ),
    program("transform-changes", ["Outbound", "StageKit"]),
    program("transform-claims", ["Claims", "StageKit", "Wire"]),
    program("transform-dedupe", ["Deduplication", "StageKit"]),
    program("transform-events", ["Outbound", "StageKit", "Wire"]),
    program("transform-orders", ["Shopify", "StageKit"]),
    program("transform-validate", ["Attribution", "Policy", "StageKit"]),

    // Tests, and what only they use.
    tests("AgreementTests", ["Wire", "load-postgres", "transform-validate"]),
    tests(
      "AttributionTests",
      ["Attribution", "Policy", "StageKit", "Wire", "transform-validate"]
    ),
    tests("CSVTests", ["CSV", "StageKit", "Wire", "extract-csv", "load-postgres"]),
    tests(
      "ClaimsTests",
      ["Wire", "extract-csv", "load-postgres", "transform-claims"]
    ),
    tests("DeduplicationTests", ["Deduplication", "StageKit", "Wire", "transform-dedupe"]),
    tests(
      "GoldenTests",
      [
        "StageKit", "extract-csv", "extract-postgres", "extract-postscript", "extract-webhooks",
        "generate-sample", "load-postgres", "load-postscript", "receive-webhook",
        "report", "simulate-postscript", "transform-changes", "transform-claims",
        "transform-dedupe", "transform-events", "transform-orders", "transform-validate",
      ]
    ),
    tests("HouseTests", []),
    .testTarget(
      name: "MartTests",
      dependencies: ["TestSupport", "Warehouse"],
      resources: [.embedInCode("Fixtures")],
      swiftSettings: strict
    ),
    tests("ModelTests", ["Wire", "load-postgres"]),
    tests("OutboundTests", ["Wire", "transform-changes", "transform-events"]),
    tests(
      "PipelineTests",
      [
        "Policy", "StageKit", "Wire", "extract-csv", "extract-postgres", "generate-sample",
        "load-postgres", "report", "transform-dedupe", "transform-validate",
      ]
    ),
    tests(
      "PostscriptTests",
      [
        "PostscriptAPI", "PostscriptSimulator", "StageKit", "Wire", "extract-postscript",
        "load-postgres", "simulate-postscript",
      ]
    ),
    // Ends a run in every way a run can end; for the tests of StageKit.
    .executableTarget(
      name: "stage-fixture",
      dependencies: ["StageKit", "Wire"],
      path: "Tests/StageFixture",
      swiftSettings: strict
    ),
    tests("PolicyTests", ["Policy", "StageKit", "Wire"]),
    tests(
      "ReportTests",
      [
        "Reports", "Warehouse", "Wire", "extract-csv", "generate-sample", "load-postgres", "report",
        "transform-dedupe", "transform-validate",
      ]
    ),
    tests(
      "SenderTests",
      [
        "Policy", "PostscriptAPI", "PostscriptSender", "PostscriptSimulator", "StageKit", "Wire",
        "extract-csv", "extract-postgres", "load-postgres", "load-postscript",
        "simulate-postscript", "transform-changes", "transform-events",
      ]
    ),
    tests("ShopifyTests", ["Wire", "extract-csv", "load-postgres", "transform-orders"]),
    tests("StageKitTests", ["StageKit", "Wire", "stage-fixture"]),
    tests(
      "StoryTests",
      ["extract-csv", "load-postgres", "transform-dedupe", "transform-validate"]
    ),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    tests("TestSupportTests", []),
    tests(
      "WarehouseTests",
      ["StageKit", "Warehouse", "Wire", "extract-postgres", "load-postgres"]
    ),
    tests(
      "WebhookTests",
      [
        "PostscriptAPI", "StageKit", "Wire", "extract-webhooks", "load-postgres", "receive-webhook",
      ]
    ),
    tests("WireTests", ["Wire"]),
  ]
)
