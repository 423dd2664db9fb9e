import Foundation

extension JSONValue: Codable {
  /// Reads any JSON.
  public init(from decoder: any Decoder) throws {
    if let members = try? decoder.container(keyedBy: Name.self) {
      var object: [String: JSONValue] = [:]
      for key in members.allKeys { object[key.stringValue] = try members.decode(JSONValue.self, forKey: key) }
      self = .object(object)
      return
    }
    if var elements = try? decoder.unkeyedContainer() {
      var array: [JSONValue] = []
      while !elements.isAtEnd { array.append(try elements.decode(JSONValue.self)) }
      self = .array(array)
      return
    }
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let string = try? value.decode(String.self) {
      self = .string(string)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else {
      self = .bool(try value.decode(Bool.self))
    }
  }

  /// Writes it as the encoder does; `canonical` is what hashes are made of.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .null:
      var value = encoder.singleValueContainer()
      try value.encodeNil()
    case .bool(let bool):
      var value = encoder.singleValueContainer()
      try value.encode(bool)
    case .number(let number):
      var value = encoder.singleValueContainer()
      try value.encode(number)
    case .string(let string):
      var value = encoder.singleValueContainer()
      try value.encode(string)
    case .array(let array):
      var elements = encoder.unkeyedContainer()
      for element in array { try elements.encode(element) }
    case .object(let object):
      var members = encoder.container(keyedBy: Name.self)
      for (key, member) in object { try members.encode(member, forKey: Name(stringValue: key)) }
    }
  }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Reads JSON text (UTF-8).
  /// - Throws: `DecodingError` where the text is no JSON, or nested deeper than 512.
  public init(parsing text: some Sequence<UInt8>) throws {
    self = try JSONDecoder().decode(JSONValue.self, from: Data(text))
  }

  /// A value of any `Encodable` type as JSON.
  public init(encoding value: some Encodable) throws {
    let encoder = JSONEncoder()
    self = try JSONDecoder().decode(JSONValue.self, from: encoder.encode(value))
  }

  /// This JSON as a value of a `Decodable` type.
  public func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
    try JSONDecoder().decode(type, from: Data(canonical))
  }
}
