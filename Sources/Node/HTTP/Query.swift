/// The parameters of a query or a form, in order.
public struct Query: Sendable, Hashable {
  /// Name and value, decoded.
  public let items: [(name: String, value: String)]

  /// Reads `a=1&b=2`, percent-encoded; `+` is a blank.
  public init(_ text: some StringProtocol) {
    if text.isEmpty {
      items = []
      return
    }
    items = text.split(separator: "&").map { item in
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (Query.decoded(parts[0]), parts.count > 1 ? Query.decoded(parts[1]) : "")
    }
  }

  private static func decoded(_ text: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "+") {
        bytes.append(UInt8(ascii: " "))
      } else if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The first value of a parameter.
  public subscript(name: String) -> String? { items.first { $0.name == name }?.value }

  /// Every value of a parameter whose name is this, whatever the case of its letters.
  public func values(_ name: String) -> [String] {
    let name = name.lowercased()
    return items.filter { $0.name.lowercased() == name }.map(\.value)
  }

  /// The same parameters in the same order.
  public static func == (a: Query, b: Query) -> Bool {
    a.items.elementsEqual(b.items) { $0 == $1 }
  }

  /// By its parameters.
  public func hash(into hasher: inout Hasher) {
    for item in items {
      hasher.combine(item.name)
      hasher.combine(item.value)
    }
  }
}
