import Exchange
import Values

/// The company itself: what partners know it by, its plants, what its answers disclose.
enum CompanyPages {
  static let routes = [
    Console.get("/console/company") { visit in page(visit) },
    Console.post("/console/company", .administer) { visit in try await save(visit) },
    Console.get("/console/company/plants/new", .edit) { visit in editPlant(visit, nil) },
    Console.post("/console/company/plants/new") { visit in try await savePlant(visit, nil) },
    Console.get("/console/company/plants/{id}", .edit) { visit in
      guard let plant = plant(visit) else { return visit.notFound() }
      return editPlant(visit, plant)
    },
    Console.post("/console/company/plants/{id}") { visit in
      guard let plant = plant(visit) else { return visit.notFound() }
      return try await savePlant(visit, plant)
    },
  ]

  private static func plant(_ visit: Visit) -> Plant? {
    guard let id = visit.id(), let plant = visit.space.plants[id], plant.operatorID == visit.company else {
      return nil
    }
    return plant
  }

  private static func page(_ visit: Visit, _ errors: FormErrors = FormErrors()) -> APIResponse {
    guard let company = visit.space.operators[visit.company] else { return visit.notFound() }
    let plants = visit.space.plants(of: visit.company)
    let form = visit.form(
      Visit.Shape(
        "/console/company",
        [
          Field("name", visit.t("company.name"), value: company.name),
          Field("address", visit.t("company.address"), value: company.address),
          Field(
            "global", visit.t("company.global"), hint: visit.t("company.globalHint"), optional: true,
            value: company.globalOperatorID),
          Field(
            "discloses", visit.t("company.discloses"),
            .radio([
              .init("yes", visit.t("company.disclosesYes"), hint: visit.t("company.disclosesYesHint")),
              .init("no", visit.t("company.disclosesNo"), hint: visit.t("company.disclosesNoHint")),
            ]), value: company.answersDisclose ? "yes" : "no"),
        ], submit: visit.t("company.save")), errors)
    return visit.page(
      visit.t("company.title"), in: .partners,
      lead: visit.t("company.lead", ["number": company.openOperatorID]),
      status: errors.isEmpty ? .ok : .unprocessableContent,
      visit.may(.administer)
        ? form
        : visit.definitions([
          (visit.t("company.name"), Markup(company.name)),
          (visit.t("company.address"), Markup(company.address)),
        ]),
      visit.heading(visit.t("company.plants")),
      plants.isEmpty
        ? visit.empty(visit.t("company.noPlants"))
        : visit.table(
          visit.t("company.plants"),
          [.init(visit.t("plant.name")), .init(visit.t("plant.number")), .init(visit.t("plant.address"))],
          plants.map {
            [
              visit.may(.edit) ? .link($0.name, "/console/company/plants/\($0.plantID)") : Markup($0.name),
              Markup($0.openPlantID),
              Markup($0.address),
            ]
          }),
      visit.may(.edit)
        ? visit.buttons([visit.button(visit.t("plant.add"), "/console/company/plants/new")]) : .empty)
  }

  private static func save(_ visit: Visit) async throws -> APIResponse {
    guard let old = visit.space.operators[visit.company] else { return visit.notFound() }
    let (form, company) = (visit.form, visit.company)
    do {
      try await visit.commit { transaction in
        _ = try transaction.updateOperator(
          by: company, openOperatorID: old.openOperatorID, globalOperatorID: form.optional("global"),
          name: form["name"],
          address: form["address"], answersDisclose: form["discloses"] == "yes")
      }
      return .redirect(to: "/console/company?done=companySaved")
    } catch let refusal as Refusal {
      return page(
        visit,
        visit.errors(
          refusal, ["operatorName": "name", "operatorAddress": "address", "globalOperatorId": "global"]))
    }
  }

  static func plantFields(_ visit: Visit, _ plant: Plant?) -> [Field] {
    [
      Field("plantName", visit.t("plant.name"), hint: visit.t("plant.nameHint"), value: plant?.name),
      Field("plantAddress", visit.t("plant.address"), value: plant?.address),
      Field(
        "plantNumber", visit.t("plant.number"), hint: visit.t("plant.numberHint"),
        value: plant?.openPlantID ?? "000001", short: true),
    ]
  }

  private static func editPlant(_ visit: Visit, _ plant: Plant?, _ errors: FormErrors = FormErrors())
    -> APIResponse
  {
    visit.page(
      plant.map { visit.t("plant.edit", ["plant": $0.name]) } ?? visit.t("plant.add"), in: .partners,
      trail: [(visit.t("company.title"), "/console/company")],
      status: errors.isEmpty ? .ok : .unprocessableContent,
      visit.form(
        Visit.Shape(
          plant.map { "/console/company/plants/\($0.plantID)" } ?? "/console/company/plants/new",
          plantFields(visit, plant),
          submit: visit.t("plant.save")
        ).with { $0.cancel = "/console/company" }, errors))
  }

  private static func savePlant(_ visit: Visit, _ plant: Plant?) async throws -> APIResponse {
    let (form, company) = (visit.form, visit.company)
    do {
      try await visit.commit { transaction in
        _ = try transaction.putPlant(
          by: company, plantID: plant?.plantID, openPlantID: form["plantNumber"],
          globalPlantID: plant?.globalPlantID,
          name: form["plantName"], address: form["plantAddress"])
      }
      return .redirect(to: "/console/company?done=plantSaved")
    } catch let refusal as Refusal {
      return editPlant(visit, plant, visit.errors(refusal, PartPages.fieldNames))
    }
  }
}
