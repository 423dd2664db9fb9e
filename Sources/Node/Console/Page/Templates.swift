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
}
