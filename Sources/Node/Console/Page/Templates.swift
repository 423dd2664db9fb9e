import Mustache
import Values

/// The templates of the console and what is built of them.
enum Templates {
  private static let library: MustacheLibrary = {
    var library = MustacheLibrary()
    for (name, bytes) in [
      ("layout", PackageResources.layout_mustache), ("form", PackageResources.form_mustache),
      ("field", PackageResources.field_mustache), ("table", PackageResources.table_mustache),
    ] {
      // A template that cannot be read renders as nothing: the tests of every page see it.
      try? library.register(String(decoding: bytes, as: UTF8.self), named: name)
    }
    return library
  }()

  static func render(_ name: String, _ model: [String: Any]) -> Markup {
    Markup(trusted: library.render(model, withTemplate: name) ?? "")
  }

  /// A whole page.
  /// - Parameter model: what the frame shows beside the content.
  static func layout(_ words: Words, title: String, content: Markup, _ model: [String: Any] = [:]) -> String {
    let plain: [String: Any] = [
      "language": words.language.rawValue, "title": title, "heading": title, "lead": false,
      "style": Assets.style.path, "script": Assets.script.path, "icon": Assets.icon.path, "home": "/console",
      "back": "/console", "csrf": "", "company": false, "user": false, "atAccount": false,
      "languages": Language.allCases.filter { $0 != words.language }.map {
        ["code": $0.rawValue, "name": $0.name]
      },
      "hasNavigation": false, "navigation": [[String: Any]](), "hasTrail": false, "trail": [[String: Any]](),
      "wide": false,
      "t": Dictionary(
        ["skip", "menu", "signOut", "trail", "footer"].map { ($0, words("layout.\($0)")) },
        uniquingKeysWith: { a, _ in a }),
      "content": content.html,
    ]
    return render("layout", plain.merging(model) { $1 }).html
  }
}
