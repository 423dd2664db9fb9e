import Foundation
import Mustache

/// The templates of Denchi's pages.
enum PageTemplates {
  /// All of them, by name.
  /// - Throws: an error of a template; a fault of Denchi's own.
  static func library() throws -> MustacheLibrary {
    var library = MustacheLibrary()
    for (name, bytes) in [
      ("page", PackageResources.page_mustache), ("language", PackageResources.language_mustache),
      ("table", PackageResources.table_mustache), ("report", PackageResources.report_mustache),
    ] {
      try library.register(text(bytes), named: name)
    }
    return library
  }

  /// A resource as text.
  static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  /// A date as 2026-11-25 (UTC).
  static func day(_ date: Date) -> String {
    date.formatted(Date.ISO8601FormatStyle().year().month().day())
  }
}
