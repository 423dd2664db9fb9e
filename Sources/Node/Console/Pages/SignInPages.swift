import HTTPTypes
import Values

/// Signing in and out, and the language of a browser.
enum SignInPages {
  static let routes = [
    Route(.get, "/console/sign-in") { request, node in
      let visit = try await Visit(request, node)
      if visit.session != nil { return .redirect(to: destination(request.query["to"])) }
      return page(visit)
    },
    Route(.post, "/console/sign-in", bodyLimit: 16 << 10) { request, node in
      try await signIn(Visit(request, node, form: FormData(request)))
    },
    Console.post("/console/sign-out", .read) { visit in
      if let session = visit.session { try await visit.node.sessions.close(session.sessionID) }
      return .redirect(
        to: "/console/sign-in?done=signedOut", headers: [.setCookie: visit.node.sessions.closingCookie])
    },
    Route(.post, "/console/language", bodyLimit: 16 << 10) { request, node in
      try await changeLanguage(Visit(request, node, form: FormData(request)))
    },
  ]

  private static func page(_ visit: Visit, step: Bool = false, _ errors: FormErrors = FormErrors())
    -> APIResponse
  {
    var fields = [
      Field("account", visit.t("signIn.account"), .email, autocomplete: "username"),
      Field("password", visit.t("signIn.password"), .password, autocomplete: "current-password"),
    ]
    if step {
      fields.append(
        Field(
          "code", visit.t("signIn.code"), hint: visit.t("signIn.codeHint"), autocomplete: "one-time-code",
          short: true))
    }
    let to = destination(visit.form.sent ? visit.form["to"] : visit.request.query["to"])
    return visit.page(
      visit.t("signIn.title"), in: nil, lead: visit.t("signIn.lead"),
      status: errors.isEmpty ? .ok : .unprocessableContent,
      visit.form(
        Visit.Shape("/console/sign-in", fields, submit: visit.t("signIn.submit")).with {
          $0.hidden = [("to", to)]
        }, errors),
      visit.details(
        visit.t("signIn.help"), visit.text(visit.t("signIn.helpText"))))
  }

  private static func signIn(_ visit: Visit) async throws -> APIResponse {
    let code = visit.form.optional("code")
    do {
      let caller = try await visit.node.signIn.signIn(
        account: visit.form["account"], password: visit.form.raw("password"), code: code,
        address: visit.request.address)
      return .redirect(
        to: destination(visit.form["to"]),
        headers: [.setCookie: try await visit.node.sessions.open(for: caller, visit.request)])
    } catch let failure as SignInFailure {
      switch failure {
      case .secondStep:
        return page(
          visit, step: true,
          FormErrors("code", visit.t(code == nil ? "signIn.codeMissing" : "signIn.codeWrong")))
      case .locked: return page(visit, FormErrors("account", visit.t("signIn.locked")))
      case .unavailable:
        return page(visit, FormErrors("account", visit.t("store.text")))
      case .disabled: return page(visit, FormErrors("account", visit.t("signIn.disabled")))
      default: return page(visit, FormErrors("account", visit.t("signIn.wrong")))
      }
    }
  }

  /// A page of the console, never of another site.
  static func destination(_ text: String?) -> String {
    guard let text, text == "/console" || text.hasPrefix("/console/") || text.hasPrefix("/link/"),
      !text.contains("\\"), !text.contains("\n"), !text.contains("\r")
    else { return "/console" }
    return text
  }

  private static func changeLanguage(_ visit: Visit) async throws -> APIResponse {
    let language = Language(rawValue: visit.form["to"]) ?? visit.words.language
    if let session = visit.session, session.allows(form: visit.form["csrf"]) {
      var user = session.user
      user.language = language.rawValue
      try await visit.node.signIn.putUser(user, password: nil, by: visit.actor)
    }
    return .redirect(
      to: destination(visit.form["back"]),
      headers: [
        .setCookie:
          "denchi_language=\(language.rawValue); Max-Age=31536000; Path=/; HttpOnly; SameSite=Lax"
      ])
  }
}
