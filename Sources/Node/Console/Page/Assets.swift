import HTTPTypes
import NIOCore
import Records

/// A file that pages refer to, under a name that changes with its content, so that browsers may keep it.
struct Assets: Sendable {
  let path: String
  private let type: String
  private let content: ByteBuffer

  static let style = Assets("style", "css", "text/css; charset=utf-8", PackageResources.style_css)
  static let script = Assets("script", "js", "text/javascript; charset=utf-8", PackageResources.script_js)
  static let icon = Assets("icon", "svg", "image/svg+xml", PackageResources.icon_svg)

  private init(_ name: String, _ suffix: String, _ type: String, _ bytes: [UInt8]) {
    path = "/console/files/\(name)-\(Digest.content(bytes).description.prefix(12)).\(suffix)"
    self.type = type
    content = ByteBuffer(bytes: bytes)
  }

  static let routes = [style, script, icon].map { file in
    Route(.get, file.path) { _, _ in
      APIResponse(
        .ok,
        headers: [
          .contentType: file.type, .cacheControl: "public, max-age=31536000, immutable",
          .xContentTypeOptions: "nosniff",
        ], body: file.content)
    }
  }
}
