import CExpat
import Foundation

/// The name of an XML element.
struct XMLName {
  /// Whether it is of SpreadsheetML (transitional or strict), or of package relationships.
  let isKnown: Bool
  let local: UnsafePointer<CChar>

  func callAsFunction(_ name: StaticString) -> Bool {
    isKnown && strcmp(local, UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)) == 0
  }

  private static let known: [StaticString] = [
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/package/2006/relationships",
  ]

  /// - Parameter text: namespace, line feed and local name, as Expat gives them.
  init(_ text: UnsafePointer<CChar>) {
    guard let separator = strchr(text, Int32(UInt8(ascii: "\n"))) else {
      (isKnown, local) = (false, text)
      return
    }
    let length = UnsafePointer(separator) - text
    isKnown = XMLName.known.contains {
      $0.utf8CodeUnitCount == length && memcmp($0.utf8Start, text, length) == 0
    }
    local = UnsafePointer(separator) + 1
  }
}

/// The attributes of an XML element.
struct XMLAttributes {
  let list: UnsafeMutablePointer<UnsafePointer<CChar>?>?

  /// Calls `take` with each attribute's local name and value.
  func forEach(_ take: (UnsafePointer<CChar>, UnsafePointer<CChar>) -> Void) {
    guard var at = list else { return }
    while let name = at[0], let value = at[1] {
      let separator = strchr(name, Int32(UInt8(ascii: "\n")))
      take(separator.map { UnsafePointer($0) + 1 } ?? name, value)
      at += 2
    }
  }

  /// The value of an attribute, by local name.
  subscript(name: StaticString) -> String? {
    var result: String?
    forEach { key, value in
      if strcmp(key, UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)) == 0 {
        result = String(cString: value)
      }
    }
    return result
  }
}

/// What takes the events of an XML text.
protocol XMLHandler: AnyObject {
  /// What stops the reading.
  var problem: SpreadsheetProblem? { get set }
  /// Whether there is one.
  var hasProblem: Bool { get }
  func start(_ name: XMLName, _ attributes: XMLAttributes)
  func end(_ name: XMLName)
  func text(_ bytes: UnsafeBufferPointer<UInt8>)
}

extension XMLHandler {
  var hasProblem: Bool { problem != nil }
}

/// Reads XML in pieces. A document type declaration (the home of entity bombs and external entities) is
/// refused: no spreadsheet has one.
final class XMLStream {
  private let parser: XML_Parser
  private let handler: any XMLHandler
  private let name: String
  private let depthLimit: Int
  private var depth = 0
  private var refusal: SpreadsheetProblem?

  /// - Parameter name: of the file in the archive, for messages.
  init(_ handler: any XMLHandler, name: String, depth: Int) throws(SpreadsheetProblem) {
    guard let parser = XML_ParserCreateNS(nil, XML_Char(UInt8(ascii: "\n"))) else { throw ZipArchive.damaged }
    (self.parser, self.handler, self.name, depthLimit) = (parser, handler, name, depth)
    XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    XML_SetElementHandler(
      parser,
      { user, name, attributes in
        guard let stream = XMLStream.from(user), let name, stream.goesOn else { return }
        stream.depth += 1
        if stream.depth > stream.depthLimit {
          stream.stop(
            Sentence(
              "the part '\(stream.name)' is nested deeper than any spreadsheet: it is no workbook",
              "「\(stream.name)」の入れ子が深すぎます。表計算のファイルではありません。"))
        } else {
          stream.handler.start(XMLName(name), XMLAttributes(list: attributes))
          stream.stopIfRefused()
        }
      },
      { user, name in
        guard let stream = XMLStream.from(user), let name, stream.goesOn else { return }
        stream.depth -= 1
        stream.handler.end(XMLName(name))
        stream.stopIfRefused()
      })
    XML_SetCharacterDataHandler(parser) { user, text, length in
      guard let stream = XMLStream.from(user), let text, stream.goesOn else { return }
      text.withMemoryRebound(to: UInt8.self, capacity: Int(length)) {
        stream.handler.text(UnsafeBufferPointer(start: $0, count: Int(length)))
      }
      stream.stopIfRefused()
    }
    XML_SetStartDoctypeDeclHandler(parser) { user, _, _, _, _ in
      guard let stream = XMLStream.from(user) else { return }
      stream.stop(
        Sentence(
          "the part '\(stream.name)' has a document type declaration, which no spreadsheet has: it is refused",
          "「\(stream.name)」に文書型宣言（DTD）があります。安全のため受け付けません。"))
    }
  }

  deinit { XML_ParserFree(parser) }

  private static func from(_ user: UnsafeMutableRawPointer?) -> XMLStream? {
    user.map { Unmanaged<XMLStream>.fromOpaque($0).takeUnretainedValue() }
  }

  /// Expat may call once more after it was stopped.
  private var goesOn = true

  private func stop(_ message: Sentence) {
    if refusal == nil { refusal = SpreadsheetProblem(message) }
    goesOn = false
    XML_StopParser(parser, XML_Bool(XML_FALSE))
  }

  private func stopIfRefused() {
    guard handler.hasProblem else { return }
    goesOn = false
    XML_StopParser(parser, XML_Bool(XML_FALSE))
  }

  /// - Parameter last: whether the text ends with this piece.
  /// - Throws: `SpreadsheetProblem` where this is no XML, or the handler refuses it.
  func feed(_ piece: UnsafeBufferPointer<UInt8>, last: Bool) throws(SpreadsheetProblem) {
    let status = piece.withMemoryRebound(to: CChar.self) {
      XML_Parse(parser, $0.baseAddress, Int32($0.count), last ? 1 : 0)
    }
    if let problem = refusal ?? handler.problem { throw problem }
    guard status != XML_STATUS_ERROR else {
      let reason = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) } ?? "no XML"
      throw SpreadsheetProblem(
        Sentence(
          "the part '\(name)' is damaged (\(reason), line \(XML_GetCurrentLineNumber(parser))): "
            + "open the file in a spreadsheet program and save it anew",
          "「\(name)」が壊れています（\(reason)）。表計算ソフトで開き、保存し直してください。"))
    }
  }
}

extension ZipArchive {
  /// Reads a file of the archive as XML.
  func parse(_ name: String, with handler: any XMLHandler, depth: Int) throws(SpreadsheetProblem) {
    let stream = try XMLStream(handler, name: name, depth: depth)
    try read(name) { piece throws(SpreadsheetProblem) in try stream.feed(piece, last: false) }
    try stream.feed(UnsafeBufferPointer(start: nil, count: 0), last: true)
  }
}
