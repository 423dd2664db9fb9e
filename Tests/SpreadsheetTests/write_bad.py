"""Writes files that try to harm a reader of spreadsheets; with the standard library alone.

usage: write_bad.py FOLDER
"""
import struct, sys, zipfile, zlib

folder = sys.argv[1]
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
P = "http://schemas.openxmlformats.org/package/2006/relationships"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
M = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book(name, sheet=f'<worksheet xmlns="{M}"><sheetData/></worksheet>', more={}, drop=()):
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'<Relationships xmlns="{P}"><Relationship Id="a" Type="{R}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{M}" xmlns:r="{R}"><sheets><sheet name="Parts" sheetId="1" r:id="s"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{P}"><Relationship Id="s" Type="{R}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="t" Type="{R}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    parts.update(more)
    with zipfile.ZipFile(f"{folder}/{name}.xlsx", "w", zipfile.ZIP_DEFLATED) as z:
        for part, text in parts.items():
            if part not in drop:
                z.writestr(part, text)


def rows(cells):
    return f'<worksheet xmlns="{M}"><sheetData><row r="2">{cells}</row></sheetData></worksheet>'


def bomb(name, declared):
    """A sheet of 1 GB in 1 MB: one compressed piece repeated; `declared` is what the headers say."""
    book(name)
    path = f"{folder}/{name}.xlsx"
    with zipfile.ZipFile(path) as z:
        info = z.getinfo("xl/worksheets/sheet1.xml")
    head = f'<worksheet xmlns="{M}"><sheetData>'.encode()
    c = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = c.compress(head) + c.flush(zlib.Z_FULL_FLUSH)
    piece = c.compress(b" " * (1 << 20)) + c.flush(zlib.Z_FULL_FLUSH)
    c = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = start + piece * 1024 + c.compress(b"</sheetData></worksheet>") + c.flush()
    size = declared or len(head) + (1 << 30) + 24
    old = open(path, "rb").read()
    at = info.header_offset
    name_length, extra = struct.unpack("<HH", old[at + 26:at + 30])
    begin = at + 30 + name_length + extra
    directory = old.index(b"PK\x01\x02")
    local = old[at:at + 18] + struct.pack("<II", len(data), size) + old[at + 26:begin]
    new = bytearray(old[:at] + local + data + old[begin + info.compress_size:])
    shift = len(data) - info.compress_size
    entry = new.rindex(b"PK\x01\x02")
    new[entry + 20:entry + 28] = struct.pack("<II", len(data), size)
    end = new.rindex(b"PK\x05\x06")
    new[end + 16:end + 20] = struct.pack("<I", directory + shift)
    open(path, "wb").write(new)


book("good", rows('<c r="B2" t="inlineStr"><is><t>x</t></is></c>'))
bomb("bomb", None)
bomb("lyingBomb", 5000)
book("deep", f'<worksheet xmlns="{M}">' + "<a>" * 1_000_000)
ENTITIES = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{("&" + a + ";") * 10}">' for a, b in zip("abcdefghi", "bcdefghij")) + "]>"
book("laughs", ENTITIES + rows('<c r="B2" t="inlineStr"><is><t>&j;</t></is></c>'))
book("external", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + rows('<c r="B2" t="inlineStr"><is><t>&a;</t></is></c>'))
book("doctype", '<!DOCTYPE worksheet SYSTEM "http://127.0.0.1/x.dtd">' + rows(""))
book("broken", rows("<c r='B2'><v>1</v>"))
book("sharedMissing", rows('<c r="B2" t="s"><v>7</v></c>'))
book("noNumber", rows('<c r="B2"><v>1x</v></c>'))
book("infinite", rows('<c r="B2"><v>1e999</v></c>'))
book("badReference", rows('<c r="ZZZZ2"><v>1</v></c>'))
book("badRow", f'<worksheet xmlns="{M}"><sheetData><row r="-3"><c><v>1</v></c></row></sheetData></worksheet>')
book("longText", rows(f'<c r="B2" t="inlineStr"><is><t>{"x" * 200_000}</t></is></c>'))
book("noSheet", drop=["xl/worksheets/sheet1.xml"])
book("noWorkbook", drop=["xl/workbook.xml"])
book("noRelationships", drop=["_rels/.rels"])
book("notXML", "hello")
book("utf16", rows('<c r="B2" t="inlineStr"><is><t>文字</t></is></c>').encode("utf-16"))
with zipfile.ZipFile(f"{folder}/entries.xlsx", "w") as z:
    for i in range(20_000):
        z.writestr(f"f{i}", "")
with zipfile.ZipFile(f"{folder}/other.xlsx", "w") as z:
    z.writestr("hello.txt", "hello")
with zipfile.ZipFile(f"{folder}/ods.xlsx", "w") as z:
    z.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    z.writestr("content.xml", "<x/>")
with zipfile.ZipFile(f"{folder}/xlsb.xlsx", "w") as z:
    z.writestr("xl/workbook.bin", "")
good = open(f"{folder}/good.xlsx", "rb").read()
for cut in (0, 3, 4, 30, len(good) // 2, len(good) - 1):
    open(f"{folder}/cut{cut}.xlsx", "wb").write(good[:cut] if cut else good[:10])
ole = bytes([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) + bytes(504)
open(f"{folder}/old.xls", "wb").write(ole + "Workbook".encode("utf-16-le"))
open(f"{folder}/locked.xlsx", "wb").write(ole + "EncryptedPackage".encode("utf-16-le"))
