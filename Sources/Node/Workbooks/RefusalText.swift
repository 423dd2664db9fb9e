import Exchange
import Spreadsheet

/// Why a command refused, for a person who filled in a sheet.
enum RefusalText {
  /// - Returns: the sentence, and the key of the column where it is one of its own.
  static func sentence(_ refusal: Refusal) -> (Sentence, column: String?) {
    switch refusal {
    case .invalid(let field, let reason):
      if reason.contains("decimal") {
        return (
          Sentence("the value has more than five decimals: round it", "小数は5桁までです。四捨五入してください。"), column(field)
        )
      }
      if reason.contains("99999.99999") {
        return (
          Sentence(
            "the value must be from 0 to 99999.99999: choose a smaller unit",
            "0〜99999.99999の範囲で書いてください。小さい単位にすると収まります。"),
          column(field)
        )
      }
      if field == "ghgEmission" {
        return (
          Sentence("a data quality is given for a stage without an emission over 0", "排出量が0の段階にデータ品質は書けません。"),
          nil
        )
      }
      return (Sentence("\(field) \(reason)", "値が正しくありません（\(field): \(reason)）。"), column(field))
    case .notFound(let field):
      return (Sentence("there is no such \(field)", "見つかりません（\(field)）。"), column(field))
    case .forbidden(let reason): return (Sentence(reason, "許可されていません（\(reason)）。"), nil)
    case .taken(let field, let reason):
      return (Sentence(reason, "すでに使われています（\(reason)）。"), column(field))
    case .immutable(let field):
      return (
        Sentence(
          "a part cannot move to another plant: leave the plant as it is, or add a new part",
          "部品の事業所は変更できません。元に戻すか、新しい部品として追加してください。"),
        column(field)
      )
    case .loop(let way):
      let names = way.map { $0?.name ?? "…" }.joined(separator: " → ")
      return (
        Sentence("a part would be a component of itself: \(names)", "部品が自分自身の構成部品になります：\(names)"), nil
      )
    case .partHasStructure, .partRequested, .partAnswered:
      return (Sentence("the part is in use", "部品が使われています。"), nil)
    case .wrongState(let reason): return (Sentence(reason, "現在の状態ではできません（\(reason)）。"), nil)
    }
  }

  private static func column(_ field: String) -> String? {
    switch field {
    case "openPlantId", "plantId": "plant"
    case "globalPlantId": "global"
    case "plantName", "partsName": "name"
    case "plantAddress": "address"
    case "supportPartsName": "support"
    case "partsLabelName": "label"
    case "amountRequired": "amount"
    default: nil
    }
  }
}
