import Exchange
import HTTPTypes
import Records
import Values

/// The pages for people, at `/console`; the pages of one-time links, at `/link`.
public enum Console {
  /// Every page, form and file of the console.
  public static let routes: [Route] =
    Assets.routes + [
      Route(.get, "/") { _, _ in .redirect(to: "/console") }
    ] + SignInPages.routes + TodayPage.routes + PartPages.routes + StructurePages.routes
    + FootprintPages.routes + RequestPages.routes + AnswerPages.routes + SharingPages.routes
    + CompanyPages.routes + ChainPages.routes + PartnerPages.routes + PactPages.routes + PublishPages.routes
    + OuranosPages.routes + HistoryPages.routes + SheetPages.routes + ReportPages.routes
    + PeoplePages.routes + AccountPages.routes + LinkPages.routes + GuestPages.routes

  /// What every page carries: nothing runs or is loaded but what this node serves.
  static let headers: HTTPFields = {
    var headers: HTTPFields = [
      .contentSecurityPolicy:
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; frame-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      .xContentTypeOptions: "nosniff", .cacheControl: "no-store",
    ]
    if let name = HTTPField.Name("Referrer-Policy") { headers[name] = "same-origin" }
    return headers
  }()

  /// A page for people who are signed in.
  static func get(
    _ pattern: String, _ permission: Permission = .read,
    _ handle: @escaping @Sendable (Visit) async throws -> APIResponse
  ) -> Route {
    Route(.get, pattern) { request, node in
      let visit = try await Visit(request, node)
      guard visit.session != nil else {
        return .redirect(to: "/console/sign-in?to=\(request.target.pathEncoded)")
      }
      return try await answer(visit, permission, handle)
    }
  }

  /// A form that people who are signed in send.
  static func post(
    _ pattern: String, _ permission: Permission = .edit, bodyLimit: Int = 1 << 20,
    _ handle: @escaping @Sendable (Visit) async throws -> APIResponse
  ) -> Route {
    Route(.post, pattern, bodyLimit: bodyLimit) { request, node in
      let visit = try await Visit(request, node, form: FormData(request))
      guard let session = visit.session else {
        return .redirect(to: "/console/sign-in")
      }
      guard session.allows(form: visit.form["csrf"]) else {
        return visit.page(
          visit.t("csrf.title"), in: .today, status: .forbidden, visit.text(visit.t("csrf.text")))
      }
      return try await answer(visit, permission, handle)
    }
  }

  private static func answer(
    _ visit: Visit, _ permission: Permission, _ handle: (Visit) async throws -> APIResponse
  ) async throws -> APIResponse {
    guard visit.may(permission) else {
      return visit.page(
        visit.t("forbidden.title"), in: .today, status: .forbidden,
        visit.text(visit.t("forbidden.\(permission.rawValue)")))
    }
    do {
      return try await handle(visit)
    } catch Refusal.notFound {
      return visit.notFound()
    } catch let refusal as Refusal {
      return visit.page(
        visit.t("refused.title"), in: .today, status: .unprocessableContent,
        visit.notice(.bad, visit.t(refusal)), visit.text(visit.t("refused.text")))
    } catch let error as StoreError {
      visit.node.logger.error("console: \(error)")
      return visit.page(
        visit.t("store.title"), in: .today, status: .serviceUnavailable, visit.text(visit.t("store.text")))
    }
  }
}

extension Console {
  /// The answer to a request that no handler answers, as a page.
  public static func answer(to failure: RequestFailure, _ request: APIRequest) -> APIResponse {
    let words = Words(
      request.cookie("denchi_language").flatMap { Language(rawValue: $0) }
        ?? Language(acceptLanguage: request.headers[.acceptLanguage]))
    let key: String
    switch failure {
    case .notFound, .methodNotAllowed: key = "notFound"
    case .malformed, .tooLarge, .timedOut: key = "malformed"
    case .tooMany: key = "tooMany"
    case .unavailable: key = "store"
    case .fault: key = "fault"
    }
    let text = Markup(words("\(key).text", ["trace": request.traceID]))
    return .html(
      failure.status,
      Templates.layout(
        words, title: words("\(key).title"),
        content: Markup(trusted: "<p>") + text + Markup(trusted: "</p><p class=\"actions\">")
          + .link(words("notFound.back"), "/console") + Markup(trusted: "</p>")), headers: headers)
  }
}
