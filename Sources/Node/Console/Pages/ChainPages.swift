import Exchange
import Footprint
import Inventory
import Values

/// A part's footprint computed from a chain of one's own: upload, choose the product, check, keep.
enum ChainPages {
  static let routes = [
    Console.get("/console/parts/{id}/chain", .edit) { visit in
      guard let part = PartPages.ownPart(visit) else { return visit.notFound() }
      return start(visit, part)
    },
    Console.post("/console/parts/{id}/chain", bodyLimit: 64 << 20) { visit in
      guard let part = PartPages.ownPart(visit) else { return visit.notFound() }
      return try await upload(visit, part)
    },
    Console.get("/console/parts/{id}/chain/{chain}", .edit) { visit in
      guard let part = PartPages.ownPart(visit), let chain = visit.id("chain") else {
        return visit.notFound()
      }
      return try product(visit, part, chain)
    },
    Console.post("/console/parts/{id}/chain/{chain}") { visit in
      guard let part = PartPages.ownPart(visit), let chain = visit.id("chain") else {
        return visit.notFound()
      }
      return try await compute(visit, part, chain)
    },
  ]

  private static func path(_ part: Part) -> String { "/console/parts/\(part.traceID)/chain" }

  /// The request that is being answered, carried along.
  private static func answering(_ visit: Visit) -> String? {
    (visit.form.sent ? visit.form.optional("answer") : visit.request.query["answer"]).flatMap {
      Identifier($0)
    }
    .map(\.description)
  }

  private static func hidden(_ visit: Visit) -> [(name: String, value: String)] {
    answering(visit).map { [("answer", $0)] } ?? []
  }

  // MARK: The chain

  private static func start(
    _ visit: Visit, _ part: Part, _ errors: FormErrors = FormErrors(), problems: [ChainProblem] = []
  ) -> APIResponse {
    let chains = visit.world.chains.chains(of: visit.company)
    let query = answering(visit).map { "?answer=\($0)" } ?? ""
    return visit.page(
      visit.t("chain.title", ["part": visit.title(of: part)]), in: .parts, lead: visit.t("chain.lead"),
      trail: PartPages.trail(visit, part), status: errors.isEmpty ? .ok : .unprocessableContent,
      problems.isEmpty
        ? .empty
        : visit.table(
          visit.t("chain.problems"),
          [
            .init(visit.t("chain.file")), .init(visit.t("chain.line"), number: true),
            .init(visit.t("chain.problem")),
          ],
          problems.prefix(100).map { [Markup($0.file), Markup(String($0.line)), Markup($0.message)] },
          hideCaption: false),
      chains.isEmpty
        ? .empty
        : visit.heading(visit.t("chain.kept"))
          + visit.list(
            chains.map {
              .link($0.name, "\(path(part))/\($0.chainID)\(query)") + Markup(" ") + visit.time($0.stored)
            }, style: "bullets"),
      visit.heading(visit.t("chain.upload")),
      visit.form(
        Visit.Shape(
          path(part),
          [
            Field("name", visit.t("chain.name"), hint: visit.t("chain.nameHint")),
            Field(
              "files", visit.t("chain.files"), .file(accept: ".csv,text/csv", many: true),
              hint: visit.t("chain.filesHint")),
          ], submit: visit.t("chain.read")
        ).with {
          $0.hidden = hidden(visit)
          $0.cancel = "/console/parts/\(part.traceID)"
        }, errors))
  }

  private static func upload(_ visit: Visit, _ part: Part) async throws -> APIResponse {
    guard let session = visit.session else { return visit.notFound() }
    var errors = FormErrors()
    let name = visit.form["name"]
    if name.isEmpty || name.count > 100 { errors.add("name", visit.t("field.missing")) }
    let files = Dictionary(
      visit.form.files.filter { $0.field == "files" }.map { ($0.file.name, $0.file.content) },
      uniquingKeysWith: { _, last in last })
    if files.isEmpty { errors.add("files", visit.t("field.missingFile")) }
    if !errors.isEmpty { return start(visit, part, errors) }
    do {
      let stored = try await visit.node.storeChain(name: name, files: files, by: session.caller)
      return .redirect(
        to: "\(path(part))/\(stored.chainID)" + (answering(visit).map { "?answer=\($0)" } ?? ""))
    } catch let problems as ChainProblems {
      return start(
        visit, part, FormErrors("files", visit.t("chain.wrong", ["n": String(problems.errorCount)])),
        problems: problems.errors)
    }
  }

  // MARK: The product

  private static func product(
    _ visit: Visit, _ part: Part, _ chainID: Identifier, _ errors: FormErrors = FormErrors()
  ) throws -> APIResponse {
    let (stored, chain) = try visit.node.chain(chainID, of: visit.company)
    let bound = visit.world.chains.bindings[part.traceID]
    let products = (0..<chain.activityCount).suffix(500).map { activity in
      Field.Option(chain.id(of: activity), "\(chain.name(of: activity)) (\(chain.unit(of: activity)))")
    }
    let components = visit.space.structures[part.traceID]?.components ?? []
    let supplied = components.map { component in
      Field(
        "supplied-\(component.traceID)",
        visit.t("chain.supplied", ["part": visit.name(ofPart: component.traceID)]),
        .select([.init("", visit.t("chain.notIn"))] + products), optional: true,
        value: bound?.supplied.first { $0.component == component.traceID }?.activity)
    }
    return visit.page(
      visit.t("chain.productTitle", ["chain": stored.name]), in: .parts, lead: visit.t("chain.productLead"),
      trail: PartPages.trail(visit, part), status: errors.isEmpty ? .ok : .unprocessableContent,
      visit.form(
        Visit.Shape(
          "\(path(part))/\(chainID)",
          [
            Field(
              "product", visit.t("chain.product"), .select(products),
              value: bound?.product ?? products.last?.value)
          ] + supplied,
          submit: visit.t("chain.compute")
        ).with {
          $0.hidden = hidden(visit)
          $0.cancel = path(part)
        }, errors))
  }

  private static func compute(_ visit: Visit, _ part: Part, _ chainID: Identifier) async throws -> APIResponse
  {
    guard let session = visit.session else { return visit.notFound() }
    let form = visit.form
    if form.optional("edit") != nil { return try product(visit, part, chainID) }
    let id = part.traceID
    let supplied = (visit.space.structures[id]?.components ?? []).compactMap { component in
      form.optional("supplied-\(component.traceID)").map {
        ChainBinding.Supplied(activity: $0, component: component.traceID)
      }
    }
    do {
      if form.optional("confirmed") != nil {
        try await visit.node.bind(
          part: id, chain: chainID, product: form["product"], supplied: supplied, by: session.caller)
        let next = answering(visit).map {
          "/console/requests/received/\($0)/check?part=\(id)&done=footprintSaved"
        }
        return .redirect(to: next ?? "/console/parts/\(id)?done=footprintSaved")
      }
      let result = try visit.node.computed(
        chain: chainID, product: form["product"], supplied: supplied, by: session.caller)
      let draft = FootprintDraft(
        traceID: id, unit: result.unit,
        production: Stages(pre: result.production.pre, main: result.production.main))
      let totals = try FootprintPages.preview(visit, draft)
      return visit.page(
        visit.t("footprint.checkTitle", ["part": visit.title(of: part)]), in: .parts,
        lead: visit.t("chain.checkLead"),
        trail: PartPages.trail(visit, part),
        FootprintPages.totalsTable(visit, totals, before: visit.space.totals[id]),
        result.dropped.isEmpty
          ? .empty
          : visit.notice(
            .warn, visit.t("chain.dropped"),
            visit.list(
              result.dropped.map {
                Markup("\(visit.t("lifeStage.\($0.stage)")): \(visit.number($0.value)) kg CO₂e")
              }, style: "bullets")),
        visit.form(
          Visit.Shape("\(path(part))/\(chainID)", [], submit: visit.t("footprint.save")).with {
            $0.hidden =
              form.values.filter { $0.name == "product" || $0.name.hasPrefix("supplied-") } + hidden(visit)
              + [("confirmed", "1")]
            $0.second = (visit.t("back"), "edit")
          }))
    } catch let refusal as Refusal {
      return try product(visit, part, chainID, FormErrors(nil, visit.t(refusal)))
    } catch is StageFootprintError {
      return try product(visit, part, chainID, FormErrors("product", visit.t("chain.unsolvable")))
    }
  }
}
