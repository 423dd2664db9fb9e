import Values

/// A person's own account, and setting a password by invitation.
enum AccountPages {
  static let shortest = 12

  static let routes = [
    Console.get("/console/account") { visit in page(visit) },
    Console.post("/console/account/password", .viewer) { visit in try await password(visit) },
    Route(.get, "/console/invitation/{token}") { request, node in
      invitation(await Visit(guest: request, node))
    },
    Route(.post, "/console/invitation/{token}", bodyLimit: 16 << 10) { request, node in
      try await accept(await Visit(guest: request, node, form: FormData(request)))
    },
  ]

  private static func page(_ visit: Visit, _ errors: FormErrors = FormErrors()) -> APIResponse {
    guard let user = visit.session?.user else { return visit.notFound() }
    return visit.page(
      visit.t("account.title"), in: .today, status: errors.isEmpty ? .ok : .unprocessableContent,
      visit.definitions([
        (visit.t("people.name"), Markup(user.name)), (visit.t("signIn.account"), Markup(user.account)),
        (visit.t("people.role"), Markup(visit.t("role.\(user.role.rawValue)") + " – " + visit.t("roleHint.\(user.role.rawValue)"))),
      ]), visit.heading(visit.t("account.password")),
      visit.form(
        Visit.Shape(
          "/console/account/password",
          [
            Field("old", visit.t("account.old"), .password, autocomplete: "current-password"),
            Field("new", visit.t("account.new"), .password, hint: visit.t("account.newHint", ["n": String(shortest)]), autocomplete: "new-password"),
          ], submit: visit.t("account.change")), errors))
  }

  private static func password(_ visit: Visit) async throws -> APIResponse {
    guard let user = visit.session?.user else { return visit.notFound() }
    let new = visit.form.raw("new")
    if new.count < shortest { return page(visit, FormErrors("new", visit.t("account.short", ["n": String(shortest)]))) }
    do {
      _ = try await visit.node.signIn.signIn(account: user.account, password: visit.form.raw("old"))
    } catch SignInFailure.secondStep {
      // The password was right.
    } catch {
      return page(visit, FormErrors("old", visit.t("account.oldWrong")))
    }
    try await visit.node.signIn.putUser(user, password: new, by: visit.actor)
    return .redirect(to: "/console/account?done=passwordChanged")
  }

  private static func invitation(_ visit: Visit, _ errors: FormErrors = FormErrors()) -> APIResponse {
    guard let token = visit.request.parameters["token"], let user = Invitation.user(token, visit.node) else {
      return visit.page(visit.t("invitation.goneTitle"), in: nil, status: .gone, visit.text(visit.t("invitation.goneText")))
    }
    return visit.page(
      visit.t("invitation.title", ["name": user.name]), in: nil, lead: visit.t("invitation.lead", ["company": visit.name(of: user.operatorID), "account": user.account]),
      status: errors.isEmpty ? .ok : .unprocessableContent,
      visit.form(
        Visit.Shape(
          "/console/invitation/\(token)",
          [Field("new", visit.t("account.new"), .password, hint: visit.t("account.newHint", ["n": String(shortest)]), autocomplete: "new-password")],
          submit: visit.t("invitation.submit")), errors))
  }

  private static func accept(_ visit: Visit) async throws -> APIResponse {
    guard let token = visit.request.parameters["token"], let user = Invitation.user(token, visit.node) else {
      return invitation(visit)
    }
    let new = visit.form.raw("new")
    if new.count < shortest { return invitation(visit, FormErrors("new", visit.t("account.short", ["n": String(shortest)]))) }
    try Invitation.use(token, visit.node)
    try await visit.node.signIn.putUser(user, password: new, by: "user:\(user.userID)")
    return .redirect(to: "/console/sign-in?done=passwordSet")
  }
}
