import Values

/// The members of a JSON object of a request, read by type. A wrong type is refused at once; what else is wrong
/// is collected in `Issues`.
struct Fields {
  private let members: [String: JSONValue]
  /// Where the object stands in the request, e.g. `parentPartsModel`; empty for the request itself.
  private let path: String
  private let source: OuranosError.Source

  /// - Throws: where the value is no object.
  init(_ value: JSONValue, path: String = "", source: OuranosError.Source) throws(OuranosError) {
    self.path = path
    self.source = source
    switch value {
    case .object(let members): self.members = members
    case .null: members = [:]
    default: throw Fields.wrongType(value, "object", path, source)
    }
  }

  /// A request's body; one of no bytes has no members.
  /// - Throws: where it is no JSON.
  static func json(_ body: [UInt8], source: OuranosError.Source) throws(OuranosError) -> JSONValue {
    if body.isEmpty { return .null }
    do {
      return try JSONValue(parsing: body)
    } catch {
      throw .validation(JSONSyntax.fault(in: body) ?? "the body is no JSON text in UTF-8", source)
    }
  }

  static func wrongType(
    _ value: JSONValue, _ expected: String, _ path: String, _ source: OuranosError.Source
  ) -> OuranosError {
    let got = if case .bool = value { "bool" } else { value.typeName }
    return .validation(
      "\(path.isEmpty ? "" : path + ": ")Unmarshal type error: expected=\(expected), got=\(got).", source)
  }

  private func read<Value>(
    _ name: String, _ expected: String, _ convert: (JSONValue) -> Value?
  ) throws(OuranosError) -> Value? {
    guard let value = members[name], !value.isNull else { return nil }
    guard let converted = convert(value) else {
      throw Fields.wrongType(value, expected, path.isEmpty ? name : "\(path).\(name)", source)
    }
    return converted
  }

  func string(_ name: String) throws(OuranosError) -> String? { try read(name, "string", \.string) }
  func number(_ name: String) throws(OuranosError) -> Double? { try read(name, "float64", \.number) }
  func bool(_ name: String) throws(OuranosError) -> Bool? { try read(name, "bool", \.bool) }
  func array(_ name: String) throws(OuranosError) -> [JSONValue]? { try read(name, "array", \.array) }

  /// A member that is an object; nil where it is missing or null.
  /// - Parameter shown: where messages say that its members stand; nil: under its own name.
  func object(_ name: String, shown: String? = nil) throws(OuranosError) -> Fields? {
    guard let value = members[name], !value.isNull else { return nil }
    return try Fields(value, path: shown ?? (path.isEmpty ? name : "\(path).\(name)"), source: source)
  }
}
