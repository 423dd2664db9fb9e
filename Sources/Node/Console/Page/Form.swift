/// What a browser sent with a form: fields, and files where it was sent as parts.
struct FormData: Sendable {
  struct File: Sendable {
    var name: String
    var content: [UInt8]
  }

  private(set) var values: [(name: String, value: String)] = []
  private(set) var files: [(field: String, file: File)] = []
  /// Whether anything was sent at all: a form that is shown for the first time was not.
  let sent: Bool

  static let none = FormData()

  private init() { sent = false }

  /// Fields given by name, as if sent.
  init(_ values: [(name: String, value: String)]) {
    self.values = values
    sent = true
  }

  /// Reads a request's body: `application/x-www-form-urlencoded` or `multipart/form-data` (RFC 7578).
  init(_ request: APIRequest) {
    sent = true
    let type = request.headers[.contentType] ?? ""
    if type.lowercased().hasPrefix("multipart/form-data") {
      for part in MultipartBody.parts(request.body, contentType: type) {
        if let file = part.fileName {
          if !file.isEmpty { files.append((part.name, File(name: file, content: Array(part.content)))) }
        } else {
          values.append((part.name, String(decoding: part.content, as: UTF8.self)))
        }
      }
    } else {
      values = Query(String(decoding: request.body, as: UTF8.self)).items
    }
  }

  /// A field's text without blanks around it; empty where there is none.
  subscript(name: String) -> String {
    (values.first { $0.name == name }?.value ?? "").trimmingWhitespace
  }

  /// A field's text as it was typed.
  func raw(_ name: String) -> String { values.first { $0.name == name }?.value ?? "" }

  /// The first file sent in a field.
  func file(_ name: String) -> File? { files.first { $0.field == name }?.file }

  func all(_ name: String) -> [String] { values.filter { $0.name == name }.map(\.value) }

  /// The text, or nil where it is empty.
  func optional(_ name: String) -> String? { self[name].isEmpty ? nil : self[name] }
}

/// The parts of a `multipart/form-data` body.
enum MultipartBody {
  struct Part {
    var name: String
    var fileName: String?
    var content: ArraySlice<UInt8>
  }

  static func parts(_ body: [UInt8], contentType: String) -> [Part] {
    guard let boundary = parameter("boundary", contentType), !boundary.isEmpty else { return [] }
    let delimiter = Array("\r\n--\(boundary)".utf8)
    // The first delimiter stands without a line end before it.
    let body = [13, 10] + body
    var found: [Part] = []
    var ranges: [Range<Int>] = []
    var at = 0
    while let range = body[at...].firstRange(of: delimiter) {
      ranges.append(range)
      at = range.upperBound
    }
    for (start, end) in zip(ranges, ranges.dropFirst()) {
      let part = body[start.upperBound..<end.lowerBound]
      guard let gap = part.firstRange(of: Array("\r\n\r\n".utf8)) else { continue }
      let head = String(decoding: part[part.startIndex..<gap.lowerBound], as: UTF8.self)
      for line in head.split(separator: "\r\n")
      where line.lowercased().hasPrefix("content-disposition:") {
        guard let name = parameter("name", String(line)) else { continue }
        found.append(
          Part(name: name, fileName: parameter("filename", String(line)), content: part[gap.upperBound...]))
      }
    }
    return found
  }

  /// The value of `name="..."` or `name=...` in a header; browsers write a quote as %22.
  private static func parameter(_ name: String, _ header: String) -> String? {
    for item in header.split(separator: ";").dropFirst() {
      let parts = item.split(separator: "=", maxSplits: 1).map { String($0).trimmingWhitespace }
      guard parts.count == 2, parts[0].lowercased() == name else { continue }
      let value = parts[1]
      return value.hasPrefix("\"") && value.hasSuffix("\"") && value.count > 1
        ? String(value.dropFirst().dropLast()) : value
    }
    return nil
  }
}

extension String {
  var trimmingWhitespace: String {
    var text = Substring(self)
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}

/// What is wrong with a form: messages, each of a field or of the whole.
struct FormErrors: Sendable, Error {
  private(set) var items: [(field: String?, message: String)] = []

  var isEmpty: Bool { items.isEmpty }

  mutating func add(_ field: String?, _ message: String) { items.append((field, message)) }

  subscript(field: String) -> String? { items.first { $0.field == field }?.message }

  init() {}
  init(_ field: String?, _ message: String) { add(field, message) }
}
