import StageKit

/// Which column of a file holds which field of a profile.
struct HeaderMatch {
  /// The column of each field that was found.
  private(set) var columns: [String: Int] = [:]
  /// The headers, as they are in the file.
  let headers: [String]

  private let exact: [String: [Int]]
  private let withoutUnit: [String: [Int]]

  /// Finds a profile's fields among headers.
  ///
  /// Headers of a mapping file come first, and may share a column; then each field takes the first
  /// of its usual headers whose column is still free. Fields that must be there may take a column that
  /// the mapping has given to another field, too.
  ///
  /// - Throws: ``HeaderProblem`` where needed fields are missing, a header appears twice, or the mapping
  ///   names for a field what the file does not have, unless other files have it.
  init(
    _ profile: Profile,
    headers: [String],
    foundElsewhere: Set<String> = []
  ) throws(HeaderProblem) {
    self.headers = headers
    exact = Self.index(headers, HeaderName.normalized)
    withoutUnit = Self.index(headers, HeaderName.normalizedWithoutUnit)
    for field in profile.fields {
      columns[field.name] = try column(of: field.mappedHeaders, taken: [])
    }
    for field in profile.fields
    where columns[field.name] == nil && !foundElsewhere.contains(field.name) {
      guard let wanted = field.foreignHeaders.first else { continue }
      throw .mappedHeader(wanted, field.name, nearest: Self.nearest([wanted], headers), headers)
    }
    let mapped = Set(columns.values)
    var taken = mapped
    for field in profile.fields where columns[field.name] == nil {
      let found = try column(of: field.headers, taken: taken)
      columns[field.name] = found
      if let found { taken.insert(found) }
    }
    for field in missingFields(profile).flatMap(\.fields) where columns[field.name] == nil {
      columns[field.name] = try column(of: field.headers, taken: taken.subtracting(mapped))
    }
    let missing = missingFields(profile)
    guard missing.isEmpty else {
      let rest = headers.indices.filter { !columns.values.contains($0) }.map { headers[$0] }
      throw .missing(
        profile: profile.name,
        fields: missing.map { missing in
          let names = missing.fields.flatMap { $0.mappedHeaders + $0.headers }
          return (missing.name, missing.fields.map(\.title), Self.nearest(names, rest))
        },
        found: headers
      )
    }
  }

  /// A field for each column, under the names given.
  init(headers: [String], fields: [String]) {
    self.headers = headers
    (exact, withoutUnit) = ([:], [:])
    for (column, field) in fields.enumerated() { columns[field] = column }
  }

  /// The columns of some fields under other names.
  func renamed(_ members: [(member: String, field: String)]) -> HeaderMatch {
    var renamed = self
    renamed.columns = [:]
    for member in members { renamed.columns[member.member] = columns[member.field] }
    return renamed
  }

  /// Headers that no field uses.
  var unused: [String] {
    let used = Set(columns.values)
    return headers.indices.filter { !used.contains($0) }.map { headers[$0] }
  }

  private static func index(_ headers: [String], _ normalize: (String) -> String) -> [String: [Int]]
  {
    Dictionary(grouping: headers.indices) { normalize(headers[$0]) }
  }

  private func column(of names: [String], taken: Set<Int>) throws(HeaderProblem) -> Int? {
    // The names are in the order of how well they say it, with a unit behind them or without.
    for name in names {
      let normalized = HeaderName.normalized(name)
      for index in [exact, withoutUnit] {
        let found = (normalized.isEmpty ? [] : index[normalized] ?? [])
          .filter { !taken.contains($0) }
        if found.count > 1 {
          throw .twice(header: headers[found[0]], columns: found.map { $0 + 1 })
        }
        if let column = found.first { return column }
      }
    }
    return nil
  }

  /// Needed fields that were not found; of a group of which one is enough, the group.
  private func missingFields(_ profile: Profile) -> [(name: String, fields: [ProfileField])] {
    var missing: [(name: String, fields: [ProfileField])] = []
    var groups: Set<String> = []
    for field in profile.fields {
      switch field.need {
      case .optional: continue
      case .column, .value:
        if columns[field.name] == nil { missing.append((field.name, [field])) }
      case .oneOf(let group):
        guard groups.insert(group).inserted else { continue }
        let members = profile.fields.filter { $0.need == field.need }
        if members.allSatisfy({ columns[$0.name] == nil }) {
          missing.append((members.map(\.name).joined(separator: " or "), members))
        }
      }
    }
    return missing
  }

  /// The header that is most like one of some names, or nil.
  static func nearest(_ names: [String], _ headers: [String]) -> String? {
    var best: (distance: Int, header: String)?
    for header in headers {
      let bytes = Array(HeaderName.normalized(header).utf8)
      for name in names {
        let wanted = Array(HeaderName.normalized(name).utf8)
        let distance = NearestName.distance(bytes, wanted)
        guard distance <= max(bytes.count, wanted.count) / 2 else { continue }
        if distance < best?.distance ?? Int.max { best = (distance, header) }
      }
    }
    return best?.header
  }
}
