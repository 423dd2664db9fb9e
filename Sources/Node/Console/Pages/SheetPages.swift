import Foundation
import HTTPTypes
import NIOCore
import Records
import Spreadsheet
import Values

/// Parts, structures and footprints as spreadsheets: template, export, and taking a file in after a look at what
/// it would change.
enum SheetPages {
  static let routes = [
    Console.get("/console/sheets") { visit in page(visit) },
    Console.get("/console/sheets/template") { visit in
      try file(visit, PartsWorkbook.template(language: language(visit)), name: "denchi-template")
    },
    Console.get("/console/sheets/export") { visit in
      try file(
        visit, PartsWorkbook.export(of: visit.company, in: visit.space, language: language(visit)),
        name: "denchi-parts")
    },
    Console.post("/console/sheets", .edit, bodyLimit: 32 << 20) { visit in try await look(visit) },
    Console.post("/console/sheets/carry-out", .edit) { visit in try await carryOut(visit) },
  ]

  private static func language(_ visit: Visit) -> WorkbookLanguage {
    visit.words.language == .ja ? .japanese : .english
  }

  private static func text(_ visit: Visit, _ sentence: Sentence) -> String { language(visit).text(sentence) }

  private static func file(_ visit: Visit, _ draft: WorkbookDraft, name: String) throws -> APIResponse {
    APIResponse(
      .ok,
      headers: [
        .contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        .contentDisposition: "attachment; filename=\"\(name)-\(visit.words.language.rawValue).xlsx\"",
        .xContentTypeOptions: "nosniff", .cacheControl: "no-store",
      ], body: ByteBuffer(bytes: try draft.xlsx()))
  }

  private static func page(_ visit: Visit, _ errors: FormErrors = FormErrors(), _ content: Markup = .empty)
    -> APIResponse
  {
    visit.page(
      visit.t("nav.sheets"), in: .sheets, lead: visit.t("sheets.lead"),
      status: errors.isEmpty ? .ok : .unprocessableContent,
      content, visit.heading(visit.t("sheets.getTitle")), visit.text(visit.t("sheets.getText")),
      visit.buttons([
        visit.button(visit.t("sheets.template"), "/console/sheets/template"),
        visit.button(visit.t("sheets.export"), "/console/sheets/export"),
      ]),
      visit.may(.edit)
        ? visit.heading(visit.t("sheets.sendTitle"))
          + visit.form(
            Visit.Shape(
              "/console/sheets",
              [
                Field(
                  "files", visit.t("sheets.file"), .file(accept: ".xlsx,.csv,text/csv", many: true),
                  hint: visit.t("sheets.fileHint"))
              ], submit: visit.t("sheets.look")), errors) : .empty)
  }

  // MARK: Taking in

  private static func look(_ visit: Visit) async throws -> APIResponse {
    let files = visit.form.files.filter { $0.field == "files" }.map {
      (data: $0.file.content, fileName: $0.file.name)
    }
    guard !files.isEmpty else { return page(visit, FormErrors("files", visit.t("field.missingFile"))) }
    let workbook: PartsWorkbook
    do {
      workbook = try PartsWorkbook.read(files: files)
    } catch {
      return refused(visit, error.problems, count: error.count)
    }
    let plan = workbook.plan(in: visit.space, company: visit.company)
    guard plan.problems.isEmpty else { return refused(visit, plan.problems, count: plan.problems.count) }
    let notes =
      plan.notes.isEmpty
      ? Markup.empty
      : visit.notice(
        .info, visit.t("sheets.notes"),
        visit.list(plan.notes.map { Markup(text(visit, $0)) }, style: "bullets"))
    if plan.changesNothing {
      return page(visit, FormErrors(), notes + visit.notice(.good, visit.t("sheets.nothing")))
    }
    // The files are kept until it is carried out; what they are is in the form, so that no other file is taken in.
    let kept = try files.map { file in
      "\(try visit.node.ledger.store.putAttachment(file.data)) \(file.fileName)"
    }
    let rows = plan.items.filter { $0.action != .leave }.prefix(500).map { item in
      [
        Markup(item.name), Markup(text(visit, item.sheet.name)), Markup(String(item.row)),
        Markup.tag(visit.t("sheets.\(item.action.rawValue)"), item.action == .create ? .ok : .wait),
        visit.list(
          item.fields.map { field in
            Markup("\(text(visit, field.name)): \(field.old.map { "\($0) → " } ?? "")\(field.new ?? "–")")
          }),
      ]
    }
    return visit.page(
      visit.t("sheets.planTitle"), in: .sheets, trail: [(visit.t("nav.sheets"), "/console/sheets")], notes,
      visit.facts([
        (String(plan.count(.create)), "", visit.t("sheets.created"), nil),
        (String(plan.count(.change)), "", visit.t("sheets.changed"), nil),
        (String(plan.count(.leave)), "", visit.t("sheets.left"), nil),
      ]),
      visit.table(
        visit.t("sheets.planTitle"),
        [
          .init(visit.t("column.what")), .init(visit.t("sheets.sheet")),
          .init(visit.t("sheets.row"), number: true),
          .init(visit.t("column.do")), .init(visit.t("sheets.fields")),
        ], Array(rows)),
      visit.form(
        Visit.Shape("/console/sheets/carry-out", [], submit: visit.t("sheets.carryOut")).with {
          $0.hidden = kept.map { ("file", $0) }
          $0.cancel = "/console/sheets"
        }))
  }

  private static func refused(_ visit: Visit, _ problems: [SpreadsheetProblem], count: Int) -> APIResponse {
    page(
      visit, FormErrors("files", visit.t("sheets.wrong", ["n": String(count)])),
      visit.table(
        visit.t("sheets.problems"),
        [
          .init(visit.t("sheets.problem")), .init(visit.t("sheets.sheet")),
          .init(visit.t("sheets.row"), number: true),
          .init(visit.t("sheets.column")),
        ],
        problems.prefix(200).map { problem in
          [
            Markup(text(visit, problem.message)), Markup(problem.sheet ?? "–"),
            Markup(problem.row.map { String($0) } ?? "–"),
            Markup(
              problem.columnLetters.map { letters in problem.header.map { "\(letters) (\($0))" } ?? letters }
                ?? "–"),
          ]
        }, hideCaption: false))
  }

  private static func carryOut(_ visit: Visit) async throws -> APIResponse {
    var files: [(data: [UInt8], fileName: String)] = []
    for text in visit.form.all("file") {
      let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
      guard parts.count == 2, let digest = Digest(parts[0]),
        let data = try visit.node.ledger.store.attachment(digest)
      else {
        return page(visit, FormErrors("files", visit.t("field.missingFile")))
      }
      files.append((data, parts[1]))
    }
    let company = visit.company
    do {
      let workbook = try PartsWorkbook.read(files: files)
      _ = try await visit.commit { try workbook.apply(journal: &$0, company: company) }
      return .redirect(to: "/console/parts?done=sheetsTaken")
    } catch let problems as WorkbookProblems {
      return refused(visit, problems.problems, count: problems.count)
    }
  }
}
