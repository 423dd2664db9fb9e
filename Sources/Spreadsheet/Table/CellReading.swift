import Foundation

/// A cell's value as a type, with what a person should know of it; or why it is none.
public enum CellReading<Value: Sendable>: Sendable {
  case value(Value, note: Sentence? = nil)
  case misfit(Sentence)
}
extension CellReading: Equatable where Value: Equatable {}

extension CellValue {
  /// The cell as text: numbers in their shortest form.
  public var asText: CellReading<String> {
    switch self {
    case .error(let code): .misfit(CellValue.isError(code))
    case .formula: .misfit(CellValue.isFormula)
    default: .value(text)
    }
  }

  /// The cell as a number: a number cell, or text that is one. Digits may be full-width; commas between
  /// thousands are read over, with a note.
  /// - Parameter allowsGroups: false where a comma may be a decimal point.
  public func asNumber(allowsGroups: Bool = true) -> CellReading<Double> {
    switch self {
    case .number(let number): return .value(number.value)
    case .error(let code): return .misfit(CellValue.isError(code))
    case .formula: return .misfit(CellValue.isFormula)
    case .bool, .date: return .misfit(CellValue.noNumber(text))
    case .text: break
    }
    if let number = DecimalText.value(text) { return .value(number) }
    let folded = text.precomposedStringWithCompatibilityMapping.replacingOccurrences(
      of: "\u{2212}", with: "-")
    if let number = DecimalText.value(folded) {
      return .value(
        number,
        note: Sentence(
          "'\(text)' was read as \(CellNumber(number).text)", "「\(text)」を\(CellNumber(number).text)として読みました。")
      )
    }
    if folded.wholeMatch(of: #/[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?/#) != nil,
      let number = DecimalText.value(folded.replacingOccurrences(of: ",", with: ""))
    {
      guard allowsGroups else {
        return .misfit(
          Sentence(
            "'\(text)' may mean two numbers: write it without a comma, with a point for decimals",
            "「\(text)」のコンマの意味が決まりません。コンマなしで、小数点はピリオドで書いてください。"))
      }
      return .value(
        number,
        note: Sentence(
          "'\(text)' was read as \(CellNumber(number).text)", "「\(text)」を\(CellNumber(number).text)として読みました。")
      )
    }
    return .misfit(CellValue.noNumber(text))
  }

  /// The cell as a yes or no, in English or Japanese.
  public var asBool: CellReading<Bool> {
    switch self {
    case .bool(let bool): return .value(bool)
    case .error(let code): return .misfit(CellValue.isError(code))
    case .formula: return .misfit(CellValue.isFormula)
    default: break
    }
    switch text.precomposedStringWithCompatibilityMapping.lowercased() {
    case "true", "yes", "y", "1", "はい", "有", "あり", "○", "〇", "◯", "✓", "✔", "x": return .value(true)
    case "false", "no", "n", "0", "いいえ", "無", "なし", "×", "-", "ー": return .value(false)
    default:
      return .misfit(Sentence("'\(shortened)' should be yes or no", "「\(shortened)」は「はい」か「いいえ」にしてください。"))
    }
  }

  /// The cell as a day, `2024-12-31`; text may also be `2024/12/31` or `2024年12月31日`.
  public var asDate: CellReading<String> {
    switch self {
    case .date(let text) where text.contains("-"): return .value(String(text.prefix(10)))
    case .error(let code): return .misfit(CellValue.isError(code))
    case .formula: return .misfit(CellValue.isFormula)
    default: break
    }
    let folded = text.precomposedStringWithCompatibilityMapping
    if let match = folded.wholeMatch(of: #/([0-9]{4})(?:-|/|\.|年)([0-9]{1,2})(?:-|/|\.|月)([0-9]{1,2})日?/#),
      let year = Int(match.1), let month = Int(match.2), let day = Int(match.3), (1...12).contains(month),
      (1...SerialDate.days(inMonth: month, year: year)).contains(day)
    {
      return .value(
        "\(match.1)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)")
    }
    return .misfit(
      Sentence(
        "'\(shortened)' is no day: write it as 2024-12-31", "「\(shortened)」は日付ではありません。2024-12-31のように書いてください。")
    )
  }

  /// The text, cut where it is too long for a message.
  var shortened: String { text.count > 40 ? text.prefix(39) + "…" : text }

  private static func noNumber(_ text: String) -> Sentence {
    let shortened = CellValue.text(text).shortened
    return Sentence(
      "'\(shortened)' is no number: write digits, with a point for decimals and without a unit",
      "「\(shortened)」は数値ではありません。単位を付けず、小数点はピリオドで書いてください。")
  }
  private static func isError(_ code: String) -> Sentence {
    Sentence(
      "the cell holds the error \(code): correct its formula or write the value",
      "セルがエラー（\(code)）です。数式を直すか、値を入力してください。")
  }
  private static var isFormula: Sentence {
    Sentence(
      "the cell holds a formula without a result: open the file in a spreadsheet program and save it",
      "数式の計算結果がありません。表計算ソフトで開いて保存し直してください。")
  }
}
