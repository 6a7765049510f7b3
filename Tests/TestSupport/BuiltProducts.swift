import Foundation

/// Where the programs of this build lie: beside the test executable, in the same configuration.
public enum BuiltProducts {
  /// The folder that holds the built programs.
  public static let directory: String = Bundle.main.bundleURL.path

  /// The top of the checkout, seen from the place of this source file.
  public static let checkout: String = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// The path of a built program.
  public static func program(_ name: String) -> String { directory + "/" + name }

  /// The path of a script in the `pipelines` folder of the checkout.
  public static func pipeline(_ name: String) -> String { checkout + "/pipelines/" + name }
}
