"""Drives the console in Chromium as people do.

console.py CHECK BASE LANGUAGE [FOLDER FOR PICTURES]
"""
import base64
import hmac
import json
import re
import struct
import sys
import tempfile
import time
from pathlib import Path

import openpyxl
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

check, base, language = sys.argv[1:4]
folder = Path(tempfile.mkdtemp())
pictures = Path(sys.argv[4]) if len(sys.argv) > 4 else None
words = json.loads(
    (Path(__file__).resolve().parents[2] / f"Sources/Node/Console/Resources/{language}.json").read_text())

A = ("oem_a@example.com", "oemA&user_01")
B = ("supplier_b@example.com", "supplierB&user_01")
HOSTILE = "<script>alert(1)</script>'; DROP TABLE records; --\"><img src=x onerror=alert(2)>"


def t(key, **values):
    text = words[key]
    for name, value in values.items():
        text = text.replace("{%s}" % name, str(value))
    return text


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, browser, width=1280):
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, reduced_motion="reduce", locale="ja-JP" if language == "ja" else "en-GB")
        self.page = self.context.new_page()
        self.faults = []
        self.page.on("pageerror", lambda e: self.faults.append(f"{self.page.url}: {e}"))
        self.page.on("console", lambda m: self.complain(m))
        self.page.on("dialog", lambda d: (self.faults.append(f"dialog {d.message}"), d.dismiss()))

    def complain(self, message):
        expected = "the server responded with a status of 4" in message.text
        if message.type == "error" and not expected:
            self.faults.append(f"{self.page.url}: {message.text}")

    def go(self, path):
        answer = self.page.goto(path if path.startswith("http") else base + path)
        return answer

    def sign_in(self, account):
        self.go("/console/sign-in")
        self.fill("account", account[0])
        self.fill("password", account[1])
        self.press("signIn.submit")
        assert self.page.url == base + "/console", self.page.url

    def fill(self, name, value):
        self.page.locator(f"main [name='{name}']").fill(value)

    def choose(self, name, value):
        self.page.locator(f"main select[name='{name}']").select_option(value)

    def tick(self, name, value):
        self.page.locator(f"main input[name='{name}'][value='{value}']").check()

    def press(self, key, **values):
        self.page.locator("main").get_by_role("button", name=t(key, **values), exact=True).first.click()

    def follow(self, key, **values):
        self.page.locator("main").get_by_role("link", name=t(key, **values), exact=True).first.click()

    def text(self):
        return self.page.locator("main").inner_text()

    def says(self, text):
        assert text in self.text(), (text, self.page.url, self.text())

    def picture(self, name):
        if pictures:
            self.page.screenshot(path=str(pictures / f"{name}-{language}.png"), full_page=True)

    def silent(self):
        assert not self.faults, self.faults


def add_part(person, name, label="", plant=None, unit="unit"):
    """From the form of a new part; gives the part's path."""
    person.fill("name", name)
    person.fill("label", label)
    person.choose("unit", unit)
    if plant:
        person.fill("plantName", plant)
        person.fill("plantAddress", "Osaka 1-2-3")
    person.press("part.save")


def add_component(person, part, name, unit, amount):
    person.go(part + "/structure")
    person.fill("name", name)
    person.choose("unit", unit)
    person.page.locator("main input[name='amount']").fill(amount)
    person.press("structure.add")
    person.says(t("done.componentAdded"))


def path(person):
    return re.sub(r"\?.*", "", person.page.url[len(base):])


def story(browser):
    a = Person(browser)
    a.sign_in(A)
    a.picture("today-first")
    a.says(t("start.title"))
    a.follow("start.partsLink")
    a.picture("part-new")
    # Mistakes are shown at their fields, and what was typed stays.
    a.fill("label", "Battery pack")
    a.press("part.save")
    assert a.page.locator("#problems a[href='#f-name']").count() == 1
    assert a.page.locator("#f-name").get_attribute("aria-invalid") == "true"
    assert a.page.locator("#f-label").input_value() == "Battery pack"
    assert a.page.evaluate("document.activeElement.id") == "problems"
    a.picture("part-problems")
    add_part(a, "PACK-1", "Battery pack", plant="Tokyo works")
    a.says(t("done.partSaved"))
    pack = path(a)
    add_component(a, pack, "CELL-50", "unit", "96")
    add_component(a, pack, "HOUSING", "kilogram", "12.5")
    a.picture("structure")
    a.go(pack + "/footprint")
    a.fill("preProduction", "abc")
    a.fill("mainProduction", "-1")
    a.press("footprint.check")
    assert a.page.locator("#problems li").count() == 2
    a.fill("preProduction", "1.5")
    a.fill("mainProduction", "2.5")
    a.picture("footprint-form")
    a.press("footprint.check")
    a.says(t("footprint.checkLead"))
    a.picture("footprint-check")
    a.press("back")
    assert a.page.locator("#f-mainProduction").input_value() == "2.5"
    a.press("footprint.check")
    a.press("footprint.save")
    a.says(t("part.missing", n=2))
    a.picture("part-missing")

    # Asking B.
    a.page.locator("main").get_by_role("link", name=t("part.askFor", part="CELL-50")).click()
    a.picture("wizard-supplier")
    a.tick("how", "number")
    a.fill("number", "999")
    a.press("next")
    a.says(t("wizard.numberUnknown", number="999"))
    a.fill("number", "1234567890124")
    a.press("next")
    a.fill("due", "2099-03-31")
    a.fill("message", "For our declaration.\nThank you.")
    a.press("next")
    a.says(t("wizard.sees", company="B社"))
    a.picture("wizard-check")
    a.press("wizard.send")
    a.says(t("done.requestSent"))
    a.picture("request-sent")

    # B answers.
    b = Person(browser)
    b.sign_in(B)
    b.says("CELL-50")
    b.picture("today-asked")
    b.page.locator("main").get_by_role("link", name="CELL-50").first.click()
    b.says("For our declaration.")
    b.picture("answer-request")
    b.follow("answer.start")
    b.follow("answer.makePart")
    add_part(b, "B-CELL", "NMC cell", plant="Osaka works")
    b.fill("preProduction", "10")
    b.fill("mainProduction", "5")
    b.fill("pre-technological", "2")
    b.picture("answer-footprint")
    b.press("answer.keep")
    b.says(t("answer.disclosed", company="A社", part="B-CELL"))
    b.picture("answer-check")
    b.press("answer.send")
    b.says(t("done.answerSent"))
    b.go("/console/sharing")
    b.says("B-CELL")
    b.picture("sharing")

    # A list of parts is taken in from a spreadsheet, after a look at what it would change.
    b.go("/console/sheets")
    with b.page.expect_download() as download:
        b.follow("sheets.export")
    download.value.save_as(folder / "export.xlsx")
    book = openpyxl.load_workbook(folder / "export.xlsx")
    b.page.locator("input[type=file]").set_input_files(folder / "export.xlsx")
    b.press("sheets.look")
    b.says(t("sheets.nothing"))
    parts = book["部品" if language == "ja" else "Parts"]
    titles = [cell.value for cell in parts[1]]
    place = titles.index("部品項目" if language == "ja" else "Part no.") + 1
    row = [cell.value for cell in parts[2]]
    row[place - 1] = "B-" + "X" * 60
    parts.append([None if title.startswith(("Trace", "トレース")) else value for title, value in zip(titles, row)])
    book.save(folder / "parts.xlsx")
    b.page.locator("input[type=file]").set_input_files(folder / "parts.xlsx")
    b.press("sheets.look")
    b.says(t("sheets.problems"))
    b.picture("sheets-problems")
    parts.cell(row=3, column=place).value = "B-MODULE"
    book.save(folder / "parts.xlsx")
    b.page.locator("input[type=file]").set_input_files(folder / "parts.xlsx")
    b.press("sheets.look")
    b.says("B-MODULE")
    b.picture("sheets-plan")
    b.press("sheets.carryOut")
    b.says(t("done.sheetsTaken"))
    b.says("B-MODULE")
    b.picture("parts")

    # A sees the total: 1.5 + 2.5 + 96 x 15.
    a.go("/console")
    a.says(t("notification.CFP_RESPONSED", company="B社", part="CELL-50"))
    a.go(pack)
    a.says("1,444")
    a.picture("part")

    # The supplier without software.
    a.go(pack)
    a.page.locator("main").get_by_role("link", name=t("part.askFor", part="HOUSING")).click()
    a.tick("how", "link")
    a.press("next")
    a.fill("supplier", "Small Works")
    a.fill("due", "2099-03-31")
    a.fill("message", "Please answer soon")
    a.picture("link-new")
    a.press("link.make")
    address = a.page.locator("#address").input_value()
    a.picture("link-made")
    a.follow("link.watch")
    link = path(a)

    guest = Person(browser)
    guest.go(address)
    guest.says(t("guest.disclosure", asker="A社"))
    guest.picture("guest")
    # It is passed on to the guest's own supplier, who answers first.
    guest.follow("guest.passOn")
    guest.fill("supplier", "Foundry")
    guest.fill("item", "Casting")
    guest.fill("amount", "1.1")
    guest.picture("guest-pass-on")
    guest.press("link.make")
    second = Person(browser)
    second.go(guest.page.locator("#address").input_value())
    second.says("Small Works")
    assert "A社" not in second.text(), "who asked in the end is not told"
    # The foundry answers with the spreadsheet.
    with second.page.expect_download() as download:
        second.follow("sheets.template")
    download.value.save_as(folder / "template.xlsx")
    book = openpyxl.load_workbook(folder / "template.xlsx")
    for row in book.active.iter_rows(min_row=2):
        answers = {t("value.preProduction"): 2, t("value.mainProduction"): "1.0", t("guest.person"): "Ms Sato"}
        if row[0].value in answers:
            row[1].value = answers[row[0].value]
    book.save(folder / "answer.xlsx")
    second.page.locator("input[type=file]").set_input_files(folder / "answer.xlsx")
    second.press("guest.read")
    second.says(t("guest.checkTitle"))
    second.press("guest.send", asker="Small Works")
    second.says(t("guest.thanksTitle"))
    guest.follow("guest.backToQuestion")
    assert guest.page.locator("#f-preComponent").input_value() == "2.2"
    assert guest.page.locator("#f-mainComponent").input_value() == "1.1"
    guest.fill("preProduction", "0")
    guest.fill("mainProduction", "0.7")
    guest.press("footprint.check")
    assert guest.page.locator("#f-person").get_attribute("aria-invalid") == "true"
    guest.fill("person", "Mr Tanaka")
    guest.press("footprint.check")
    guest.picture("guest-check")
    guest.press("guest.send", asker="A社")
    guest.says(t("guest.thanksTitle"))
    guest.picture("guest-thanks")
    with guest.page.expect_download() as download:
        guest.follow("history.download")
    proof = json.loads(Path(download.value.path()).read_text())
    assert "Mr Tanaka" in json.dumps(proof, ensure_ascii=False)
    # The link is used up.
    guest.go(address)
    guest.says(t("guest.thanksTitle"))
    assert guest.page.locator("form[action$='/check']").count() == 0

    a.go(link)
    a.says("Mr Tanaka")
    a.says(t("link.tree", done=2, all=2))
    assert "Foundry" not in a.text() and "Sato" not in a.text(), "further upstream only counts are shown"
    a.picture("link-answered")
    a.go(pack)
    a.says("1,494")  # 1444 + 12.5 x 4
    a.go("/console/history")
    assert "Sato" not in a.page.content() and "Foundry" not in a.page.content()
    a.picture("history")
    a.page.locator("main tbody th a").first.click()
    a.picture("record")
    with a.page.expect_download():
        a.follow("history.download")

    # B withdraws, after being told what follows; A's total falls short.
    b.go("/console/sharing")
    b.page.locator("main").get_by_role("link", name=t("sharing.changeFor", company="A社", part="B-CELL")).click()
    b.picture("sharing-edit")
    b.tick("total", "no")
    b.press("sharing.save")
    b.says(t("sharing.withdraw2"))
    b.picture("sharing-confirm")
    b.press("sharing.withdrawSubmit")
    b.says(t("done.sharingSaved"))
    a.go(pack)
    a.says(t("part.missing", n=1))

    # Sending back, asking again.
    b.go("/console/requests")
    b.page.locator("main").get_by_role("link", name="CELL-50").first.click()
    b.follow("answer.sendBack")
    b.press("answer.sendBackSubmit")
    b.says(t("answer.reasonMissing"))
    b.fill("reason", "Ask our plant in Nagoya")
    b.press("answer.sendBackSubmit")
    b.says(t("done.sentBack"))
    a.go("/console")
    a.says(t("today.sentBackTitle"))
    a.picture("today")
    a.go("/console/requests?list=sent")
    a.page.locator("main").get_by_role("link", name="CELL-50").first.click()
    a.says("Ask our plant in Nagoya")
    a.follow("request.again")
    a.fill("due", "2099-06-30")
    a.press("next")
    a.press("wizard.send")
    a.says(t("done.requestSent"))
    a.follow("request.cancel")
    a.says(t("request.cancel1", company="B社"))
    a.press("request.cancelSubmit")
    a.says(t("done.requestCancelled"))

    # The language is switched on any page and stays.
    other = "en" if language == "ja" else "ja"
    a.page.locator(".tools button[lang]").click()
    assert a.page.locator("html").get_attribute("lang") == other
    a.go("/console/parts")
    assert a.page.locator("html").get_attribute("lang") == other
    a.page.locator(".tools button[lang]").click()
    assert a.page.locator("html").get_attribute("lang") == language
    a.page.locator(".tools").get_by_role("button", name=t("layout.signOut")).click()
    a.says(t("done.signedOut"))
    a.go(pack)
    assert "/console/sign-in?to=" in a.page.url
    for person in (a, b, guest, second):
        person.silent()


def furnish(browser):
    """Something on every page; gives the paths of A's and B's pages and of a link."""
    a = Person(browser)
    a.sign_in(A)
    a.go("/console/parts/new")
    add_part(a, "PACK-1", "Battery pack", plant="Tokyo works")
    pack = path(a)
    add_component(a, pack, "A-VERY-LONG-PART-NUMBER-WITHOUT-ANY-BREAK-IN-IT", "unit", "96")
    add_component(a, pack, "HOUSING", "kilogram", "12.5")
    a.go(pack + "/footprint")
    a.fill("preProduction", "1.5")
    a.fill("mainProduction", "2.5")
    a.press("footprint.check")
    a.press("footprint.save")
    a.page.locator(".tree a").first.click()
    cell = path(a)
    a.go("/console/requests/new?part=" + cell.split("/")[-1])
    a.tick("how", "number")
    a.fill("number", "1234567890124")
    a.press("next")
    a.fill("due", "2020-01-01")
    a.press("next")
    a.says(t("field.pastDay"))
    a.fill("due", "2099-01-01")
    a.press("next")
    a.press("wizard.send")
    sent = path(a)
    a.go(pack)
    a.page.locator(".tree a", has_text="HOUSING").click()
    housing = path(a).split("/")[-1]
    a.go("/console/links/new?part=" + housing)
    a.fill("supplier", "Small Works")
    a.fill("due", "2099-01-01")
    a.press("link.make")
    token = a.page.locator("#address").input_value()
    a.follow("link.watch")
    link = path(a)
    trade = sent.split("/")[-1]
    b = Person(browser)
    b.sign_in(B)
    b.go(f"/console/parts/new?answer={trade}")
    add_part(b, "B-CELL", plant="Osaka works")
    b.fill("preProduction", "10")
    b.fill("mainProduction", "5")
    b.press("answer.keep")
    check_page = b.page.url[len(base):].split("&")[0]
    own = check_page.split("part=")[1]
    b.press("answer.send")
    a.go("/console/history")
    record = a.page.locator("main tbody th a").first.get_attribute("href")
    a.go("/console/people")
    user = a.page.locator("main tbody th a").first.get_attribute("href")
    of_a = [
        "/console", "/console/parts", "/console/parts?q=nothing", "/console/parts/new", pack, cell, pack + "/edit",
        pack + "/structure", pack + "/footprint", pack + "/chain", pack + "/delete", "/console/requests",
        "/console/requests?list=sent", "/console/requests/new", "/console/requests/new?part=" + housing, sent,
        sent + "/cancel", "/console/requests/new?again=" + trade, "/console/links/new?part=" + housing, link,
        link + "/revoke", "/console/sharing", "/console/sharing/new", "/console/partners",
        "/console/sheets", "/console/partners/pact/new", "/console/partners/ouranos/new", "/console/partners?number=1234567890124", "/console/partners?number=1", "/console/company",
        "/console/company/plants/new", "/console/reports", "/console/history", "/console/history/notifications",
        record, "/console/people", "/console/people/new", user, "/console/keys/new", "/console/account",
        "/console/nothing",
    ]
    of_b = [
        "/console", f"/console/requests/received/{trade}", f"/console/requests/received/{trade}/part",
        f"/console/requests/received/{trade}/footprint?part={own}", check_page,
        f"/console/requests/received/{trade}/send-back", "/console/sharing", "/console/history",
    ]
    of_guest = [token[len(base):], token[len(base):] + "/pass-on", "/link/unknown-unknown-unknown", "/console/sign-in", "/nothing"]
    return (a, of_a), (b, of_b), (Person(browser), of_guest)


def access(browser):
    """Every page: axe in both themes, and nothing wider than a narrow screen."""
    axe = Axe()
    wrong = []
    for person, paths in furnish(browser):
        for at in paths:
            for width, scheme in ((1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")):
                person.page.set_viewport_size({"width": width, "height": 800})
                person.page.emulate_media(color_scheme=scheme)
                if (width, scheme) == (1280, "light"):
                    person.go(at)
                    title = person.page.title()
                    assert title and not re.search(r"\{\w+\}", person.page.locator("body").inner_text()), at
                    assert person.page.locator("html").get_attribute("lang") == language
                    assert person.page.locator("h1").count() == 1, at
                if width == 360:
                    person.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
                wide = person.page.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    wrong.append((at, width, "scrolls sideways", wide))
                small = person.page.evaluate(
                    """[...document.querySelectorAll('button, .button, .menu a, input, select, .tools a')].filter(e => {
                      const r = e.getBoundingClientRect();
                      return r.width && (r.height < 22.3 || r.width < 22.3) && e.type !== 'hidden'; }).map(e => e.outerHTML)""")
                if small:
                    wrong.append((at, width, "small targets", small[:3]))
                if pictures and scheme == "dark":
                    name = re.sub(r"[0-9a-f-]{36}", "", at).strip("/").replace("/", "_").replace("?", "_")[:60]
                    person.page.screenshot(path=str(pictures / f"{name}-{width}-{language}.png"), full_page=True)
                # Most rules look at the same document whatever its width and theme: they run twice, what depends
                # on colours always.
                if (width, scheme) in ((1280, "light"), (360, "dark")):
                    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
                    options = {"runOnly": {"type": "tag", "values": rules}}
                else:
                    options = {"runOnly": {"type": "rule", "values": ["color-contrast", "target-size"]}}
                for violation in axe.run(person.page, options=options).response["violations"]:
                    wrong.append((at, width, scheme, violation["id"], [n["html"][:160] for n in violation["nodes"][:3]]))
        person.silent()
    assert not wrong, "\n".join(map(str, wrong))


def keyboard(browser):
    """Signing in and answering without a mouse."""
    (a, _), (b, paths), (guest, _) = furnish(browser)
    for person in (a, b):
        person.context.clear_cookies()
    b.go("/console/sign-in")
    press = b.page.keyboard

    def reach(selector, limit=120):
        for _ in range(limit):
            press.press("Tab")
            if b.page.evaluate("s => document.activeElement.matches(s)", selector):
                style = b.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert style != "none", selector
                return
        raise AssertionError(f"{selector} is not reached by Tab on {b.page.url}")

    reach(".skip")
    press.press("Enter")
    reach("[name=account]")
    press.type(B[0])
    reach("[name=password]")
    press.type(B[1])
    press.press("Enter")
    b.page.wait_for_url(base + "/console")
    trade = paths[1].split("/")[-1]
    b.go(f"/console/requests/received/{trade}")
    reach("a[href$='/part']")
    press.press("Enter")
    b.page.wait_for_url("**/part")
    reach("input[name=part]")
    press.press("Space")
    reach("main button.main")
    press.press("Enter")
    b.page.wait_for_url("**/footprint?**")
    reach("[name=preProduction]")
    press.press("Control+A")
    press.type("11")
    reach("main form button.main")
    press.press("Enter")
    b.page.wait_for_url("**/check?**")
    reach("main form button.main")
    press.press("Enter")
    b.page.wait_for_url("**done=answerSent")
    b.says(t("done.answerSent"))
    b.silent()


def hostile(browser):
    """Script and SQL in every field are shown as text, and change nothing."""
    a = Person(browser)
    a.go("/console/sign-in")
    a.fill("account", HOSTILE)
    a.fill("password", HOSTILE)
    a.press("signIn.submit")
    a.says(t("signIn.wrong"))
    assert a.page.locator("#f-account").input_value() == HOSTILE
    a.sign_in(A)
    short = HOSTILE[:50]
    a.go("/console/parts/new")
    for name in ("name", "support", "label", "info1", "info2", "info3"):
        a.fill(name, short)
    a.fill("plantName", HOSTILE)
    a.fill("plantAddress", HOSTILE)
    a.fill("plantNumber", "000001")
    a.press("part.save")
    assert a.page.locator("h1").inner_text().startswith(short.strip()), a.text()
    part = path(a)
    a.go("/console/parts?q=" + "%3Cscript%3Ealert(1)%3C%2Fscript%3E%27%22")
    a.go("/console/parts?page=-1&show='%22%3E%3Cscript%3E")
    a.go("/console/partners?number=%27%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    add_component(a, part, short[::-1], "unit", "2")
    a.go(part)
    a.page.locator(".tree a").click()
    component = path(a).split("/")[-1]
    a.go("/console/requests/new?part=" + component)
    a.tick("how", "number")
    a.fill("number", HOSTILE)
    a.press("next")
    a.says(t("wizard.numberUnknown", number=HOSTILE))
    a.fill("number", "1234567890124")
    a.press("next")
    a.fill("due", "2099-01-01")
    a.fill("message", HOSTILE)
    a.press("next")
    a.says(HOSTILE)
    a.press("wizard.send")
    a.says(HOSTILE)
    a.go("/console/links/new?part=" + component)
    for name in ("supplier", "item"):
        a.fill(name, HOSTILE)
    a.fill("due", "2099-01-01")
    a.fill("message", HOSTILE)
    a.press("link.make")
    guest = Person(browser)
    guest.go(a.page.locator("#address").input_value())
    guest.says(HOSTILE)
    for name in ("preProduction", "mainProduction", "preComponent", "company", "person", "note"):
        guest.fill(name, HOSTILE)
    guest.press("footprint.check")
    assert guest.page.locator("#problems li").count() == 3, guest.text()
    for name in ("preProduction", "mainProduction", "preComponent"):
        guest.fill(name, "1")
    guest.press("footprint.check")
    guest.says(HOSTILE)
    guest.page.locator("main button.main").click()
    guest.says(t("guest.thanksTitle"))
    a.follow("link.watch")
    a.says(HOSTILE)
    for at in ("/console", "/console/parts", part, "/console/sharing", "/console/history", "/console/requests", "/console/requests?list=sent"):
        a.go(at)
    # A form without the session's token changes nothing.
    answer = a.context.request.post(
        base + part + "/delete", headers={"Origin": "https://evil.example"}, form={"csrf": "0" * 64})
    assert answer.status == 403
    a.go(part)
    assert a.page.locator("h1").inner_text().startswith(short.strip())
    # What is another company's is not there.
    b = Person(browser)
    b.sign_in(B)
    for at in (part, part + "/edit", "/console/links/" + component, "/console/history/1"):
        assert b.go(at).status == 404, at
    # Nor does a sign-in lead to another site.
    b.context.clear_cookies()
    b.go("/console/sign-in?to=https://evil.example/")
    b.fill("account", B[0])
    b.fill("password", B[1])
    b.press("signIn.submit")
    assert b.page.url == base + "/console"
    for person in (a, b, guest):
        person.silent()


def code(secret):
    """RFC 6238, six digits of HMAC-SHA-1 every 30 seconds."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), "sha1").digest()
    place = digest[-1] & 15
    return "%06d" % ((struct.unpack(">I", digest[place:place + 4])[0] & 0x7FFFFFFF) % 1_000_000)


def people(browser):
    """An invitation, roles, a second step, keys."""
    a = Person(browser)
    a.sign_in(A)
    a.go("/console/people/new")
    a.fill("name", "Viewer Vera")
    a.fill("account", "not-a-mail")
    a.press("people.inviteSubmit")
    a.says(t("people.noAddress"))
    a.fill("account", "vera@example.com")
    a.tick("role", "viewer")
    a.press("people.inviteSubmit")
    address = a.page.locator("pre").inner_text().strip()
    vera = Person(browser)
    vera.go(address)
    vera.fill("new", "passwordpassword")
    vera.press("invitation.submit")
    vera.says(t("password.common"))
    vera.fill("new", "a long walk by the sea")
    vera.press("invitation.submit")
    vera.says(t("done.passwordSet"))
    assert vera.go(address).status == 410, "an invitation works once"
    vera.sign_in(("vera@example.com", "a long walk by the sea"))
    vera.go("/console/parts")
    assert vera.page.locator("main a[href='/console/parts/new']").count() == 0
    assert vera.go("/console/parts/new").status == 403
    assert vera.go("/console/people").status == 403
    # A second step.
    vera.go("/console/account")
    vera.press("secondStep.start")
    vera.picture("second-step")
    secret = vera.page.locator("main dd code").first.inner_text()
    vera.fill("code", "000000")
    vera.press("secondStep.confirm")
    vera.says(t("signIn.codeWrong"))
    secret = vera.page.locator("main dd code").first.inner_text()
    vera.fill("code", code(secret))
    vera.press("secondStep.confirm")
    vera.says(t("secondStep.doneTitle"))
    recovery = vera.page.locator("pre").inner_text().split()
    assert len(recovery) == 10
    vera.page.locator(".tools").get_by_role("button", name=t("layout.signOut")).click()
    vera.go("/console/sign-in")
    vera.fill("account", "vera@example.com")
    vera.fill("password", "a long walk by the sea")
    vera.press("signIn.submit")
    vera.says(t("signIn.codeMissing"))
    vera.fill("password", "a long walk by the sea")
    vera.fill("code", recovery[0])
    vera.press("signIn.submit")
    assert vera.page.url == base + "/console", vera.text()
    # Her account is closed: the session ends at once.
    a.go("/console/people")
    a.page.locator("main").get_by_role("link", name="Viewer Vera").click()
    a.tick("state", "disabled")
    a.press("people.save")
    a.says(t("people.disabled"))
    vera.go("/console")
    assert "/console/sign-in" in vera.page.url
    # Keys.
    a.go("/console/keys/new")
    a.fill("name", "ERP")
    a.press("key.make")
    assert len(a.page.locator("dd code").inner_text()) > 30
    a.go("/console/people")
    a.page.locator("main").get_by_role("link", name=t("key.revokeTitle", name="ERP")).click()
    a.says(t("key.revoke1"))
    a.press("key.revokeSubmit")
    a.says(t("done.keyRevoked"))
    # Too many failures.
    thief = Person(browser)
    for _ in range(40):
        thief.go("/console/sign-in")
        thief.fill("account", B[0])
        thief.fill("password", "guess")
        thief.press("signIn.submit")
        if t("signIn.locked") in thief.text():
            break
    thief.says(t("signIn.locked"))
    for person in (a, vera, thief):
        person.silent()


CHAIN = {
    "activities.csv": "id,name,product,unit,stage,output\nmine,Mine,metal,kg,raw_material_acquisition,\npack,Pack maker,pack,kWh,main_production,2\n",
    "exchanges.csv": "activity,input,amount\npack,mine,10\n",
    "flows.csv": "activity,flow,amount\nmine,carbon-dioxide,2\npack,carbon-dioxide,1\n",
    "factors.csv": "indicator,flow,factor\nclimate_change,carbon-dioxide,1\n",
    "indicators.csv": "id,name,unit\nclimate_change,Climate change,kg CO2e\n",
}


def partners(browser):
    """A footprint from a chain of one's own; partners elsewhere, and what a test of the connection tells."""
    a = Person(browser)
    a.sign_in(A)
    a.go("/console/parts/new")
    add_part(a, "PACK-KWH", plant="Tokyo works", unit="kilowatt-hour")
    part = path(a)
    a.go(part + "/chain")
    a.fill("name", "Own chain")
    for name, text in CHAIN.items():
        (folder / name).write_text(text.replace("pack,mine,10", "pack,nothing,10") if name == "exchanges.csv" else text)
    a.page.locator("input[type=file]").set_input_files([folder / name for name in CHAIN])
    a.press("chain.read")
    a.says("exchanges.csv")
    (folder / "exchanges.csv").write_text(CHAIN["exchanges.csv"])
    a.page.locator("input[type=file]").set_input_files([folder / name for name in CHAIN])
    a.press("chain.read")
    a.picture("chain-product")
    a.choose("product", "pack")
    a.press("chain.compute")
    a.says("10.5")  # (10 x 2 + 1) / 2
    a.press("footprint.save")
    a.says(t("done.footprintSaved"))
    a.says("10.5")

    a.go("/console/partners/pact/new")
    a.fill("name", "Buyer Ltd")
    a.fill("baseURL", "ftp://nowhere")
    a.press("company.save")
    a.says(t("invalid.baseURL"))
    a.fill("baseURL", "https://127.0.0.1:1")
    a.fill("clientID", "me")
    a.fill("secret", "my-secret-of-pact")
    a.press("company.save")
    a.says(t("done.partnerSaved"))
    partner = path(a)
    a.press("pact.test")
    a.says("https://127.0.0.1:1")
    a.says(t("pact.testBad"))
    assert "my-secret-of-pact" not in a.page.content()
    a.picture("pact-test")
    a.go(partner)
    a.press("pact.makeCredentials")
    a.says("client_secret")
    a.go(partner + "/ask")
    a.fill("product", "123")
    a.press("wizard.send")
    a.says(t("pact.noURN"))
    a.fill("product", "urn:pact:example.com:product-id:1")
    a.press("wizard.send")
    a.says(t("done.requestSent"))
    a.says("urn:pact:example.com:product-id:1")
    a.go(part + "/publish")
    a.press("pact.publish")
    a.says(t("field.missingNumber"))
    a.fill("fossilCarbon", "0")
    a.fill("domain", "not a domain")
    a.press("pact.publish")
    a.says(t("invalid.domain"))
    a.fill("domain", "example.com")
    a.picture("publish")
    a.press("pact.publish")
    a.says(t("done.published"))

    a.go("/console/partners/ouranos/new")
    a.fill("name", "Live service")
    a.press("company.save")
    assert a.page.locator("#problems li").count() == 5, a.text()
    a.fill("authURL", "https://127.0.0.1:1/auth")
    a.fill("dataURL", "https://127.0.0.1:1/data")
    a.fill("account", "me@example.com")
    a.fill("apiKey", "key-there")
    a.fill("password", "my-password-there")
    a.press("company.save")
    a.says(t("done.partnerSaved"))
    platform = path(a)
    a.press("pact.test")
    a.says("https://127.0.0.1:1/auth")
    assert "my-password-there" not in a.page.content() and "key-there" not in a.page.content()
    a.picture("ouranos-test")
    a.go(platform + "/ask")
    a.fill("number", "1234567890124")
    a.fill("due", "2099-01-01")
    a.press("wizard.send")
    a.says(t("done.requestSent"))
    a.press("request.cancel")
    a.says(t("order.ended"))
    # Another company knows nothing of it.
    b = Person(browser)
    b.sign_in(B)
    for at in (partner, platform, part + "/chain"):
        assert b.go(at).status == 404, at
    a.silent()
    b.silent()


with sync_playwright() as playwright:
    chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    checks = {
        "story": story, "access": access, "keyboard": keyboard, "hostile": hostile, "people": people,
        "partners": partners}
    checks[check](chromium)
    chromium.close()
