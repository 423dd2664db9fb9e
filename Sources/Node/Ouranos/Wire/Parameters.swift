import Values

/// The parameters of a call of the Ouranos interface, read by type. One that is empty counts as missing.
struct Parameters {
  private let query: Query
  private let source: OuranosError.Source

  init(_ query: Query, source: OuranosError.Source) {
    self.query = query
    self.source = source
  }

  func has(_ name: String) -> Bool { query.items.contains { $0.name == name } }

  func text(_ name: String) -> String? { query[name].flatMap { $0.isEmpty ? nil : $0 } }

  func identifier(_ name: String) throws(OuranosError) -> Identifier? {
    guard let text = text(name) else { return nil }
    guard let identifier = Identifier(text) else { throw .parameter(name, source) }
    return identifier
  }

  func requiredIdentifier(_ name: String) throws(OuranosError) -> Identifier {
    guard let identifier = try identifier(name) else { throw .parameter(name, source) }
    return identifier
  }

  /// Identifiers with commas between them; none where the parameter is missing.
  func identifiers(_ name: String, atMost limit: Int) throws(OuranosError) -> [Identifier] {
    guard let text = text(name) else { return [] }
    var result: [Identifier] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let identifier = Identifier(String(part)) else { throw .parameter(name, source) }
      result.append(identifier)
    }
    guard result.count <= limit else { throw .parameter(name, source) }
    return result
  }

  func flag(_ name: String) throws(OuranosError) -> Bool? {
    switch text(name) {
    case nil: nil
    case "true", "True", "TRUE", "t", "T", "1": true
    case "false", "False", "FALSE", "f", "F", "0": false
    default: throw .parameter(name, source)
    }
  }

  /// `limit`: 1 to 100, 100 where it is missing.
  func limit() throws(OuranosError) -> Int {
    guard let text = text("limit") else { return 100 }
    guard let limit = Int(text), (1...100).contains(limit) else { throw .parameter("limit", source) }
    return limit
  }
}
