import Foundation
import HTTPTypes
import NIOCore
import Values

/// Reports that Denchi's commands wrote as pages, opened inside the console.
enum ReportPages {
  static let routes = [
    Console.get("/console/reports") { visit in list(visit) },
    Console.get("/console/reports/{name}") { visit in
      guard let name = visit.request.parameters["name"], reports(visit).contains(name) else {
        return visit.notFound()
      }
      return visit.page(
        title(name), in: .reports, trail: [(visit.t("nav.reports"), "/console/reports")], wide: true,
        visit.buttons([visit.button(visit.t("reports.alone"), "/console/reports/\(name.pathEncoded)/page")]),
        Markup(
          trusted:
            "<iframe class=\"report\" sandbox=\"allow-scripts allow-downloads\" title=\"\(Markup.escaped(title(name)))\" src=\"/console/reports/\(name.pathEncoded)/page\"></iframe>"
        ))
    },
    Console.get("/console/reports/{name}/page") { visit in file(visit) },
  ]

  /// A report brings its own styles and script, and may do nothing else: it runs apart from the console, without
  /// its cookies, and reaches no address.
  private static let policy =
    "sandbox allow-scripts allow-downloads; default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    + "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

  /// The names of the HTML files in the configured folder.
  private static func reports(_ visit: Visit) -> [String] {
    guard let folder = visit.node.configuration.reports else { return [] }
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(".html") && !$0.hasPrefix(".") }.sorted()
  }

  private static func title(_ name: String) -> String { String(name.dropLast(5)) }

  private static func list(_ visit: Visit) -> APIResponse {
    let names = reports(visit)
    return visit.page(
      visit.t("nav.reports"), in: .reports, lead: visit.t("reports.lead"),
      names.isEmpty
        ? visit.empty(visit.t(visit.node.configuration.reports == nil ? "reports.noFolder" : "reports.none"))
        : visit.list(names.map { .link(title($0), "/console/reports/\($0.pathEncoded)") }, style: "log"))
  }

  private static func file(_ visit: Visit) -> APIResponse {
    // Only a name that the folder lists is opened: no path leads out of it.
    guard let folder = visit.node.configuration.reports, let name = visit.request.parameters["name"],
      reports(visit).contains(name), let content = FileManager.default.contents(atPath: folder + "/" + name)
    else { return visit.notFound() }
    return APIResponse(
      .ok,
      headers: [
        .contentType: "text/html; charset=utf-8", .contentSecurityPolicy: policy,
        .xContentTypeOptions: "nosniff",
        .cacheControl: "no-store",
      ], body: ByteBuffer(bytes: content))
  }
}
