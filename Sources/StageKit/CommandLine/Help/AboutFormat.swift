/// The form of `--about`, for runners that name it.
enum AboutFormat: String, OptionValue, CaseIterable {
  /// JSON, the only one.
  case json
}
