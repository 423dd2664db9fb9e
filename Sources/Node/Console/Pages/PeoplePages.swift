import Exchange
import Records
import Values

/// Users, keys and clients of a company: for its administrator.
enum PeoplePages {
  static let routes = [
    Console.get("/console/people", .administer) { visit in page(visit) },
    Console.get("/console/people/new", .administer) { visit in newUser(visit) },
    Console.post("/console/people/new", .administer) { visit in try await invite(visit) },
    Console.get("/console/people/{id}", .administer) { visit in
      guard let user = user(visit) else { return visit.notFound() }
      return edit(visit, user)
    },
    Console.post("/console/people/{id}", .administer) { visit in
      guard let user = user(visit) else { return visit.notFound() }
      return try await save(visit, user)
    },
    Console.get("/console/keys/new", .administer) { visit in newKey(visit) },
    Console.post("/console/keys/new", .administer) { visit in try await makeKey(visit) },
    Console.get("/console/keys/{id}/revoke", .administer) { visit in
      guard let name = machine(visit) else { return visit.notFound() }
      return visit.confirmation(
        visit.t("key.revokeTitle", ["name": name]), in: .people,
        consequences: [visit.t("key.revoke1"), visit.t("key.revoke2")],
        action: "/console/keys/\(visit.request.parameters["id"] ?? "")/revoke",
        submit: visit.t("key.revokeSubmit"), cancel: "/console/people")
    },
    Console.post("/console/keys/{id}/revoke", .administer) { visit in try await revoke(visit) },
  ]

  private static func user(_ visit: Visit) -> User? {
    guard let id = visit.id(), let user = visit.world.people.users[id], user.operatorID == visit.company
    else { return nil }
    return user
  }

  private static func page(_ visit: Visit) -> APIResponse {
    let people = visit.world.people
    let users = people.users.values.filter { $0.operatorID == visit.company }.sorted {
      ($0.name, $0.account) < ($1.name, $1.account)
    }
    let keys = people.keys.values.filter { $0.operatorID == visit.company && !$0.revoked }.sorted {
      $0.name < $1.name
    }
    let clients = people.clients.values.filter {
      $0.operatorID == visit.company && $0.partnerID == nil && !$0.revoked
    }
    .sorted { $0.name < $1.name }
    return visit.page(
      visit.t("nav.people"), in: .people, lead: visit.t("people.lead"),
      visit.buttons([
        visit.button(visit.t("people.invite"), "/console/people/new", "main"),
        visit.button(visit.t("key.make"), "/console/keys/new"),
      ]), visit.heading(visit.t("people.users")),
      visit.table(
        visit.t("people.users"),
        [
          .init(visit.t("people.name")), .init(visit.t("signIn.account")), .init(visit.t("people.role")),
          .init(visit.t("people.secondStep")), .init(visit.t("column.state")),
        ],
        users.map {
          [
            .link($0.name, "/console/people/\($0.userID)"), Markup($0.account),
            Markup(visit.t("role.\($0.role.rawValue)")),
            Markup(visit.t($0.secondStep ? "yes" : "no")),
            $0.disabled ? .tag(visit.t("people.disabled"), .bad) : .tag(visit.t("people.active"), .ok),
          ]
        }),
      visit.heading(visit.t("people.keys")),
      keys.isEmpty && clients.isEmpty
        ? visit.empty(visit.t("people.noKeys"))
        : visit.table(
          visit.t("people.keys"),
          [
            .init(visit.t("key.name")), .init(visit.t("key.kind")), .init(visit.t("key.hint")),
            .init(visit.t("column.do")),
          ],
          keys.map {
            [
              Markup($0.name), Markup(visit.t("key.kind.key")), .code($0.hint + "…"),
              .link(
                visit.t("key.revoke"), "/console/keys/\($0.keyID)/revoke",
                label: visit.t("key.revokeTitle", ["name": $0.name])),
            ]
          }
            + clients.map {
              [
                Markup($0.name), Markup(visit.t("key.kind.client")), .code($0.name),
                .link(
                  visit.t("key.revoke"), "/console/keys/\($0.clientID)/revoke",
                  label: visit.t("key.revokeTitle", ["name": $0.name])),
              ]
            }))
  }

  private static func roles(_ visit: Visit) -> [Field.Option] {
    Role.allCases.map {
      .init($0.rawValue, visit.t("role.\($0.rawValue)"), hint: visit.t("roleHint.\($0.rawValue)"))
    }
  }

  // MARK: Users

  private static func newUser(_ visit: Visit, _ errors: FormErrors = FormErrors()) -> APIResponse {
    visit.page(
      visit.t("people.invite"), in: .people, lead: visit.t("people.inviteLead"),
      trail: [(visit.t("nav.people"), "/console/people")],
      status: errors.isEmpty ? .ok : .unprocessableContent,
      visit.form(
        Visit.Shape(
          "/console/people/new",
          [
            Field("name", visit.t("people.name")), Field("account", visit.t("signIn.account"), .email),
            Field("role", visit.t("people.role"), .radio(roles(visit)), value: "editor"),
          ], submit: visit.t("people.inviteSubmit")
        ).with { $0.cancel = "/console/people" }, errors))
  }

  private static func invite(_ visit: Visit) async throws -> APIResponse {
    var errors = FormErrors()
    let (name, account) = (visit.form["name"], visit.form["account"])
    if name.isEmpty || name.count > 100 { errors.add("name", visit.t("field.missing")) }
    if !account.contains("@") || account.count > 200 { errors.add("account", visit.t("people.noAddress")) }
    if visit.world.people.user(account: account) != nil { errors.add("account", visit.t("people.taken")) }
    guard let role = Role(rawValue: visit.form["role"]) else {
      return newUser(visit, FormErrors("role", visit.t("field.missing")))
    }
    if !errors.isEmpty { return newUser(visit, errors) }
    let user = User(userID: Identifier(), operatorID: visit.company, account: account, name: name, role: role)
    try await visit.node.signIn.putUser(user, password: nil, by: visit.actor)
    return try shown(visit, user)
  }

  /// The one-time link with which a person sets a password, shown once.
  private static func shown(_ visit: Visit, _ user: User) throws -> APIResponse {
    let url =
      "\(visit.node.configuration.publicURL)/console/invitation/\(try Invitation.make(user.userID, visit.node))"
    return visit.page(
      visit.t("people.invited", ["name": user.name]), in: .people,
      trail: [(visit.t("nav.people"), "/console/people")],
      visit.text(visit.t("people.invitedText")), visit.source(url, label: visit.t("link.address")))
  }

  private static func edit(_ visit: Visit, _ user: User, _ errors: FormErrors = FormErrors()) -> APIResponse {
    visit.page(
      visit.t("people.edit", ["name": user.name]), in: .people, lead: user.account,
      trail: [(visit.t("nav.people"), "/console/people")],
      status: errors.isEmpty ? .ok : .unprocessableContent,
      visit.form(
        Visit.Shape(
          "/console/people/\(user.userID)",
          [
            Field("name", visit.t("people.name"), value: user.name),
            Field("role", visit.t("people.role"), .radio(roles(visit)), value: user.role.rawValue),
            Field(
              "state", visit.t("column.state"),
              .radio([
                .init("active", visit.t("people.active")),
                .init("disabled", visit.t("people.disabled"), hint: visit.t("people.disabledHint")),
              ]), value: user.disabled ? "disabled" : "active"),
          ], submit: visit.t("people.save")
        ).with {
          $0.cancel = "/console/people"
          $0.second = (visit.t("people.newLink"), "invite")
        }, errors))
  }

  private static func save(_ visit: Visit, _ old: User) async throws -> APIResponse {
    if visit.form.optional("invite") != nil { return try shown(visit, old) }
    var user = old
    user.name = visit.form["name"]
    user.role = Role(rawValue: visit.form["role"]) ?? old.role
    user.disabled = visit.form["state"] == "disabled"
    if user.name.isEmpty || user.name.count > 100 {
      return edit(visit, old, FormErrors("name", visit.t("field.missing")))
    }
    if old.userID == visit.session?.user.userID, user.disabled || user.role != old.role {
      return edit(visit, old, FormErrors("role", visit.t("people.notYourself")))
    }
    try await visit.node.signIn.putUser(user, password: nil, by: visit.actor)
    return .redirect(to: "/console/people?done=userSaved")
  }

  // MARK: Machines

  private static func newKey(_ visit: Visit, _ errors: FormErrors = FormErrors()) -> APIResponse {
    visit.page(
      visit.t("key.make"), in: .people, trail: [(visit.t("nav.people"), "/console/people")],
      status: errors.isEmpty ? .ok : .unprocessableContent,
      visit.form(
        Visit.Shape(
          "/console/keys/new",
          [
            Field("name", visit.t("key.name"), hint: visit.t("key.nameHint")),
            Field(
              "kind", visit.t("key.kind"),
              .radio([
                .init("key", visit.t("key.kind.key"), hint: visit.t("key.keyHint")),
                .init("client", visit.t("key.kind.client"), hint: visit.t("key.clientHint")),
              ]), value: "key"),
          ], submit: visit.t("key.make")
        ).with { $0.cancel = "/console/people" }, errors))
  }

  private static func makeKey(_ visit: Visit) async throws -> APIResponse {
    let name = visit.form["name"]
    if name.isEmpty || name.count > 100 { return newKey(visit, FormErrors("name", visit.t("field.missing"))) }
    var items: [(term: String, content: Markup)] = []
    if visit.form["kind"] == "client" {
      let id = Identifier()
      let client = OAuthClient(clientID: id, name: id.description, operatorID: visit.company, role: .editor)
      let secret = try await visit.node.signIn.makeClient(client, by: visit.actor)
      items = [("client_id", .code(client.name)), ("client_secret", .code(secret))]
    } else {
      items = [
        (
          "apiKey",
          .code(try await visit.node.signIn.makeKey(name: name, operatorID: visit.company, by: visit.actor))
        )
      ]
    }
    return visit.page(
      visit.t("key.made"), in: .people, trail: [(visit.t("nav.people"), "/console/people")],
      visit.notice(.warn, visit.t("key.once")), visit.definitions(items))
  }

  private static func machine(_ visit: Visit) -> String? {
    guard let id = visit.id() else { return nil }
    if let key = visit.world.people.keys[id], key.operatorID == visit.company { return key.name }
    if let client = visit.world.people.clients[id], client.operatorID == visit.company { return client.name }
    return nil
  }

  private static func revoke(_ visit: Visit) async throws -> APIResponse {
    guard let id = visit.id(), machine(visit) != nil else { return visit.notFound() }
    if visit.world.people.keys[id] != nil {
      _ = try await visit.node.signIn.revokeKey(id, by: visit.actor)
    } else {
      _ = try await visit.node.signIn.revokeClient(id, by: visit.actor)
    }
    return .redirect(to: "/console/people?done=keyRevoked")
  }
}

/// One-time links with which people set their first password, or a new one.
enum Invitation {
  static let lifetime: Duration = .seconds(7 * 86400)

  private static func name(_ token: String) -> String { "invitation/\(Digest.content(Array(token.utf8)))" }

  static func make(_ user: Identifier, _ node: Node) throws -> String {
    let token = SignIn.randomText()
    let ends = (Timestamp.now + lifetime).description
    try node.ledger.store.putSecret(name(token), Array("\(user) \(ends)".utf8))
    return token
  }

  /// The user of an invitation that still holds.
  static func user(_ token: String, _ node: Node) -> User? {
    guard let stored = try? node.ledger.store.secret(name(token)) else { return nil }
    let parts = String(decoding: stored, as: UTF8.self).split(separator: " ").map(String.init)
    guard parts.count == 2, let id = Identifier(parts[0]), let ends = Timestamp(parts[1]), .now < ends else {
      return nil
    }
    return node.world.people.users[id].flatMap { $0.disabled ? nil : $0 }
  }

  static func use(_ token: String, _ node: Node) throws { try node.ledger.store.putSecret(name(token), nil) }
}
