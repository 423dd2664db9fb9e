import CXlsxWriter
import Foundation

/// Writes XLSX files: titles in bold, frozen, with filters, comments and choices. Numbers have 16 significant
/// digits; texts are never formulas.
public enum XLSXWriter {
  /// - Throws: `SpreadsheetProblem` for what a worksheet cannot hold.
  public static func data(_ sheets: [SheetDraft]) throws -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("denchi-xlsx-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("book.xlsx").path
    try write(sheets, path: path, folder: folder.path)
    return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  private static func write(_ sheets: [SheetDraft], path: String, folder: String) throws {
    try folder.withCString { temporary in
      var options = lxw_workbook_options()
      options.tmpdir = UnsafeMutablePointer(mutating: temporary)
      guard let workbook = workbook_new_opt(path, &options) else { throw failure("no memory", "メモリー不足です。") }
      let formats = Formats(workbook)
      var failed: (any Error)?
      do {
        for sheet in sheets { try add(sheet, to: workbook, formats) }
      } catch {
        failed = error
      }
      // Closing frees the workbook in any case.
      let status = workbook_close(workbook)
      if let failed { throw failed }
      guard status == LXW_NO_ERROR else {
        let reason = lxw_strerror(status).map { String(cString: $0) } ?? "unknown"
        throw failure("the file could not be written: \(reason)", "ファイルを書き込めませんでした（\(reason)）。")
      }
    }
  }

  private struct Formats {
    let title: UnsafeMutablePointer<lxw_format>?
    let example: UnsafeMutablePointer<lxw_format>?
    let prose: UnsafeMutablePointer<lxw_format>?

    init(_ workbook: UnsafeMutablePointer<lxw_workbook>) {
      title = workbook_add_format(workbook)
      format_set_bold(title)
      format_set_bg_color(title, 0xDCE9F5)
      format_set_bottom(title, UInt8(LXW_BORDER_THIN.rawValue))
      format_set_text_wrap(title)
      format_set_align(title, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
      example = workbook_add_format(workbook)
      format_set_italic(example)
      format_set_font_color(example, 0x6B6B6B)
      prose = workbook_add_format(workbook)
      format_set_text_wrap(prose)
      format_set_align(prose, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
    }
  }

  private static func add(
    _ draft: SheetDraft, to workbook: UnsafeMutablePointer<lxw_workbook>, _ formats: Formats
  ) throws {
    guard workbook_validate_sheet_name(workbook, draft.name) == LXW_NO_ERROR,
      let sheet = workbook_add_worksheet(workbook, draft.name)
    else {
      throw failure("'\(draft.name)' cannot be the name of a sheet", "「\(draft.name)」はシート名にできません。")
    }
    for (index, column) in draft.columns.enumerated() {
      let at = lxw_col_t(index)
      worksheet_set_column(sheet, at, at, column.width, nil)
      try check(worksheet_write_string(sheet, 0, at, column.title, formats.title), draft.name, 1, index)
      if let note = column.note { worksheet_write_comment(sheet, 0, at, note) }
      if let choices = column.choices { add(choices, to: sheet, at) }
    }
    if !draft.columns.isEmpty {
      worksheet_freeze_panes(sheet, 1, 0)
      if !draft.isProse {
        worksheet_autofilter(
          sheet, 0, 0, lxw_row_t(max(draft.rows.count, 1)), lxw_col_t(draft.columns.count - 1))
      }
    }
    let first = draft.columns.isEmpty ? 0 : 1
    for (offset, row) in draft.rows.enumerated() {
      let number = first + offset
      let format =
        draft.isProse ? formats.prose : draft.exampleRows.contains(number + 1) ? formats.example : nil
      for (column, value) in row.enumerated() {
        guard let value else { continue }
        let (r, c) = (lxw_row_t(number), lxw_col_t(column))
        let status =
          switch value {
          case .number(let value): worksheet_write_number(sheet, r, c, value.value, format)
          case .bool(let value): worksheet_write_boolean(sheet, r, c, value ? 1 : 0, format)
          case .text(let text): worksheet_write_string(sheet, r, c, RichText.escaped(text), format)
          case .date, .error, .formula: worksheet_write_string(sheet, r, c, value.text, format)
          }
        try check(status, draft.name, number + 1, column)
      }
    }
  }

  private static func add(
    _ choices: SheetDraft.Choices, to sheet: UnsafeMutablePointer<lxw_worksheet>, _ column: lxw_col_t
  ) {
    var validation = lxw_data_validation()
    validation.error_type = UInt8(LXW_VALIDATION_ERROR_TYPE_WARNING.rawValue)
    validation.ignore_blank = UInt8(LXW_VALIDATION_ON.rawValue)
    validation.show_error = UInt8(LXW_VALIDATION_ON.rawValue)
    validation.dropdown = UInt8(LXW_VALIDATION_ON.rawValue)
    switch choices {
    case .list(let items):
      validation.validate = UInt8(LXW_VALIDATION_TYPE_LIST.rawValue)
      var list: [UnsafeMutablePointer<CChar>?] = items.map { strdup($0) } + [nil]
      defer { for text in list { free(text) } }
      list.withUnsafeMutableBufferPointer { buffer in
        validation.value_list = buffer.baseAddress
        _ = worksheet_data_validation_range(sheet, 1, column, 10_000, column, &validation)
      }
    case .range(let formula):
      validation.validate = UInt8(LXW_VALIDATION_TYPE_LIST_FORMULA.rawValue)
      let text = strdup(formula)
      defer { free(text) }
      validation.value_formula = text
      worksheet_data_validation_range(sheet, 1, column, 10_000, column, &validation)
    }
  }

  private static func check(_ status: lxw_error, _ sheet: String, _ row: Int, _ column: Int) throws {
    guard status == LXW_NO_ERROR else {
      let reason = lxw_strerror(status).map { String(cString: $0) } ?? "unknown"
      throw SpreadsheetProblem(
        Sentence("the value cannot be written: \(reason)", "値を書き込めません（\(reason)）。"), sheet: sheet, row: row,
        column: column + 1)
    }
  }

  private static func failure(_ english: String, _ japanese: String) -> SpreadsheetProblem {
    SpreadsheetProblem(Sentence(english, japanese))
  }
}
