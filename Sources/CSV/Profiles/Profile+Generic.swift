import StageKit

extension Profile {
  /// The generic profile for a file: a field for each header, text unless declared otherwise.
  ///
  /// A column without a header is called `column_N`, counted from 1.
  ///
  /// - Throws: exit code 65 for a header that appears twice, and for a declared type or a key without
  ///   a column.
  func with(
    headers: [String],
    _ types: [String: ValueType],
    store: String?,
    _ file: String
  ) throws(StageError) -> Profile {
    let mapped = headers.map { header in fields.first { $0.isCalled(header) } }
    let names = headers.indices.map { index in
      mapped[index]?.name ?? (headers[index].isEmpty ? "column_\(index + 1)" : headers[index])
    }
    let own = store == nil ? [] : ["store_id"]
    try checkDistinct(own + names, file)
    try checkPresent(types.keys.sorted(), "--type", names, file)
    try checkPresent(stream.keyProperties, "--key", own + names, file)
    var profile = self
    profile.fields = names.indices.map { index in
      let name = names[index]
      return ProfileField(
        name,
        types[name] ?? mapped[index]?.type ?? .text,
        stream.keyProperties.contains(name) ? .value : .column
      )
    }
    let columns = profile.fields.map { (name: $0.name, type: $0.type) }
    profile.stream.columns = (store == nil ? [] : [(name: "store_id", type: .text)]) + columns
    return profile
  }

  private func checkDistinct(_ names: [String], _ file: String) throws(StageError) {
    var places: [String: Int] = [:]
    for (index, name) in names.enumerated() {
      guard let other = places.updateValue(index, forKey: name) else { continue }
      throw StageError(
        .data,
        "\(file): "
          + HeaderProblem.twice(header: name, columns: [other + 1, index + 1]).message
      )
    }
  }

  private func checkPresent(
    _ wanted: [String],
    _ option: String,
    _ names: [String],
    _ file: String
  ) throws(StageError) {
    guard let name = wanted.first(where: { !names.contains($0) }) else { return }
    let nearest = NearestName.of(name, in: names).map { "; did you mean \($0)?" } ?? ";"
    throw StageError(
      .data,
      "\(file): \(option): there is no column \(Excerpt.quoted(name))\(nearest) headers found: "
        + names.map(Excerpt.quoted).joined(separator: ", ")
    )
  }
}

extension ProfileField {
  /// True where a header is one of the field's.
  fileprivate func isCalled(_ header: String) -> Bool {
    let plain = HeaderName.normalized(header)
    return (mappedHeaders + headers).contains { HeaderName.normalized($0) == plain }
  }
}
