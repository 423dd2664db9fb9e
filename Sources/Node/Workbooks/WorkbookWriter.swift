import Exchange
import Spreadsheet
import Values

/// A workbook that is ready to be written.
public struct WorkbookDraft: Sendable {
  var sheets: [(kind: WorkbookSheet?, draft: SheetDraft)]

  /// The workbook as an XLSX file.
  /// - Throws: `SpreadsheetProblem` for what a worksheet cannot hold.
  public func xlsx() throws -> [UInt8] { try XLSXWriter.data(sheets.map(\.draft)) }

  /// The sheets that are read, as CSV files (UTF-8 with a byte order mark, so that Excel opens them).
  public func csv() -> [(fileName: String, data: [UInt8])] {
    sheets.compactMap { kind, draft in
      guard kind != nil else { return nil }
      return (draft.name + ".csv", CSVWriter.data([draft.columns.map { .text($0.title) }] + draft.rows))
    }
  }
}

extension PartsWorkbook {
  /// An empty workbook with example rows and a page that explains it.
  public static func template(language: WorkbookLanguage) -> WorkbookDraft {
    WorkbookDraft(
      sheets: [(nil, WorkbookPage.readMe(isTemplate: true))]
        + WorkbookSheet.allCases.map { kind in
          let examples = WorkbookExamples.rows(kind, language)
          var draft = sheet(kind, language, examples, withTraceIDs: false)
          draft.exampleRows = Set(2..<(examples.count + 2))
          return (kind, draft)
        })
  }

  /// A company's plants, parts, structures, footprints and requests. Read again it changes nothing.
  public static func export(
    of company: Identifier, in space: DataSpace, language: WorkbookLanguage
  ) -> WorkbookDraft {
    let rows = ExportRows(space: space, company: company, language: language)
    return WorkbookDraft(
      sheets: [
        (nil, WorkbookPage.readMe(isTemplate: false)),
        (.plants, sheet(.plants, language, rows.plants, withTraceIDs: true)),
        (.parts, sheet(.parts, language, rows.parts, withTraceIDs: true)),
        (.structure, sheet(.structure, language, rows.structure, withTraceIDs: true)),
        (.footprints, sheet(.footprints, language, rows.footprints, withTraceIDs: true)),
        (nil, WorkbookPage.requests(of: company, in: space, language)),
      ])
  }

  private static func sheet(
    _ kind: WorkbookSheet, _ language: WorkbookLanguage, _ rows: [[String: CellValue]], withTraceIDs: Bool
  ) -> SheetDraft {
    let columns = kind.columns.filter { withTraceIDs || $0.name.key != "traceID" }
    return SheetDraft(
      name: language.text(kind.name),
      columns: columns.map { column in
        .init(
          language == .english ? column.name.english : column.name.japanese, width: column.width,
          note: language.text(column.help), choices: choices(column.name.key, kind, language))
      }, rows: rows.map { row in columns.map { row[$0.name.key] } })
  }

  private static func choices(
    _ key: String, _ kind: WorkbookSheet, _ language: WorkbookLanguage
  ) -> SheetDraft.Choices? {
    switch key {
    case "unit": .list(UnitNames.choices(language))
    case "terminated": .list(language == .english ? ["yes", "no"] : ["はい", "いいえ"])
    case "plant" where kind != .plants, "parentPlant", "componentPlant":
      .range("='\(language.text(WorkbookSheet.plants.name))'!$A$2:$A$1000")
    default: nil
    }
  }
}

/// The rows of a company's workbook, by column key.
private struct ExportRows {
  let space: DataSpace
  let company: Identifier
  let language: WorkbookLanguage

  private func text(_ text: String?) -> CellValue? { text.flatMap { $0.isEmpty ? nil : .text($0) } }
  private func unit(_ unit: DeclaredUnit?) -> CellValue? {
    unit.map { .text(UnitNames.name($0, language)) }
  }

  private func name(
    _ part: Part, _ name: String, _ support: String, _ plant: String
  ) -> [String: CellValue] {
    var row: [String: CellValue] = [name: .text(part.name)]
    row[support] = text(part.supportName)
    row[plant] = text(space.plants[part.plantID]?.openPlantID)
    return row
  }

  var plants: [[String: CellValue]] {
    space.plants(of: company).map { plant in
      var row: [String: CellValue] = [
        "plant": .text(plant.openPlantID), "name": .text(plant.name), "address": .text(plant.address),
      ]
      row["global"] = text(plant.globalPlantID)
      return row
    }
  }

  var parts: [[String: CellValue]] {
    space.parts(of: company).map { part in
      var row = name(part, "name", "support", "plant")
      row["label"] = text(part.label)
      row["unit"] = unit(part.unit)
      row["terminated"] = .text(
        language == .english ? (part.terminated ? "yes" : "no") : (part.terminated ? "はい" : "いいえ"))
      row["info1"] = text(part.info1)
      row["info2"] = text(part.info2)
      row["info3"] = text(part.info3)
      row["traceID"] = .text(part.traceID.description)
      return row
    }
  }

  var structure: [[String: CellValue]] {
    space.parts(of: company).flatMap { parent in
      (space.structures[parent.traceID]?.components ?? []).compactMap { component in
        guard let part = space.parts[component.traceID] else { return nil }
        var row = name(parent, "parent", "parentSupport", "parentPlant")
        row.merge(name(part, "component", "componentSupport", "componentPlant")) { $1 }
        row["amount"] = .number(component.amount)
        row["unit"] = unit(part.unit)
        return row
      }
    }
  }

  var footprints: [[String: CellValue]] {
    space.parts(of: company).compactMap { part in
      guard let footprint = space.declarations[part.traceID] else { return nil }
      var row = name(part, "name", "support", "plant")
      row["unit"] = unit(footprint.unit)
      row["preProduction"] = .number(footprint.production.pre)
      row["mainProduction"] = .number(footprint.production.main)
      row["preComponent"] = .number(footprint.component.pre)
      row["mainComponent"] = .number(footprint.component.main)
      for (stage, quality) in [("pre", footprint.quality.pre), ("main", footprint.quality.main)] {
        row[stage + "TeR"] = quality.technological.map { .number($0) }
        row[stage + "GeR"] = quality.geographical.map { .number($0) }
        row[stage + "TiR"] = quality.temporal.map { .number($0) }
      }
      return row
    }
  }
}
