import Values

/// What a JSON value must look like: enough of JSON Schema for PACT's documents. Members that are not named are
/// allowed.
indirect enum Shape: Sendable {
  case boolean
  /// - Parameters:
  ///   - atLeast: the least number of characters.
  ///   - of: the only values, if not empty.
  case text(atLeast: Int = 0, _ format: TextFormat? = nil, of: [String] = [])
  case list(of: Shape, atLeast: Int = 0, unique: Bool = false)
  case object([Member])
  /// Two demands at once.
  case both(Shape, Shape)
  /// At most one of these members may be there.
  case atMostOne([String])

  struct Member: Sendable {
    var name: String
    var isRequired: Bool
    var shape: Shape

    static func required(_ name: String, _ shape: Shape) -> Member {
      Member(name: name, isRequired: true, shape: shape)
    }

    static func optional(_ name: String, _ shape: Shape) -> Member {
      Member(name: name, isRequired: false, shape: shape)
    }
  }

  static var decimal: Shape { .text(.decimal) }
  static var time: Shape { .text(.dateTime) }
  static var urns: Shape { .list(of: .text(.urn), atLeast: 1, unique: true) }

  /// Everything in `value` that is not as it must be.
  func check(_ value: JSONValue, at pointer: String, into problems: inout [PactProblem]) {
    func wrong(_ message: String) { problems.append(PactProblem(pointer, message, .schema)) }
    switch self {
    case .boolean:
      if value.bool == nil { wrong("must be true or false, is \(value.typeName)") }
    case .text(let least, let format, let values):
      guard let text = value.string else { return wrong("must be a string, is \(value.typeName)") }
      if text.unicodeScalars.count < least { wrong("must not be empty") }
      if let format, !format.matches(text) { wrong("'\(text.prefix(80))' is not \(format.rawValue)") }
      if !values.isEmpty, !values.contains(text) {
        wrong("'\(text.prefix(80))' is none of \(values.joined(separator: ", "))")
      }
    case .list(let shape, let least, let unique):
      guard let elements = value.array else { return wrong("must be an array, is \(value.typeName)") }
      if elements.count < least { wrong("must have at least \(least) element\(least == 1 ? "" : "s")") }
      if unique, Set(elements).count < elements.count { wrong("has an element twice") }
      for (index, element) in elements.enumerated() {
        shape.check(element, at: "\(pointer)/\(index)", into: &problems)
      }
    case .object(let members):
      guard let object = value.object else { return wrong("must be an object, is \(value.typeName)") }
      for member in members {
        if let value = object[member.name] {
          member.shape.check(value, at: "\(pointer)/\(member.name)", into: &problems)
        } else if member.isRequired {
          problems.append(PactProblem("\(pointer)/\(member.name)", "is missing", .schema))
        }
      }
    case .both(let first, let second):
      first.check(value, at: pointer, into: &problems)
      second.check(value, at: pointer, into: &problems)
    case .atMostOne(let names):
      let present = names.filter { value[$0] != nil }
      if present.count > 1 { wrong("has \(present.joined(separator: " and ")): only one may be there") }
    }
  }
}
