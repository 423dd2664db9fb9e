import CQRencode

/// A QR code as a picture for a page.
public enum QRCode {
  /// SVG of dark modules on white, with the quiet zone of four modules; nil where the text is too long.
  /// - Parameter label: what a screen reader says.
  public static func svg(_ text: String, label: String) -> String? {
    guard let code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1) else { return nil }
    defer { QRcode_free(code) }
    let width = Int(code.pointee.width)
    var path = ""
    for row in 0..<width {
      for column in 0..<width where code.pointee.data[row * width + column] & 1 == 1 {
        path += "M\(column + 4) \(row + 4)h1v1h-1z"
      }
    }
    let escaped = label.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(
      "\"", with: "&quot;")
    let size = width + 8
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size) \(size)" role="img" aria-label="\(escaped)">\
      <rect width="\(size)" height="\(size)" fill="#fff"/><path d="\(path)" fill="#000"/></svg>
      """
  }
}
