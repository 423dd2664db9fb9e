import HTTPTypes
import Values

/// A person's own account, and setting a password by invitation.
enum AccountPages {
  static let shortest = 12

  static let routes = [
    Console.get("/console/account") { visit in try await page(visit) },
    Console.post("/console/account/sessions", .read) { visit in try await endSession(visit) },
    Console.post("/console/account/second-step", .read) { visit in try await offer(visit) },
    Console.post("/console/account/second-step/confirm", .read) { visit in try await confirm(visit) },
    Console.get("/console/account/second-step/remove") { visit in
      visit.confirmation(
        visit.t("secondStep.removeTitle"), in: .today, consequences: [visit.t("secondStep.remove1")],
        action: "/console/account/second-step/remove", submit: visit.t("secondStep.remove"),
        cancel: "/console/account")
    },
    Console.post("/console/account/second-step/remove", .read) { visit in
      guard let user = visit.session?.user else { return visit.notFound() }
      try await visit.node.signIn.removeSecondStep(of: user.userID, by: visit.actor)
      return .redirect(to: "/console/account?done=secondStepRemoved")
    },
    Console.post("/console/account/password", .read) { visit in try await password(visit) },
    Route(.get, "/console/invitation/{token}") { request, node in
      invitation(Visit(guest: request, node))
    },
    Route(.post, "/console/invitation/{token}", bodyLimit: 16 << 10) { request, node in
      try await accept(Visit(guest: request, node, form: FormData(request)))
    },
  ]

  private static func page(_ visit: Visit, _ errors: FormErrors = FormErrors()) async throws -> APIResponse {
    guard let user = visit.session?.user else { return visit.notFound() }
    return visit.page(
      visit.t("account.title"), in: .today, status: errors.isEmpty ? .ok : .unprocessableContent,
      visit.definitions([
        (visit.t("people.name"), Markup(user.name)), (visit.t("signIn.account"), Markup(user.account)),
        (
          visit.t("people.role"),
          Markup(visit.t("role.\(user.role.rawValue)") + " – " + visit.t("roleHint.\(user.role.rawValue)"))
        ),
      ]), visit.heading(visit.t("account.password")),
      visit.form(
        Visit.Shape(
          "/console/account/password",
          [
            Field("old", visit.t("account.old"), .password, autocomplete: "current-password"),
            Field(
              "new", visit.t("account.new"), .password,
              hint: visit.t("account.newHint", ["n": String(shortest)]), autocomplete: "new-password"),
          ], submit: visit.t("account.change")), errors), visit.heading(visit.t("people.secondStep")),
      visit.text(visit.t(user.secondStep ? "secondStep.on" : "secondStep.off")),
      user.secondStep
        ? visit.buttons([visit.button(visit.t("secondStep.remove"), "/console/account/second-step/remove")])
        : visit.act(visit.t("secondStep.start"), "/console/account/second-step"),
      visit.heading(visit.t("account.sessions")), try await sessions(visit, user))
  }

  /// Browsers that are signed in.
  private static func sessions(_ visit: Visit, _ user: User) async throws -> Markup {
    let rows = try await visit.node.sessions.rows(of: user.userID)
    return visit.table(
      visit.t("account.sessions"),
      [
        .init(visit.t("account.browser")), .init(visit.t("account.address")),
        .init(visit.t("account.lastUsed")),
        .init(visit.t("column.do")),
      ],
      rows.map { row in
        [
          Markup(row.browser), Markup(row.address), visit.time(row.lastUsed),
          row.sessionID == visit.session?.sessionID
            ? Markup(visit.t("account.thisOne"))
            : visit.act(
              visit.t("account.end"), "/console/account/sessions",
              hidden: [("session", row.sessionID.description)]),
        ]
      })
  }

  private static func endSession(_ visit: Visit) async throws -> APIResponse {
    guard let user = visit.session?.user, let id = Identifier(visit.form["session"]),
      try await visit.node.sessions.rows(of: user.userID).contains(where: { $0.sessionID == id })
    else { return visit.notFound() }
    try await visit.node.sessions.close(id)
    return .redirect(to: "/console/account?done=sessionEnded")
  }

  private static func session(_ visit: Visit, of user: User) async throws -> HTTPFields {
    let caller = Caller(
      kind: .user(user.userID), operatorID: user.operatorID, role: user.role, partnerID: nil)
    return [.setCookie: try await visit.node.sessions.open(for: caller, visit.request)]
  }

  // MARK: Second step

  private static func offer(_ visit: Visit, _ errors: FormErrors = FormErrors()) async throws -> APIResponse {
    guard let user = visit.session?.user else { return visit.notFound() }
    let offer = try await visit.node.signIn.offerSecondStep(
      to: user, issuer: "Denchi \(visit.name(of: user.operatorID))")
    return visit.page(
      visit.t("secondStep.start"), in: .today, lead: visit.t("secondStep.lead"),
      trail: [(visit.t("account.title"), "/console/account")],
      status: errors.isEmpty ? .ok : .unprocessableContent,
      offer.picture.map { Markup(trusted: "<div class=\"code-picture\">\($0)</div>") } ?? .empty,
      visit.definitions([(visit.t("secondStep.typed"), .code(offer.secret))]),
      visit.form(
        Visit.Shape(
          "/console/account/second-step/confirm",
          [
            Field(
              "code", visit.t("signIn.code"), hint: visit.t("signIn.codeHint"), autocomplete: "one-time-code",
              short: true)
          ],
          submit: visit.t("secondStep.confirm")
        ).with { $0.cancel = "/console/account" }, errors))
  }

  private static func confirm(_ visit: Visit) async throws -> APIResponse {
    guard let user = visit.session?.user else { return visit.notFound() }
    guard
      let codes = try await visit.node.signIn.confirmSecondStep(
        of: user, code: visit.form["code"], by: visit.actor)
    else {
      return try await offer(visit, FormErrors("code", visit.t("signIn.codeWrong")))
    }
    return visit.page(
      visit.t("secondStep.doneTitle"), in: .today, lead: visit.t("secondStep.codes"),
      trail: [(visit.t("account.title"), "/console/account")],
      visit.source(codes.joined(separator: "\n"), label: visit.t("secondStep.codesLabel")))
  }

  private static func password(_ visit: Visit) async throws -> APIResponse {
    guard let user = visit.session?.user else { return visit.notFound() }
    let new = visit.form.raw("new")
    if let problem = PasswordRules.console.problem(with: new, account: user.account) {
      return try await page(
        visit, FormErrors("new", visit.t("password.\(problem.rawValue)", ["n": String(shortest)])))
    }
    guard try await visit.node.signIn.verify(password: visit.form.raw("old"), of: user.userID) else {
      return try await page(visit, FormErrors("old", visit.t("account.oldWrong")))
    }
    try await visit.node.signIn.putUser(user, password: new, by: visit.actor)
    // A new password ends every session; this browser gets a new one.
    let cookie = try await session(visit, of: user)
    return .redirect(to: "/console/account?done=passwordChanged", headers: cookie)
  }

  private static func invitation(_ visit: Visit, _ errors: FormErrors = FormErrors()) -> APIResponse {
    guard let token = visit.request.parameters["token"], let user = Invitation.user(token, visit.node) else {
      return visit.page(
        visit.t("invitation.goneTitle"), in: nil, status: .gone, visit.text(visit.t("invitation.goneText")))
    }
    return visit.page(
      visit.t("invitation.title", ["name": user.name]), in: nil,
      lead: visit.t(
        "invitation.lead", ["company": visit.name(of: user.operatorID), "account": user.account]),
      status: errors.isEmpty ? .ok : .unprocessableContent,
      visit.form(
        Visit.Shape(
          "/console/invitation/\(token)",
          [
            Field(
              "new", visit.t("account.new"), .password,
              hint: visit.t("account.newHint", ["n": String(shortest)]), autocomplete: "new-password")
          ],
          submit: visit.t("invitation.submit")), errors))
  }

  private static func accept(_ visit: Visit) async throws -> APIResponse {
    guard let token = visit.request.parameters["token"], let user = Invitation.user(token, visit.node) else {
      return invitation(visit)
    }
    let new = visit.form.raw("new")
    if let problem = PasswordRules.console.problem(with: new, account: user.account) {
      return invitation(
        visit, FormErrors("new", visit.t("password.\(problem.rawValue)", ["n": String(shortest)])))
    }
    try Invitation.use(token, visit.node)
    try await visit.node.signIn.putUser(user, password: new, by: "user:\(user.userID)")
    return .redirect(to: "/console/sign-in?done=passwordSet")
  }
}
