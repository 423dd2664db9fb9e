"""Prints what openpyxl finds in a workbook as JSON: cells, frozen panes, choices, comments, column widths.

usage: read_book.py FILE
"""
import json, sys
import openpyxl

book = openpyxl.load_workbook(sys.argv[1])
print(json.dumps([{
    "name": sheet.title,
    "cells": [[cell.row, cell.column, cell.data_type, cell.value if not hasattr(cell.value, "isoformat") else cell.value.isoformat()]
              for row in sheet.iter_rows() for cell in row if cell.value is not None],
    "frozen": sheet.freeze_panes,
    "choices": [[str(v.sqref), v.formula1] for v in sheet.data_validations.dataValidation],
    "notes": [[cell.coordinate, cell.comment.text] for row in sheet.iter_rows() for cell in row if cell.comment],
    "bold": [cell.coordinate for cell in sheet[1] if cell.font.b],
} for sheet in book.worksheets]))
