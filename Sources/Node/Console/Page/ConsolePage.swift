import HTTPTypes
import NIOCore
import Values

/// What stands where in the console.
enum Section: String, CaseIterable {
  case today, parts, requests, sharing, partners, sheets, reports, history, people

  var path: String { self == .today ? "/console" : "/console/\(rawValue)" }
}

extension Visit {
  /// A whole page.
  /// - Parameters:
  ///   - section: what is marked in the menu; nil shows no menu.
  ///   - trail: the pages above this one.
  func page(
    _ title: String, in section: Section?, lead: String? = nil, trail: [(String, String)] = [],
    status: HTTPResponse.Status = .ok, wide: Bool = false, _ content: Markup...
  ) -> APIResponse {
    page(title, in: section, lead: lead, trail: trail, status: status, wide: wide, content)
  }

  func page(
    _ title: String, in section: Section?, lead: String? = nil, trail: [(String, String)] = [],
    status: HTTPResponse.Status = .ok, wide: Bool = false, _ content: [Markup]
  ) -> APIResponse {
    let done = request.query["done"].flatMap { words.has("done.\($0)") ? t("done.\($0)") : nil }
    let message = done.map { text in
      Markup(trusted: #"<div class="notice good" role="status"><p><strong>"#) + Markup(text)
        + Markup(trusted: "</strong></p></div>")
    }
    let back = request.method == .get ? request.target : backAfterForm(section)
    let html = Templates.layout(
      words, title: title, content: (message ?? .empty) + content.joined,
      [
        "lead": lead ?? false, "back": back, "csrf": session?.csrf ?? "",
        "company": session == nil ? false : name(of: company), "user": session?.user.name ?? false,
        "atAccount": request.path.hasPrefix("/console/account"),
        "hasNavigation": section != nil && session != nil, "navigation": navigation(section),
        "hasTrail": !trail.isEmpty, "trail": trail.map { ["label": $0.0, "href": $0.1] }, "wide": wide,
      ])
    return .html(status, html, headers: Console.headers)
  }

  /// Where a change of language leads from a page that a form was answered with.
  private func backAfterForm(_ section: Section?) -> String {
    if let token = request.parameters["token"], request.path.hasPrefix("/link/") {
      return "/link/\(token.pathEncoded)"
    }
    return section?.path ?? "/console"
  }

  private func navigation(_ current: Section?) -> [[String: Any]] {
    let waiting = requestsToAnswer.count
    return Section.allCases.filter { $0 != .people || may(.administer) }.map { section in
      let count = section == .requests && waiting > 0 ? String(waiting) : nil
      return [
        "href": section.path, "label": t("nav.\(section.rawValue)"), "current": section == current,
        "count": count ?? false, "countLabel": t("nav.waiting"),
      ]
    }
  }

  /// A question before something that cannot be undone: what will happen, and the button that does it.
  func confirmation(
    _ title: String, in section: Section, consequences: [String], action: String, submit: String,
    cancel: String, trail: [(String, String)] = [], hidden: [(name: String, value: String)] = []
  ) -> APIResponse {
    page(
      title, in: section, trail: trail, text(t("confirm.what")),
      list(consequences.map { Markup($0) }, style: "bullets"),
      form(
        Shape(action, [], submit: submit).with {
          $0.danger = true
          $0.cancel = cancel
          $0.hidden = hidden
        }))
  }

  func notFound() -> APIResponse {
    page(
      t("notFound.title"), in: session == nil ? nil : .today, status: .notFound, text(t("notFound.text")),
      buttons([button(t("notFound.back"), "/console")]))
  }
}

extension APIRequest {
  /// The path with its query, as a page of this site is linked to.
  var target: String {
    let query = query.items.filter { $0.name != "done" }
      .map { "\($0.name.pathEncoded)=\($0.value.pathEncoded)" }.joined(separator: "&")
    let path = path.split(separator: "/").map { String($0).pathEncoded }.joined(separator: "/")
    return "/" + path + (query.isEmpty ? "" : "?" + query)
  }
}
