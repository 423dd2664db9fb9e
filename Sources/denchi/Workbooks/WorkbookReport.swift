import Node
import Spreadsheet

/// What a command says of a workbook.
struct WorkbookReport {
  let files: [String]
  var problems: [SpreadsheetProblem] = []
  var problemCount = 0
  var notes: [Sentence] = []
  var items: [WorkbookPlan.Item] = []
  /// Rows by sheet.
  var rows: [(sheet: WorkbookSheet, count: Int)] = []

  init(
    _ read: Result<PartsWorkbook, WorkbookProblems>, files: [String], plan: (PartsWorkbook) -> WorkbookPlan
  ) {
    self.files = files
    switch read {
    case .failure(let failure):
      problems = failure.problems
      problemCount = failure.count
    case .success(let workbook):
      let plan = plan(workbook)
      problems = Array(plan.problems.prefix(WorkbookProblems.shown))
      problemCount = plan.problems.count
      notes = plan.notes
      items = plan.items
      rows = [
        (.plants, workbook.plants.count), (.parts, workbook.parts.count),
        (.structure, workbook.components.count), (.footprints, workbook.footprints.count),
      ]
    }
  }

  func json(withItems: Bool) -> String {
    func sentence(_ sentence: Sentence) -> JSON {
      .object([("en", .string(sentence.english)), ("ja", .string(sentence.japanese))])
    }
    func integer(_ value: Int?) -> JSON { value.map(JSON.integer) ?? .null }
    var members: [(String, JSON)] = [
      (
        "problems",
        .array(
          problems.map { problem in
            .object([
              ("sheet", .text(problem.sheet)), ("row", integer(problem.row)),
              ("column", .text(problem.columnLetters)), ("title", .text(problem.header)),
              ("message", sentence(problem.message)),
            ])
          })
      ),
      ("problemCount", .integer(problemCount)), ("notes", .array(notes.map(sentence))),
      ("rows", .object(rows.map { ($0.sheet.rawValue, .integer($0.count)) })),
    ]
    if withItems {
      members.append(
        (
          "items",
          .array(
            items.map { item in
              .object([
                ("sheet", .string(item.sheet.rawValue)), ("row", .integer(item.row)),
                ("name", .string(item.name)), ("action", .string(item.action.rawValue)),
                (
                  "fields",
                  .array(
                    item.fields.map {
                      .object([
                        ("name", sentence($0.name)), ("old", .text($0.old)), ("new", .text($0.new)),
                      ])
                    })
                ),
              ])
            })
        ))
    }
    return JSON.object(members).encoded() + "\n"
  }

  func text(_ language: WorkbookLanguage, withItems: Bool) -> String {
    let isEnglish = language == .english
    let file = files.joined(separator: " ")
    var lines = problems.map { "\(file): \(isEnglish ? $0.english : $0.japanese)" }
    if problemCount > problems.count {
      lines.append(
        isEnglish
          ? "and \(problemCount - problems.count) more problems"
          : "ほかに\(problemCount - problems.count)件の問題があります。")
    }
    lines += notes.map { (isEnglish ? "note: " : "注意：") + language.text($0) }
    if withItems, problems.isEmpty {
      for item in items where item.action != .leave {
        let action =
          switch item.action {
          case .create: isEnglish ? "create" : "追加"
          case .change: isEnglish ? "change" : "変更"
          case .leave: isEnglish ? "leave" : "そのまま"
          }
        lines.append("\(action) \(language.text(item.sheet.name)): \(item.name)")
        guard item.action == .change else { continue }
        for field in item.fields {
          lines.append("  \(language.text(field.name)): \(field.old ?? "-") -> \(field.new ?? "-")")
        }
      }
      func count(_ action: WorkbookPlan.Action) -> Int { items.count { $0.action == action } }
      lines.append(
        isEnglish
          ? "\(count(.create)) to create, \(count(.change)) to change, \(count(.leave)) left alone"
          : "追加\(count(.create))件、変更\(count(.change))件、そのまま\(count(.leave))件")
    }
    let counts = rows.map { row in
      isEnglish
        ? "\(row.count) \(language.text(row.sheet.name).lowercased())"
        : "\(language.text(row.sheet.name))\(row.count)行"
    }.joined(separator: isEnglish ? ", " : "、")
    let verdict =
      problemCount == 0
      ? (isEnglish ? "no problem" : "問題なし")
      : (isEnglish ? NumberText.count(problemCount, "problem") : "問題\(problemCount)件")
    lines.append("\(file): \(counts.isEmpty ? "" : counts + ": ")\(verdict)")
    return lines.map { DisplayWidth.plain($0) + "\n" }.joined()
  }
}
