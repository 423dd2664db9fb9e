"""Writes workbooks of random cells with openpyxl and XlsxWriter, and what their cells hold as JSON.

usage: write_books.py FOLDER
Each entry: {"file", "sheets": [{"name", "cells": [[row, column, kind, value], ...]}]}
"""
import datetime, json, random, sys
import openpyxl, xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

folder = sys.argv[1]
random.seed(6)
WORDS = ["正極材", "ニッケル 811", "半角ｶﾅ", "a,b;c\td", 'quote "x"', "line\nbreak", " blanks ", "=1+1", "+81", "-", "@x",
         "𠮷野家", "é̀", "<&>", "_x0041_", "000123", "１２３", "emoji 🔋", "'apostrophe", "~①㈱∥－"]
NUMBERS = [0, 1, -1, 0.1, 1 / 3, 1e-300, 1.797693134862315e308, 5e-324, 123456789012345, 2**53, 1e21, 1e-7, 12.5, -0.05,
           3.141592653589793, 100, 1e15, 1e16]


def value():
    kind = random.choice(["text", "number", "random", "bool", "day", "moment", "time", "error"])
    if kind == "text":
        return kind, "".join(random.choice(WORDS) for _ in range(random.randint(1, 3)))
    if kind == "number":
        return "number", random.choice(NUMBERS)
    if kind == "random":
        return "number", random.uniform(-1, 1) * 10.0 ** random.randint(-30, 30)
    if kind == "bool":
        return kind, random.random() < 0.5
    day = datetime.datetime(1904, 1, 2) + datetime.timedelta(days=random.randint(0, 90000))
    if kind == "day":
        return kind, day.date()
    if kind == "moment":
        return kind, day + datetime.timedelta(seconds=random.randint(0, 86399))
    if kind == "time":
        return kind, datetime.time(random.randint(0, 23), random.randint(0, 59), random.randint(0, 59))
    return kind, random.choice(["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"])


def said(kind, v):
    if kind in ("day", "moment", "time"):
        return [{"day": "date", "moment": "date", "time": "date"}[kind], v.isoformat()]
    return [kind, v]


books = []


def sheet_cells():
    cells = {}
    for _ in range(300):
        cells[(random.randint(1, 120), random.choice([1, 2, 3, 26, 27, 52, 53, 702, 703, 16384]))] = value()
    return cells


def with_openpyxl(name, epoch=None):
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    book.remove(book.active)
    out = []
    for title in ["Parts", "部品 表", "隠し"]:
        sheet = book.create_sheet(title)
        cells = {}
        for (row, column), (kind, v) in sheet_cells().items():
            if kind == "number":
                v = float("%.16g" % v)  # what openpyxl writes
            cell = sheet.cell(row, column, v)
            # openpyxl does not escape what reads as an escape.
            cells[(row, column)] = (kind, v.replace("_x0041_", "A") if kind == "text" else v)
            if kind == "text":
                cell.data_type = "s"
            if kind == "moment":
                cell.number_format = random.choice(["yyyy-mm-dd hh:mm:ss", 'ggge"年"m"月"d"日" h:mm', "m/d/yy h:mm"])
            if kind == "day":
                cell.number_format = random.choice(["yyyy/m/d", "[$-411]ggge\"年\"m\"月\"d\"日\";@", "mmm-yy", "[Red]d\\.m\\."])
        if title == "隠し":
            sheet.sheet_state = "hidden"
        else:
            out.append({"name": title, "cells": [[r, c] + said(k, v) for (r, c), (k, v) in cells.items()]})
    book.save(f"{folder}/{name}")
    books.append({"file": name, "sheets": out})


def with_xlsxwriter(name, options):
    book = xlsxwriter.Workbook(f"{folder}/{name}", options)
    formats = {"day": book.add_format({"num_format": 14}), "moment": book.add_format({"num_format": "yyyy/mm/dd hh:mm:ss"}),
               "time": book.add_format({"num_format": 21})}
    out = []
    for title in ["Parts", "部品"]:
        sheet = book.add_worksheet(title)
        cells = sheet_cells()
        kept = []
        for row, column in sorted(cells):
            kind, v = cells[(row, column)]
            at = (row - 1, column - 1)
            if kind == "text":
                sheet.write_string(*at, v)
            elif kind == "number":
                v = float("%.16G" % v)
                sheet.write_number(*at, v)
            elif kind == "bool":
                sheet.write_boolean(*at, v)
            elif kind == "error":
                sheet.write_formula(*at, "=NA()", None, v)
            else:
                sheet.write_datetime(*at, v, formats[kind])
            kept.append([row, column] + said(kind, v))
        # Formulas with values of all kinds, a merged range, rich text.
        sheet.write_formula(200, 0, "=1+1", None, 2)
        sheet.write_formula(200, 1, '="a"', None, "計算")
        sheet.write_formula(200, 2, "=TRUE", None, True)
        kept += [[201, 1, "number", 2], [201, 2, "text", "計算"], [201, 3, "bool", True]]
        sheet.merge_range(201, 0, 203, 2, "merged")
        kept.append([202, 1, "text", "merged"])
        sheet.write_rich_string(204, 0, "Li", book.add_format({"font_script": 2}), "2", "CO", book.add_format({"bold": True}), "3")
        kept.append([205, 1, "text", "Li2CO3"])
        sheet.write_number(205, 0, 123, book.add_format({"num_format": "000000"}))
        kept.append([206, 1, "zeros", "000123"])
        sheet.write_number(206, 0, 1.5, book.add_format({"num_format": "[h]:mm"}))
        kept.append([207, 1, "number", 1.5])
        sheet.write_number(207, 0, 0.25, book.add_format({"num_format": '0.00" days"'}))
        kept.append([208, 1, "number", 0.25])
        out.append({"name": title, "cells": kept})
    hidden = book.add_worksheet("very hidden")
    hidden.very_hidden()
    book.close()
    books.append({"file": name, "sheets": out})


with_openpyxl("openpyxl.xlsx")
with_openpyxl("openpyxl1904.xlsx", openpyxl.utils.datetime.CALENDAR_MAC_1904)
with_xlsxwriter("xlsxwriter.xlsx", {})
with_xlsxwriter("inline.xlsx", {"constant_memory": True})
with_xlsxwriter("xlsxwriter1904.xlsx", {"date_1904": True})
book = openpyxl.Workbook()
book.active.title = "Rich"
book.active["A1"] = CellRichText("正極", TextBlock(InlineFont(b=True), "材 "), "NMC")
book.active["B2"] = "=1+1"
book.save(f"{folder}/rich.xlsx")
books.append({"file": "rich.xlsx", "sheets": [{"name": "Rich", "cells": [[1, 1, "text", "正極材 NMC"], [2, 2, "formula", ""]]}]})
print(json.dumps(books))
