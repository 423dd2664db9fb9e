"""Looks at the page of `denchi strategy report` as a reader would see it, and checks it against the computed numbers.

report.py CHECK PAGE [RUN.json TARGETS.json]
"""
import csv, io, json, math, re, sys, time, urllib.parse
from html.parser import HTMLParser
from pathlib import Path

check, page, *others = sys.argv[1:]
VOID = {"meta", "br", "rect", "circle", "path", "link", "img", "input", "hr"}


class Node:
    def __init__(self, tag, attributes, parent):
        self.tag, self.attributes, self.parent, self.children, self.own = tag, dict(attributes), parent, [], []

    def all(self, tag=None, **wanted):
        for child in self.children:
            if (tag is None or child.tag == tag) and all(
                    child.attributes.get(k.replace("_", "-").strip("-")) == v for k, v in wanted.items()):
                yield child
            yield from child.all(tag, **wanted)

    def text(self):
        return "".join(p if isinstance(p, str) else p.text() for p in self.own)

    def has_class(self, name):
        return name in (self.attributes.get("class") or "").split()


class Tree(HTMLParser):
    """Enough of a tree for a page that closes its elements, but for cells of the list of assumptions."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.root = self.open = Node("root", {}, None)
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag in ("td", "th", "tr"):
            ends = ("td", "th") if tag != "tr" else ("td", "th", "tr")
            while self.open.tag in ends:
                self.open = self.open.parent
        node = Node(tag, attributes, self.open)
        self.open.children.append(node)
        self.open.own.append(node)
        if tag not in VOID or tag in ("rect", "circle", "path"):
            self.open = node

    def handle_startendtag(self, tag, attributes):
        node = Node(tag, attributes, self.open)
        self.open.children.append(node)
        self.open.own.append(node)

    def handle_endtag(self, tag):
        node = self.open
        while node is not self.root and node.tag != tag:
            node = node.parent
        if node is not self.root:
            self.open = node.parent

    def handle_data(self, data):
        self.open.own.append(data)


def pages():
    root = Tree(Path(page).read_text(encoding="utf-8")).root
    return root, {p.attributes["lang"]: p for p in root.all("div") if p.has_class("page")}


def rows_of(details):
    """What the CSV of a table holds."""
    link = next(a for a in details.all("a") if "download" in a.attributes)
    head, body = link.attributes["href"].split(",", 1)
    assert head == "data:text/csv;charset=utf-8", head
    text = urllib.parse.unquote(body)
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), strict=True))


def number(text):
    return float(text.replace(",", "").replace("\u2212", "-"))


def figures():
    """Each picture has a label, a table with all numbers in full, formulas and sources; all agree with `strategy run`."""
    run = json.load(open(others[0]))
    series = run["series"]
    compared, drawn, names = 0, 0, {}
    for language, root in pages()[1].items():
        found = list(root.all("figure"))
        names[language] = [f.attributes["data-figure"] for f in found]
        for figure in found:
            name = figure.attributes["data-figure"]
            pictures = [s for s in figure.all("svg") if s.attributes.get("role") == "img"]
            assert pictures and all(len(s.attributes["aria-label"]) > 20 for s in pictures), name
            tables = [d for d in figure.all("details") if d.has_class("data")]
            assert tables, name
            sources = [d for d in figure.all("details") if d.has_class("sources")]
            assert len(sources) == 1 and list(sources[0].all("li")), name
            for details in tables:
                table = next(details.all("table"))
                heads = [c for c in table.all("th") if c.attributes.get("scope") == "col"]
                lines = rows_of(details)
                body = [r for r in table.all("tr") if next(r.all("td"), None)]
                assert len(lines) == len(body) + 1 and len(lines[0]) == len(heads), name
                assert lines[0] == [h.text() for h in heads], name
                for column, head in enumerate(heads):
                    identity = head.attributes.get("data-series")
                    if not identity:
                        continue
                    info = series[identity]
                    assert info["name" if language == "en" else "name_ja"] in head.text()
                    for line, row in zip(lines[1:], body):
                        value = info["values"][run["years"].index(int(line[0]))]
                        cell = [c for c in row.children if c.tag in ("td", "th")][column].text()
                        if value is None:
                            assert line[column] == "\u2013" == cell, (name, identity, line[0])
                            continue
                        assert float(line[column]) == value, (name, identity, line[0])
                        shown, size = (value * 100, 2) if info["unit"] == "fraction" else (value, 3)
                        if abs(shown) >= 1e-4:
                            assert abs(number(cell) - shown) <= 0.5000001 * 10 ** (math.floor(math.log10(abs(shown))) - size + 1), (name, identity, cell, value)
                        compared += 1
            drawn += sum(picture(p, figure, run) for p in pictures)
    assert names["en"] == names["ja"] and len(names["en"]) >= 15, names
    assert compared > 5000 and drawn > 2500, (compared, drawn)


def picture(svg, figure, run):
    """Lines and layers of one picture lie on one scale: y = a + b value, whatever a and b are."""
    points, sums = [], {}
    years = None
    for path in svg.all("path"):
        identity = path.attributes.get("data-series")
        if not identity:
            continue
        values = dict(zip(run["years"], run["series"][identity]["values"]))
        if path.has_class("line"):
            at = [tuple(map(float, p)) for p in re.findall(r"[ML](-?[\d.]+),(-?[\d.]+)", path.attributes["d"])]
        else:
            at = [(float(x) + float(h) / 2, float(y)) for x, y, h in re.findall(r"M(-?[\d.]+),(-?[\d.]+)h([\d.]+)", path.attributes["d"])]
        axis = [(float(t.attributes["x"]), int(t.text())) for t in svg.all("text")
                if t.has_class("axis") and re.fullmatch(r"(19|20)\d\d", t.text()) and t.attributes.get("text-anchor") == "middle"]
        (x0, first), (x1, last) = axis[0], axis[-1]
        for x, y in at:
            year = round(first + (x - x0) * (last - first) / (x1 - x0))
            assert values[year] is not None, (identity, year)
            if path.has_class("bar"):
                sums[year] = sums.get(year, 0) + values[year]
                points.append((sums[year], y))
            else:
                points.append((values[year], y))
    if not points:
        return 0
    low, high = min(points), max(points)
    if high[0] > low[0] * (1 + 1e-9) and abs(high[1] - low[1]) > 5:
        slope = (high[1] - low[1]) / (high[0] - low[0])
        assert slope < 0
        for value, y in points:
            assert abs(low[1] + slope * (value - low[0]) - y) < 0.5, (svg.attributes["aria-label"], value, y)
    return len(points)


def verdicts():
    """The sentences at the top carry the numbers of `strategy targets`, and the words for met and missed."""
    targets = {t["id"]: t for t in json.load(open(others[1]))["targets"]}
    for language, root in pages()[1].items():
        items = [i for i in root.all("li") if "data-target" in i.attributes]
        assert [i.attributes["data-target"] for i in items] == [
            "target.capacity.domestic", "target.capacity.global", "target.price.pack", "ev.share.2030.low", "workforce.battery"]
        for item in items:
            target = targets[item.attributes["data-target"]]
            assert item.has_class("met" if target["met"] else "missed")
            factor = 100 if target["unit"] == "fraction" else 1
            numbers = [number(n) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", item.text())]
            for wanted in (target["value"] * factor, target["target"] * factor):
                assert any(abs(n - wanted) <= 0.006 * abs(wanted) for n in numbers), (wanted, item.text())
        table = next(t for t in root.all("table") if t.attributes.get("data-name") == "targets")
        lines = rows_of(next(d for d in root.all("details") if table in list(d.all("table"))))
        assert len(lines) == len(targets) + 1
        for line, target in zip(lines[1:], targets.values()):
            assert float(line[2]) == target["target"], line
            assert line[3] == "\u2013" if target["value"] is None else float(line[3]) == target["value"], line
            if target["met"] is None:
                assert line[5].startswith("?"), line
            else:
                assert line[5][0] == ("\u2713" if target["met"] else "\u2260" if target["sense"] == "about" else "\u2717"), line
            assert line[4] == "\u2013" if target["margin"] is None else float(line[4]) == target["margin"], line
            if len(target.get("levers", [])):
                assert line[6], line


def answers():
    """The build-out, the samples and the concentration are those of the commands that compute them alone."""
    build, samples, markets = (json.load(open(o)) for o in others)
    for language, root in pages()[1].items():
        def lines(name):
            figure = next(f for f in root.all("figure") if f.attributes["data-figure"] == name)
            return rows_of(next(d for d in figure.all("details") if d.has_class("data")))[1:]

        table = lines("buildout")
        assert [int(line[0]) for line in table] == build["years"]
        columns = list(build["additions"].values()) + [build["nameplate"], build["output"], build["imports"], build["costs_billion_JPY"]["capital"]]
        for t, line in enumerate(table):
            for text, column in zip(line[1:], columns, strict=True):
                assert abs(float(text) - column[t]) < 1e-8, (line, column[t])
        limits = [u for u in root.all("ul") if u.has_class("limits")]
        assert len(list(limits[0].all("li"))) == min(8, len(build["shadow_prices"])) > 0

        found = [t for t in samples["targets"] if t["p5"] is not None]
        table = lines("likelihood")
        assert len(table) == len(found) > 10
        for line, target in zip(table, found):
            assert [float(x) for x in line[3:7]] == [target["p5"], target["median"], target["p95"], target["probability"]], line
            if isinstance(target["indices"], list) and max(i["total"] for i in target["indices"]) >= 0.05:
                assert line[7], line

        table = lines("concentration")
        assert len(table) == len(markets["minerals"]) > 5
        for line, market in zip(table, markets["minerals"]):
            assert [float(x) for x in line[2:4]] == [market["hhi"]["low"], market["hhi"]["high"]], line


def assumptions():
    """Every assumption is listed with its place; those without a published source say so."""
    root, _ = pages()
    shared = next(d for d in root.all("div") if d.has_class("shared"))
    rows = [r for t in shared.all("table") for r in t.all("tr") if next(r.all("td"), None)]
    total = int(others[0])
    assert len(rows) == total, (len(rows), total)
    listed = {li.attributes["id"] for li in shared.all("li") if li.attributes.get("id", "").startswith("source-")}
    unsourced = 0
    for row in rows:
        cells = [c for c in row.children if c.tag in ("td", "th")]
        assert len(cells) == 6 and re.search(r"\.(yaml|csv):\d+$", cells[5].text().strip()), cells[5].text()
        link = next(cells[4].all("a"), None)
        if link:
            assert link.attributes["href"][1:] in listed
        else:
            assert next(cells[4].all("span")).has_class("unsourced")
            unsourced += 1
    assert unsourced == int(others[1]), (unsourced, others[1])
    identities = [n.attributes["id"] for n in root.all() if "id" in n.attributes]
    places = set(identities)
    assert len(identities) == len(places)
    for link in root.all("a"):
        target = link.attributes["href"]
        assert not target.startswith("#") or target[1:] in places, target


def japanese():
    """Headings, sentences and labels of the Japanese page are Japanese, and no key of a text is left over."""
    _, both = pages()
    for tag in ("h1", "h2", "h3", "h4", "figcaption", "summary", "dt"):
        for node in both["ja"].all(tag):
            if node.parent and node.parent.parent and node.parent.parent.has_class("formula") and tag == "dt":
                continue
            assert re.search("[\u3040-\u9fff]", node.text()), (tag, node.text())
    for language, root in both.items():
        for node in root.all():
            if node.tag in ("code", "script", "style"):
                continue
            for piece in node.own:
                if isinstance(piece, str):
                    assert not re.fullmatch(r"\s*[a-z]+\.[a-zA-Z]+\s*", piece), (language, piece)
                    assert "{" not in piece and "nan" not in piece.lower().split(), (language, piece)
        # Texts of the files that exist in one language only say which.
        other = "ja" if language == "en" else "en"
        assert any(n.attributes.get("lang") == other for n in root.all("td"))


def browser(language="en"):
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", f"--lang={language}"):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"intl.accept_languages": language})
    options.binary_location = "/usr/bin/chromium"
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))


def width(driver, pixels):
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": pixels, "height": 800, "deviceScaleFactor": 1, "mobile": pixels < 600})


def load(driver, query=""):
    driver.get("about:blank")
    driver.get(Path(page).resolve().as_uri() + query)
    time.sleep(0.3)


def visible(driver):
    return driver.execute_script("return [...document.querySelectorAll('.page')].filter(p => p.getClientRects().length).map(p => p.lang)")


def languages(driver):
    load(driver)
    assert visible(driver) == ["en"]
    title = driver.title
    driver.execute_script("document.querySelector('#en-people').scrollIntoView()")
    driver.find_element("css selector", "[data-lang=ja]").click()
    assert visible(driver) == ["ja"] and driver.title != title
    assert driver.execute_script("return document.documentElement.lang") == "ja"
    assert abs(driver.execute_script("return document.querySelector('#ja-people').getBoundingClientRect().top")) < 200, "the reader stays in the section"
    shown = driver.execute_script("return [...document.querySelectorAll('.shared .word')].filter(w => getComputedStyle(w).display != 'none').map(w => w.lang)")
    assert set(shown) == {"ja"}, set(shown)
    driver.refresh()
    time.sleep(0.3)
    assert visible(driver) == ["ja"], "the choice is kept"
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    for query, wanted in (("", "en"), ("#ja", "ja"), ("#ja-people", "ja"), ("#en-people", "en")):
        load(driver, query)
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
        assert visible(driver) == [wanted], (query, visible(driver))
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})


def widths(driver):
    for language in ("en", "ja"):
        for pixels in (320, 360, 768, 1024, 1280):
            width(driver, pixels)
            load(driver, "?lang=" + language)
            driver.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
            wide = driver.execute_script("return document.documentElement.scrollWidth")
            assert wide <= pixels, (language, pixels, wide)
            outside, missing = driver.execute_script(
                """const seen = [...document.querySelectorAll('.page .drawing')].filter(d => d.getClientRects().length);
                   const outside = seen.flatMap(d => [...d.querySelectorAll('svg')]).filter(s => s.getClientRects().length).flatMap(s => {
                     const a = s.getBoundingClientRect();
                     return [...s.querySelectorAll('text')].filter(t => {
                       const b = t.getBoundingClientRect();
                       return b.left < a.left - 2 || b.right > a.right + 2 || b.top < a.top - 2 || b.bottom > a.bottom + 2;
                     }).map(t => t.textContent); });
                   const missing = seen.filter(d => [...d.querySelectorAll('svg')].filter(s => s.getClientRects().length).length != 1);
                   return [outside, missing.map(d => d.innerHTML.slice(0, 80))];""")
            assert not outside, (language, pixels, outside)
            assert not missing, (language, pixels, missing)
            for frame in driver.find_elements("css selector", ".page .scroll"):
                if frame.is_displayed():
                    told, over = driver.execute_script(
                        "const f = arguments[0]; return [!f.previousElementSibling.hidden, f.scrollWidth > f.clientWidth + 1]", frame)
                    assert told == over, (language, pixels)


def luminance(colour):
    parts = [int(x) / 255 for x in re.findall(r"\d+", colour)[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(driver):
    """Text has 4.5 to 1, bars and lines 3 to 1 (WCAG AA), in daylight and at night."""
    for scheme in ("light", "dark"):
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
        load(driver)
        driver.execute_script("document.querySelectorAll('.page details').forEach(d => d.open = true)")
        found = driver.execute_script(
            """const behind = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
                 if (!/, 0\\)$|transparent/.test(c)) return c; } return 'rgb(255, 255, 255)'; };
               const found = {};
               for (const e of document.querySelectorAll('.page *, #languages *, .shared h2, .shared p, .shared summary *')) {
                 if (!e.getClientRects().length) continue;
                 const svg = e.closest('svg'), style = getComputedStyle(e);
                 const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
                 if (own && e.tagName !== 'title') found['text|' + style[svg ? 'fill' : 'color'] + '|' + behind(e)] = e.outerHTML.slice(0, 90);
                 if (svg && e.matches('.bar, .dot, .mark') && !style.fill.startsWith('url')) found['mark|' + style.fill + '|' + behind(svg.parentElement)] = e.outerHTML.slice(0, 90);
                 if (svg && e.matches('.line')) found['mark|' + style.stroke + '|' + behind(svg.parentElement)] = e.outerHTML.slice(0, 90);
               }
               return found;""")
        assert len(found) > 10
        for key, example in found.items():
            kind, front, back = key.split("|")
            light, dark = sorted((luminance(front), luminance(back)), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= (4.5 if kind == "text" else 3), (scheme, key, example)


def paper(driver):
    load(driver)
    driver.execute_script("dispatchEvent(new Event('beforeprint'))")
    assert driver.execute_script("return [...document.querySelectorAll('#en details')].every(d => d.open)")
    assert driver.execute_script("return [...document.querySelectorAll('.shared details')].every(d => !d.open)"), "3,000 lines stay off paper"
    driver.execute_script("dispatchEvent(new Event('afterprint'))")
    import base64
    answer = driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
    document = base64.b64decode(answer["data"])
    assert document.startswith(b"%PDF") and len(document) > 100_000
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    width(driver, 700)
    assert driver.execute_script("return document.documentElement.scrollWidth") <= 700
    assert not driver.find_element("id", "languages").is_displayed()


def hostile(driver):
    text = Path(page).read_text(encoding="utf-8")
    assert "</script><script>window.stolen" not in text and "<img" not in text
    load(driver)
    for _ in range(2):
        assert driver.execute_script("return window.stolen") is None
        assert not driver.find_elements("css selector", "img, iframe, [onerror], [onmouseover]")
        addresses = driver.execute_script("return [...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")
        assert all(re.match(r"#|data:text/csv;|https?://", a) for a in addresses)
        driver.find_element("css selector", "[data-lang=ja]").click()
    body = driver.execute_script("return document.body.textContent")
    assert "</script><script>window.stolen=1</script>" in body and "{{title}}" in body and "<img src=x onerror=" in body
    # A spreadsheet would run such a text as a formula.
    rows = [r for d in pages()[1]["en"].all("details") if d.has_class("data") for r in rows_of(d)]
    notes = [c for r in rows for c in r if "HYPERLINK" in c]
    assert notes and all(c.startswith("'=") for c in notes), notes


plain = {"figures": figures, "verdicts": verdicts, "answers": answers, "assumptions": assumptions, "japanese": japanese}
seen = {"languages": languages, "widths": widths, "contrast": contrast, "print": paper, "hostile": hostile}
if check in plain:
    plain[check]()
else:
    driver = browser()
    try:
        width(driver, 1280)
        seen[check](driver)
        log = [e for e in driver.get_log("browser")]
        assert not log, log
    finally:
        driver.quit()
