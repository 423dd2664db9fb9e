import Spreadsheet

extension WorkbookSheet {
  /// The columns of the sheet, in the order they are written.
  var columns: [WorkbookColumn] { WorkbookSheet.allColumns[self] ?? [] }

  private static let allColumns = Dictionary(
    uniqueKeysWithValues: WorkbookSheet.allCases.map { ($0, $0.layout) })

  private var layout: [WorkbookColumn] {
    switch self {
    case .plants:
      [
        WorkbookColumn(
          "plant", "Plant no.", "事業所番号", ["plant number", "plant id", "openPlantId", "事業所コード", "工場番号"],
          required: true,
          help: Sentence("6 to 26 characters, the last six of them digits", "6〜26文字。末尾の6文字は数字")),
        WorkbookColumn(
          "name", "Plant name", "事業所名", ["name", "plantName", "工場名", "事業所名称"], required: true, width: 28,
          help: Sentence("at most 256 characters", "256文字まで")),
        WorkbookColumn(
          "address", "Address", "所在地", ["plant address", "plantAddress", "住所", "事業所所在地"], required: true,
          width: 40, help: Sentence("at most 256 characters", "256文字まで")),
        WorkbookColumn(
          "global", "Global plant no.", "グローバル事業所番号", ["globalPlantId", "global plant id"], width: 22,
          help: Sentence("a world-wide number, if there is one", "国際的な番号があれば")),
      ]
    case .parts:
      [
        partNumber("name", "Part no.", "部品項目", ["品番", "部品番号", "品目番号", "part number", "part", "partsName"]),
        supportNumber("support", "Sub no.", "補助項目", ["枝番", "sub number", "support no.", "supportPartsName"]),
        WorkbookColumn(
          "label", "Part name", "部品名称", ["品名", "部品名", "名称", "description", "partsLabelName"], width: 28,
          help: Sentence("at most 50 characters", "50文字まで")),
        plantNumber("plant", "Plant no.", "事業所番号", ["plant", "plant name", "事業所", "事業所名", "工場", "plantId"]),
        unit,
        WorkbookColumn(
          "terminated", "Last in chain", "終端", ["終端フラグ", "terminatedFlag", "terminated", "no supplier"],
          width: 12,
          help: Sentence(
            "yes: no supplier of this part takes part in the system; no or empty otherwise",
            "この部品の仕入先がシステムに参加していないときは「はい」")),
        info(1), info(2), info(3), traceID,
      ]
    case .structure:
      [
        partNumber("parent", "Parent part no.", "親部品項目", ["親品番", "親部品番号", "parent", "parent part"]),
        supportNumber("parentSupport", "Parent sub no.", "親補助項目", ["親枝番"]),
        plantNumber("parentPlant", "Parent plant no.", "親事業所番号", ["親事業所", "parent plant"]),
        partNumber(
          "component", "Component part no.", "構成部品項目",
          ["子部品項目", "子品番", "構成品番", "構成部品番号", "component", "child", "child part no."]),
        supportNumber("componentSupport", "Component sub no.", "構成補助項目", ["子補助項目", "子枝番"]),
        plantNumber(
          "componentPlant", "Component plant no.", "構成事業所番号", ["子事業所番号", "子事業所", "component plant"]),
        WorkbookColumn(
          "amount", "Amount", "活動量", ["使用量", "員数", "数量", "quantity", "amountRequired", "amount per parent"],
          required: true, width: 12,
          help: Sentence(
            "how much of the component one unit of the parent needs, in the component's unit",
            "親部品1単位に必要な量（構成部品の単位で）")),
        unit,
      ]
    case .footprints:
      [
        partNumber("name", "Part no.", "部品項目", ["品番", "部品番号", "品目番号", "part number", "part"]),
        supportNumber("support", "Sub no.", "補助項目", ["枝番", "sub number"]),
        plantNumber("plant", "Plant no.", "事業所番号", ["plant", "plant name", "事業所", "事業所名"]),
        unit,
        emission("preProduction", "Raw materials, own work", "前処理自社由来", ["前処理自社由来排出量"]),
        emission("mainProduction", "Production, own work", "製造自社由来", ["製造自社由来排出量", "主な製造自社由来"]),
        emission("preComponent", "Raw materials, components", "前処理部品由来", ["前処理部品由来排出量"]),
        emission("mainComponent", "Production, components", "製造部品由来", ["製造部品由来排出量", "主な製造部品由来"]),
        rating("pre", "TeR"), rating("pre", "GeR"), rating("pre", "TiR"), rating("main", "TeR"),
        rating("main", "GeR"), rating("main", "TiR"),
      ]
    }
  }

  private func rating(_ stage: String, _ rating: String) -> WorkbookColumn {
    let (english, japanese) = stage == "pre" ? ("Raw materials", "前処理") : ("Production", "製造")
    return WorkbookColumn(
      stage + rating, "\(english) \(rating)", japanese + rating, [stage + rating], width: 10,
      help: Sentence("data quality, 1 best to 5 worst; may be empty", "データ品質。1（最良）〜5（最低）。空欄可"))
  }

  private func partNumber(
    _ key: String, _ english: String, _ japanese: String, _ synonyms: [String]
  ) -> WorkbookColumn {
    WorkbookColumn(
      key, english, japanese, synonyms, required: true, width: 20,
      help: Sentence("what your company calls the part, at most 50 characters", "自社での部品の呼び方（品番など）。50文字まで"))
  }

  private func supportNumber(
    _ key: String, _ english: String, _ japanese: String, _ synonyms: [String]
  ) -> WorkbookColumn {
    WorkbookColumn(
      key, english, japanese, synonyms, width: 12,
      help: Sentence("tells parts with one number apart; may be empty", "同じ品番を区別する枝番など。空欄可"))
  }

  private func plantNumber(
    _ key: String, _ english: String, _ japanese: String, _ synonyms: [String]
  ) -> WorkbookColumn {
    WorkbookColumn(
      key, english, japanese, synonyms,
      help: Sentence("number or name of the plant; may be empty with one plant", "事業所の番号か名前。事業所が1つなら空欄可"))
  }

  private var unit: WorkbookColumn {
    WorkbookColumn(
      "unit", "Unit", "単位", ["活動量単位", "unit of measure", "uom", "amountRequiredUnit"],
      width: 14,
      help: Sentence(
        "what the part is counted in: \(UnitNames.choices(.english).joined(separator: ", "))",
        "部品を数える単位：\(UnitNames.choices(.japanese).joined(separator: "、"))"))
  }

  private func emission(
    _ key: String, _ english: String, _ japanese: String, _ synonyms: [String]
  ) -> WorkbookColumn {
    WorkbookColumn(
      key, english + " (kg CO2e)", japanese + "（kg-CO2e）", synonyms + [key], width: 18,
      help: Sentence(
        "kg CO2e for one unit of the part, 0 to 99999.99999, at most five decimals",
        "部品1単位あたりのkg-CO2e。0〜99999.99999、小数5桁まで"))
  }

  private func info(_ number: Int) -> WorkbookColumn {
    WorkbookColumn(
      "info\(number)", "Note \(number)", "補足情報\(number)", ["部品補足情報\(number)", "partsAddInfo\(number)"],
      help: Sentence("at most 50 characters", "50文字まで"))
  }

  private var traceID: WorkbookColumn {
    WorkbookColumn(
      "traceID", "Trace ID", "トレース識別子", ["traceId"], width: 38,
      help: Sentence(
        "given by the node; leave it as it is, or empty for a new part", "システムが付ける番号。変更しないこと。新しい部品は空欄"))
  }
}
