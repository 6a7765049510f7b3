import Policy
import Wire

extension Setting {
  /// The column as a value of a policy document.
  var selected: String {
    switch column {
    case .plain, .texts: name
    case .interval:
      // Comparisons take a year as 360 days, as twelve months; the epoch takes it as 365.25.
      "(extract(epoch FROM \(name)) - extract(year FROM \(name)) * 453600)::bigint || 's'"
    }
  }

  /// What is assigned to the column from a parameter such as `$2`.
  func assigned(_ parameter: String) -> String {
    switch column {
    case .plain(let type): "\(parameter)::\(type)"
    case .interval: "justify_hours(make_interval(secs => \(parameter)::double precision))"
    case .texts:
      "CASE WHEN \(parameter)::jsonb IS NOT NULL "
        + "THEN array(SELECT jsonb_array_elements_text(\(parameter)::jsonb)) END"
    }
  }

  /// The text of that parameter; nil for NULL.
  func parameter(_ policy: StorePolicy) -> String? {
    let value = json(policy)
    switch (value, column) {
    case (.null, _): return nil
    case (.string(let text), .interval):
      let window = try? AttributionWindow(optionText: text)
      return window?.longest.map { String($0.components.seconds) }
    case (.string(let text), _), (.number(let text), _): return text
    default: return value.text
    }
  }
}
