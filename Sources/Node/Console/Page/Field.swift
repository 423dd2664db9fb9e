/// A field of a form.
struct Field: Sendable {
  enum Kind: Sendable {
    case text, password, email, date, search
    /// A number, typed as text so that no browser changes it.
    case number(unit: String?)
    case area(rows: Int)
    case select([Option])
    case radio([Option])
    case checkbox([Option])
    case file(accept: String, many: Bool = false)
  }

  struct Option: Sendable {
    var value: String
    var text: String
    var hint: String?

    init(_ value: String, _ text: String, hint: String? = nil) {
      self.value = value
      self.text = text
      self.hint = hint
    }
  }

  var name: String
  var label: String
  var kind: Kind = .text
  var hint: String?
  var optional = false
  /// What stands in it where nothing was sent yet.
  var value: String?
  var autocomplete: String?
  var short = false

  init(
    _ name: String, _ label: String, _ kind: Kind = .text, hint: String? = nil, optional: Bool = false,
    value: String? = nil, autocomplete: String? = nil, short: Bool = false
  ) {
    self.name = name
    self.label = label
    self.kind = kind
    self.hint = hint
    self.optional = optional
    self.value = value
    self.autocomplete = autocomplete
    self.short = short
  }

  /// The element that a message about the field leads to.
  var target: String {
    switch kind {
    case .radio, .checkbox: "f-\(name)-0"
    default: "f-\(name)"
    }
  }

  /// - Parameters:
  ///   - sent: the values sent for it; nil where the form is shown for the first time.
  func model(sent: [String]?, error: String?, optionalWord: String) -> [String: Any] {
    let id = "f-" + name
    let values = sent ?? value.map { [$0] } ?? []
    var described: [String] = []
    if hint != nil { described.append(id + "-hint") }
    if error != nil { described.append(id + "-error") }
    var model: [String: Any] = [
      "id": id, "name": name, "label": label, "hint": hint ?? false, "error": error ?? false,
      "optional": optional ? optionalWord : false,
      "described": described.isEmpty ? false : described.joined(separator: " "),
      "value": values.first ?? "", "isGroup": false, "isSelect": false, "isArea": false, "isInput": false,
      "type": "text", "inputMode": false, "autocomplete": autocomplete ?? false, "accept": false,
      "many": false,
      "required": !optional, "suffix": false, "rows": 4, "showsValue": true, "width": short ? "short" : "",
    ]
    func options(_ options: [Option]) -> [[String: Any]] {
      options.enumerated().map { index, option in
        [
          "value": option.value, "text": option.text, "optionHint": option.hint ?? false,
          "optionID": "\(id)-\(index)", "chosen": values.contains(option.value),
        ]
      }
    }
    switch kind {
    case .text: model["isInput"] = true
    case .password:
      model["isInput"] = true
      model["type"] = "password"
      model["showsValue"] = false
    case .email:
      model["isInput"] = true
      model["type"] = "email"
    case .date:
      model["isInput"] = true
      model["type"] = "date"
      model["width"] = "short"
    case .search:
      model["isInput"] = true
      model["type"] = "search"
    case .number(let unit):
      model["isInput"] = true
      model["inputMode"] = "decimal"
      model["suffix"] = unit ?? false
      model["width"] = "short"
    case .area(let rows):
      model["isArea"] = true
      model["rows"] = rows
    case .select(let list):
      model["isSelect"] = true
      model["options"] = options(list)
    case .radio(let list):
      model["isGroup"] = true
      model["type"] = "radio"
      model["options"] = options(list)
    case .checkbox(let list):
      model["isGroup"] = true
      model["type"] = "checkbox"
      model["options"] = options(list)
    case .file(let accept, let many):
      model["many"] = many
      model["isInput"] = true
      model["type"] = "file"
      model["showsValue"] = false
      model["accept"] = accept
    }
    return model
  }
}
