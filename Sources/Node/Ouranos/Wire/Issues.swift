import Values

/// What is wrong with the fields of a request: the first fault of each, ordered by the fields' names.
struct Issues {
  private var faults: [String: String] = [:]

  var isEmpty: Bool { faults.isEmpty }

  /// `amountRequired: must be blank; partsName: cannot be blank.`
  var text: String {
    faults.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: "; ") + "."
  }

  mutating func add(_ field: String, _ problem: String) {
    if faults[field] == nil { faults[field] = problem }
  }

  /// An identifier. Nil, with a fault noted, for text that is none.
  mutating func identifier(_ field: String, _ text: String?, required: Bool = true) -> Identifier? {
    guard let text, !(required && text.isEmpty) else {
      if required { add(field, "cannot be blank") }
      return nil
    }
    guard let identifier = Identifier(text) else {
      add(field, "invalid UUID")
      return nil
    }
    return identifier
  }

  /// A text that must be there and has at least one and at most `limit` code points.
  mutating func text(_ field: String, _ text: String?, limit: Int) -> String {
    guard let text, !text.isEmpty else {
      add(field, "cannot be blank")
      return ""
    }
    if text.unicodeScalars.count > limit { add(field, "the length must be between 1 and \(limit)") }
    return text
  }

  /// A text that may be missing and has at most `limit` code points.
  mutating func optional(_ field: String, _ text: String?, limit: Int) -> String? {
    if let text, text.unicodeScalars.count > limit { add(field, "the length must be no more than \(limit)") }
    return text
  }

  /// A number from 0 to 99999.99999 with at most five decimals.
  mutating func amount(_ field: String, _ value: Double?) -> Double? {
    guard let value else { return nil }
    if value < 0 {
      add(field, "must be no less than 0")
    } else if value > 99_999.99999 {
      add(field, "must be no greater than 99999.99999")
    } else if (value * 100_000).rounded() / 100_000 != value {
      add(field, "must be a value up to the 5th decimal place")
    }
    return value
  }

  /// One of the values of an enumeration.
  mutating func choice<Value: RawRepresentable<String>>(
    _ field: String, _ text: String?, of type: Value.Type
  ) -> Value? {
    guard let text, !text.isEmpty else {
      add(field, "cannot be blank")
      return nil
    }
    guard let value = Value(rawValue: text) else {
      add(field, "cannot be allowed '\(text)'")
      return nil
    }
    return value
  }
}
