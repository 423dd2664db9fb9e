/// A document that is not what the log gives.
struct DocumentDifference: CustomStringConvertible {
  let description: String

  /// What is missing, changed or too many in `stored`, in no order.
  static func between(_ stored: [Document], and derived: [Document]) -> [DocumentDifference] {
    func name(_ document: Document) -> DocumentName {
      DocumentName(kind: document.kind, key: Array(document.key.utf8))
    }
    var left = Dictionary(stored.map { (name($0), $0) }, uniquingKeysWith: { _, last in last })
    var differences: [DocumentDifference] = []
    func add(_ document: Document, _ what: String) {
      let text = "document \(document.kind) '\(document.key)' \(what)"
      differences.append(DocumentDifference(description: text))
    }
    for document in derived {
      guard let kept = left.removeValue(forKey: name(document)) else {
        add(document, "is missing")
        continue
      }
      if kept.body != document.body { add(document, "is not what the log gives") }
    }
    for document in left.values { add(document, "does not come from the log") }
    return differences
  }
}
