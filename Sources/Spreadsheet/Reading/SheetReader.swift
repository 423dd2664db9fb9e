/// Reads the cells of one worksheet.
final class SheetReader: XMLHandler {
  var problem: SpreadsheetProblem?
  private(set) var cellCount = 0
  private let name: String
  private let strings: [String]
  private let styles: [NumberKind]
  private let usesDatesFrom1904: Bool
  private let limits: SpreadsheetLimits
  private let cellsBefore: Int

  private var rows: [Row] = []
  private var isSorted = true
  private var cells: [Cell] = []
  private var cellsAreSorted = true
  private var rowNumber = 0
  private var column = 0
  private var type = CellType.number
  private var style = 0
  private var hasFormula = false
  private var isValue = false
  private var isInline = false
  private var value: [UInt8] = []
  private var text = RichText()

  private enum CellType { case number, shared, inline, formulaText, bool, error, date }

  init(
    name: String, strings: [String], styles: [NumberKind], usesDatesFrom1904: Bool, limits: SpreadsheetLimits,
    cellsBefore: Int
  ) {
    self.name = name
    self.strings = strings
    self.styles = styles
    self.usesDatesFrom1904 = usesDatesFrom1904
    self.limits = limits
    self.cellsBefore = cellsBefore
  }

  /// What was read.
  var sheet: Sheet {
    guard !isSorted else { return Sheet(name: name, rows: rows) }
    let byNumber = Dictionary(grouping: rows, by: \.number)
    let sorted = byNumber.keys.sorted().map { number in
      Row(number: number, cells: SheetReader.sorted((byNumber[number] ?? []).flatMap(\.cells)))
    }
    return Sheet(name: name, rows: sorted)
  }

  static func tooManyCells(_ limit: Int) -> Sentence {
    Sentence(
      "the workbook has more than \(limit) cells: split it", "セルが多すぎます（上限\(limit)）。分割してください。")
  }

  func start(_ name: XMLName, _ attributes: XMLAttributes) {
    if name("c") {
      startCell(attributes)
    } else if name("v") {
      isValue = true
      value.removeAll(keepingCapacity: true)
    } else if name("row") {
      rowNumber += 1
      column = 0
      cells = []
      cellsAreSorted = true
      if let number = attributes["r"] {
        guard let number = Int(number), number >= 1, number <= 1_048_576 else {
          return refuse(Sentence("a row has no valid number: save the file anew", "行番号が不正です。保存し直してください。"))
        }
        if number < rowNumber { isSorted = false }
        rowNumber = number
      }
      if rowNumber > 1_048_576 { refuse(SheetReader.tooManyCells(limits.cells)) }
    } else if name("f") {
      hasFormula = true
    } else if name("is") {
      isInline = true
      text = RichText()
    } else if isInline {
      text.start(name)
    }
  }

  func end(_ name: XMLName) {
    if name("c") {
      endCell()
    } else if name("v") {
      isValue = false
    } else if name("row") {
      if !cells.isEmpty {
        rows.append(Row(number: rowNumber, cells: cellsAreSorted ? cells : SheetReader.sorted(cells)))
      }
    } else if name("is") {
      isInline = false
    } else if isInline {
      text.end(name)
    }
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    if isValue { value.append(contentsOf: bytes) } else if isInline { text.append(bytes) }
    if value.count > limits.cellBytes || text.bytes.count > limits.cellBytes {
      refuse(RichText.tooLong(limits.cellBytes))
    }
  }

  private func startCell(_ attributes: XMLAttributes) {
    column += 1
    type = .number
    style = 0
    hasFormula = false
    value.removeAll(keepingCapacity: true)
    text = RichText()
    let before = column
    attributes.forEach { key, value in
      guard key[1] == 0 else { return }
      switch UInt8(bitPattern: key[0]) {
      case UInt8(ascii: "r"): column = SheetReader.column(value)
      case UInt8(ascii: "s"): style = Int(String(cString: value)) ?? 0
      case UInt8(ascii: "t"): type = SheetReader.type(value)
      default: break
      }
    }
    if column < before { cellsAreSorted = false }
    if column < 1 || column > 16_384 {
      column = before
      refuse(Sentence("a cell has no valid reference: save the file anew", "セル番地が不正です。保存し直してください。"))
    }
  }

  private func endCell() {
    guard let value = cellValue() else { return }
    cells.append(Cell(column: column, value: value))
    cellCount += 1
    if cellsBefore + cellCount > limits.cells { refuse(SheetReader.tooManyCells(limits.cells)) }
  }

  private func cellValue() -> CellValue? {
    if type == .inline {
      let string = text.string
      return string.isEmpty ? nil : .text(string)
    }
    guard !value.isEmpty else { return hasFormula && type != .formulaText ? .formula : nil }
    switch type {
    case .shared:
      guard let index = SheetReader.integer(value), strings.indices.contains(index) else {
        refuse(
          Sentence("the cell's text is not in the file: save the file anew", "セルの文字列がファイルにありません。保存し直してください。"))
        return nil
      }
      return strings[index].isEmpty ? nil : .text(strings[index])
    case .formulaText, .inline: return .text(RichText.unescaped(value))
    case .bool: return .bool(value == [UInt8(ascii: "1")] || value == Array("true".utf8))
    case .error: return .error(String(decoding: value, as: UTF8.self))
    case .date: return .date(SheetReader.dateText(value))
    case .number: return number()
    }
  }

  private func number() -> CellValue? {
    guard let number = SheetReader.number(value) else {
      refuse(
        Sentence(
          "the cell should hold a number and holds '\(String(decoding: value.prefix(40), as: UTF8.self))'",
          "数値のセルの中身が数値ではありません。"))
      return nil
    }
    switch style < styles.count && style >= 0 ? styles[style] : .plain {
    case .plain: return .number(number)
    case .zeros(let digits):
      let zeros = digits - number.text.utf8.count
      guard zeros > 0, number.text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return .number(number) }
      return .number(CellNumber(number.value, text: String(repeating: "0", count: zeros) + number.text))
    case .date(let hasDay, let hasTime):
      let text = SerialDate.text(
        number.value, from1904: usesDatesFrom1904, hasDay: hasDay, hasTime: hasTime)
      return text.map { .date($0) } ?? .number(number)
    }
  }

  private func refuse(_ message: Sentence) {
    guard problem == nil else { return }
    problem = SpreadsheetProblem(
      message, sheet: name, row: rowNumber > 0 ? rowNumber : nil, column: column > 0 ? column : nil)
  }

  private static func sorted(_ cells: [Cell]) -> [Cell] {
    var byColumn: [Int: Cell] = [:]
    for cell in cells { byColumn[cell.column] = cell }
    return byColumn.values.sorted { $0.column < $1.column }
  }

  /// The column of a reference such as `AB12`; 0 if it is none.
  private static func column(_ reference: UnsafePointer<CChar>) -> Int {
    var column = 0
    var at = reference
    while true {
      let byte = UInt8(bitPattern: at[0])
      switch byte {
      case 65...90: column = column * 26 + Int(byte - 64)
      case 97...122: column = column * 26 + Int(byte - 96)
      default: return column
      }
      if column > 16_384 { return 0 }
      at += 1
    }
  }

  private static func type(_ text: UnsafePointer<CChar>) -> CellType {
    switch String(cString: text) {
    case "s": .shared
    case "inlineStr": .inline
    case "str": .formulaText
    case "b": .bool
    case "e": .error
    case "d": .date
    default: .number
    }
  }

  private static func integer(_ bytes: [UInt8]) -> Int? {
    guard bytes.count <= 10 else { return nil }
    var result = 0
    for byte in bytes {
      guard byte >= 48, byte <= 57 else { return nil }
      result = result * 10 + Int(byte - 48)
    }
    return result
  }

  private static func number(_ bytes: [UInt8]) -> CellNumber? {
    if bytes.count <= 15, let integer = integer(bytes) {
      return CellNumber(Double(integer), text: String(integer))
    }
    return DecimalText.value(String(decoding: bytes, as: UTF8.self).trimmed).map { CellNumber($0) }
  }

  /// `2024-12-31T00:00:00` without a time of midnight and a zone of Z.
  private static func dateText(_ bytes: [UInt8]) -> String {
    var text = String(decoding: bytes, as: UTF8.self)
    if text.hasSuffix("Z") { text.removeLast() }
    return text.hasSuffix("T00:00:00") ? String(text.dropLast(9)) : text
  }
}
