import Foundation
import Inventory

/// What an association's members answer about their plants: a CSV file a company, a row a plant or stage of one.
public struct Survey: Sendable {
  /// What a plant is for.
  public enum Use: String, Sendable, CaseIterable {
    /// Vehicles.
    case automotive
    /// Stationary storage.
    case stationary
    /// Anything else, or not decided.
    case other
  }

  /// A plant, or a stage of one, as its company stated it.
  public struct Entry: Sendable {
    /// The company's id: the same in all of its files and years.
    public let companyID: String
    /// The company's name.
    public let company: String
    /// The id that companies under one control share; the company's own where none is given. It counts as one company.
    public let group: String
    /// The date that the answer is for.
    public let surveyDate: PartialDate
    /// The plant's id within the company.
    public let plant: String
    /// The plant's name.
    public let name: Bilingual
    /// Where it is.
    public let country: String
    /// What it is for.
    public let use: Use
    /// Its state, and since when.
    public let state: PlantState
    /// When it came into that state.
    public let since: PartialDate
    /// When production begins or began.
    public let start: PartialDate?
    /// Nameplate capacity in GWh/yr.
    public let capacity: Double?
    /// Investment in billion JPY.
    public let investment: Double?
    /// The most that is paid as subsidy, in billion JPY.
    public let subsidy: Double?
    /// People who work or will work there.
    public let people: Double?
    /// Anything else.
    public let note: String
    /// Where it was written.
    public let place: Place
  }

  /// A column of the template.
  public struct Column: Sendable {
    /// Its name.
    public let name: String
    /// Whether it must be there.
    public let isRequired: Bool
    /// What goes in.
    public let explanation: Bilingual
  }

  /// Every entry of every file, in the order of the files.
  public let entries: [Entry]
  /// The files that were read.
  public let files: [String]

  /// Reads answers.
  /// - Parameter paths: files, and folders of which every `.csv` file is read.
  /// - Throws: `ScenarioProblems` with everything that is wrong.
  public static func read(_ paths: [String]) throws(ScenarioProblems) -> Survey {
    let builder = ScenarioBuilder()
    var (entries, files): ([Entry], [String]) = ([], [])
    for path in paths {
      for file in Self.files(path, builder) where !files.contains(file) {
        files.append(file)
        do {
          entries += Self.entries(try Sheet.read(path: file, as: file), builder)
        } catch {
          builder.problems.add(error)
        }
      }
    }
    Self.check(entries, builder)
    guard builder.problems.problems.isEmpty else { throw builder.problems }
    return Survey(entries: entries, files: files)
  }

  /// The last answer of each company: what it sent for an earlier date is replaced as a whole.
  public var latest: [Entry] {
    var last: [String: PartialDate] = [:]
    for entry in entries {
      last[entry.companyID] = max(last[entry.companyID] ?? entry.surveyDate, entry.surveyDate)
    }
    return entries.filter { entry in last[entry.companyID].map { !(entry.surveyDate < $0) } ?? true }
  }

  /// The number of companies, those under one control counted once.
  public var companyCount: Int { Set(entries.map(\.group)).count }

  private static func files(_ path: String, _ builder: ScenarioBuilder) -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
      return [path]
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let found = names.filter { $0.hasSuffix(".csv") }.sorted()
    if found.isEmpty { builder.problems.add(path, 0, "there is no .csv file in this folder") }
    return found.map { (path.hasSuffix("/") ? path : path + "/") + $0 }
  }
}

// MARK: Reading

extension Survey {
  private static func entries(_ sheet: Sheet, _ builder: ScenarioBuilder) -> [Entry] {
    let known = columns.map(\.name)
    for name in sheet.header where !known.contains(name) {
      let near = nearestWord(to: name, in: known).map { "; is '\($0)' meant?" } ?? ""
      builder.problems.add(sheet.file, 1, "the survey has no column '\(name)'\(near)")
    }
    let table = ScenarioTable(sheet, columns: columns.filter(\.isRequired).map(\.name), builder)
    if sheet.rows.isEmpty {
      builder.problems.add(sheet.file, 0, "there is no row: one for each plant is expected")
    }
    return table.rows.compactMap { entry($0, builder) }
  }

  private static func entry(_ row: ScenarioTable.Row, _ builder: ScenarioBuilder) -> Entry? {
    let (id, plant, country) = (row.text("company_id"), row.text("plant"), row.text("country"))
    let (company, name) = (row.text("company"), row.text("name"))
    func date(_ column: String, isRequired: Bool) -> PartialDate? {
      let text = row[column]
      if let date = PartialDate(text) { return date }
      if !text.isEmpty || isRequired {
        row.problem(
          "'\(column)' is '\(text)': a date such as 2025-09-30, 2028-10, 2028 or FY2028 is expected")
      }
      return nil
    }
    let surveyDate = date("survey_date", isRequired: row.table.has("survey_date"))
    let since = date("since", isRequired: row.table.has("since"))
    let start = date("start", isRequired: false)
    let capacity = row.number("capacity_GWh_per_year", unit: "GWh/yr", in: 0...500)
    let investment = row.number("investment_billion_JPY", unit: "billion JPY", in: 0...20_000)
    let subsidy = row.number("subsidy_billion_JPY", unit: "billion JPY", in: 0...20_000)
    let people = row.number("people", unit: "people", in: 0...100_000)
    guard let state = row.choice("state", PlantState.self), let use = row.choice("use", Use.self),
      let surveyDate, let since
    else { return nil }
    if surveyDate < since {
      row.problem("the state is from \(since), after the date of the survey (\(surveyDate))")
    }
    if let start, state == .running, since < PartialDate(year: start.year) {
      row.problem("the plant runs since \(since), before it is built (start \(start))")
    }
    if let investment, let subsidy, subsidy > investment {
      row.problem(
        "the subsidy of \(subsidy.short) billion JPY is more than the investment of \(investment.short)")
    }
    let group = row["group_id"]
    return Entry(
      companyID: id, company: company, group: group.isEmpty ? id : group, surveyDate: surveyDate,
      plant: plant,
      name: Bilingual(name, row["name_ja"].isEmpty ? name : row["name_ja"]), country: country, use: use,
      state: state, since: since, start: start, capacity: capacity, investment: investment, subsidy: subsidy,
      people: people, note: row["note"], place: row.place)
  }

  /// What only several rows or files together show.
  private static func check(_ entries: [Entry], _ builder: ScenarioBuilder) {
    var (companies, plants): ([String: Entry], [String: Entry]) = ([:], [:])
    for entry in entries {
      if let first = companies[entry.companyID] {
        if first.company != entry.company {
          builder.problem(
            entry.place,
            "the company '\(entry.companyID)' is '\(entry.company)' here and '\(first.company)' in \(first.place)"
          )
        }
        if first.group != entry.group {
          builder.problem(
            entry.place,
            "the company '\(entry.companyID)' is of the group '\(entry.group)' here and '\(first.group)' in \(first.place)"
          )
        }
      } else {
        companies[entry.companyID] = entry
      }
      let key = "\(entry.companyID)\u{0}\(entry.plant)\u{0}\(entry.surveyDate)"
      if let first = plants[key] {
        builder.problem(
          entry.place,
          "the plant '\(entry.plant)' of '\(entry.companyID)' is there twice for \(entry.surveyDate): it is in \(first.place) too"
        )
      } else {
        plants[key] = entry
      }
    }
  }
}

// MARK: Template

extension Survey {
  /// The columns, in the order of the template.
  public static let columns: [Column] = [
    column(
      "company_id", "the association's id of the company; the same in every file and year", "企業ID(毎年同じ)"),
    column("company", "the company's name", "企業名"),
    column(
      "group_id", "an id that companies under one control share; empty where there is none",
      "企業グループID(なければ空欄)",
      required: false),
    column("survey_date", "the date that the answer is for, such as 2025-09-30", "調査基準日"),
    column("plant", "the company's id of the plant or of its stage; the same every year", "工場(期)ID(毎年同じ)"),
    column("name", "the plant's name", "工場名"),
    column("name_ja", "its name in Japanese", "工場名(日本語)", required: false),
    column("country", "where it is, such as Japan", "所在国"),
    column("use", "automotive, stationary or other", "用途(automotive, stationary, other)"),
    column(
      "state", "planned, certified, under_construction, running, postponed or cancelled",
      "状態(planned 計画, certified 認定, under_construction 建設中, running 稼働, postponed 延期, cancelled 中止)"),
    column("since", "when it came into that state", "その状態になった日"),
    column("start", "when production begins or began: 2028-10, 2028 or FY2028", "生産開始(2028-10、2028、FY2028)"),
    column("capacity_GWh_per_year", "nameplate capacity of cells in GWh/yr", "公称能力(GWh/年)"),
    column("investment_billion_JPY", "investment in billion yen (10 億円)", "投資額(10億円)"),
    column("subsidy_billion_JPY", "the most that is paid as subsidy in billion yen", "助成額上限(10億円)"),
    column("people", "people who work or will work there", "従業員数(予定を含む)"),
    column("note", "anything else", "備考", required: false),
  ]

  private static func column(_ name: String, _ en: String, _ ja: String, required: Bool = true) -> Column {
    Column(name: name, isRequired: required, explanation: Bilingual(en, ja))
  }

  /// The template that a company fills in: the header row, for the answer of a company.
  public static var template: String { columns.map(\.name).joined(separator: ",") + "\n" }
}
