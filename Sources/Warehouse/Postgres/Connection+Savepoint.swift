extension Connection {
  /// Runs a step inside the transaction that is open; true where it is to be kept.
  ///
  /// It is undone where it returns false, and where it throws an error that counts as a no.
  mutating func inSavepoint(
    _ step: (inout Connection) throws -> Bool,
    unless isNo: (DatabaseError) -> Bool
  ) throws -> Bool {
    try execute("SAVEPOINT attempt")
    var isKept = false
    do {
      isKept = try step(&self)
    } catch let error as DatabaseError where isNo(error) {
      isKept = false
    }
    try execute(isKept ? "RELEASE attempt" : "ROLLBACK TO attempt; RELEASE attempt")
    return isKept
  }
}
