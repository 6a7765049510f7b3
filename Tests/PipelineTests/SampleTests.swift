import TestSupport
import Testing

@Suite("Sample exports")
struct SampleTests {
  @Test("the same seed gives the same bytes, another seed others")
  func seeds() throws {
    try withWorkspace { work in
      for (folder, seed) in [("a", "7"), ("b", "7"), ("c", "8")] {
        try work.run(.built("generate-sample", "--orders", "300", "--seed", seed, folder)).orThrow()
      }
      for name in ["shopify-orders.csv", "postscript-messages.csv", "klaviyo-flows.csv"] {
        #expect(try work.read("a/\(name)") == work.read("b/\(name)"))
        #expect(try work.read("a/\(name)") != work.read("c/\(name)"))
      }
    }
  }
}
