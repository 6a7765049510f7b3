public import StageKit

/// In which order a date with the year at its end has day and month.
public enum DateOrder: String, OptionValue, CaseIterable {
  /// Not said: a date that can be read both ways is refused, and so is one that contradicts a date
  /// before it.
  case auto
  /// `04/06/2025` is the sixth of April.
  case monthFirst = "mdy"
  /// `04/06/2025` is the fourth of June.
  case dayFirst = "dmy"
}
