"""Opens the demo's page in Chromium and looks at what a reader would see.

page.py CHECK PAGE
"""
import json, re, sys, tempfile, time
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

check, page = sys.argv[1:3]
downloads = tempfile.TemporaryDirectory()


def browser(language="en"):
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", f"--lang={language}"):
        options.add_argument(argument)
    options.add_experimental_option(
        "prefs", {"intl.accept_languages": language, "download.default_directory": downloads.name})
    options.binary_location = "/usr/bin/chromium"
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size(1280))
    return driver


def size(width):
    return {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600}


def media(driver, scheme):
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})


def load(driver, query=""):
    driver.get(Path(page).resolve().as_uri() + query)
    time.sleep(0.3)


def shown(driver, selector):
    return driver.find_elements(By.CSS_SELECTOR, ".page:not([hidden]) " + selector)


def silent(driver):
    log = driver.get_log("browser")
    assert not log, log


def number(text):
    return float(text.replace(",", "").replace("\u2212", "-"))


def main(driver):
    if check == "languages":
        load(driver)
        assert driver.find_element(By.TAG_NAME, "html").get_attribute("lang") == "en"
        english = driver.title
        driver.find_element(By.CSS_SELECTOR, "[data-lang=ja]").click()
        assert driver.find_element(By.TAG_NAME, "html").get_attribute("lang") == "ja"
        assert driver.title != english and "電池" in driver.title
        visible = [p.get_attribute("lang") for p in driver.find_elements(By.CLASS_NAME, "page") if p.is_displayed()]
        assert visible == ["ja"], visible
        assert "日本" in driver.find_element(By.CSS_SELECTOR, ".page[lang=ja] [data-chart=packs]").text
        driver.refresh()
        assert driver.find_element(By.TAG_NAME, "html").get_attribute("lang") == "ja", "the choice is kept"
        driver.get("about:blank")
        load(driver, "?lang=ja")
        assert driver.find_element(By.TAG_NAME, "html").get_attribute("lang") == "ja"
        pages = [p.get_attribute("textContent") for p in driver.find_elements(By.CLASS_NAME, "page")]
        for text in pages:
            assert "{" not in text and "[object" not in text and "undefined" not in text and "NaN" not in text
    elif check == "reader":
        load(driver)
        assert driver.find_element(By.TAG_NAME, "html").get_attribute("lang") == "ja"
    elif check == "widths":
        for language in ("en", "ja"):
            for width in (320, 390, 768, 1280):
                driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size(width))
                load(driver, "?lang=" + language)
                driver.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
                wide = driver.execute_script("return document.documentElement.scrollWidth")
                assert wide <= width, (language, width, wide)
                # A table that is wider than its frame says so; on a desk none is.
                for frame in shown(driver, ".scroll"):
                    told = driver.execute_script("return !arguments[0].previousElementSibling.hidden", frame)
                    over = driver.execute_script("return arguments[0].scrollWidth > arguments[0].clientWidth + 1", frame)
                    assert told == over and (width < 1280 or not over), (language, width, frame.text[:80])
                for chart in shown(driver, ".chart svg"):
                    assert chart.rect["x"] >= 0 and chart.rect["x"] + chart.rect["width"] <= width
                # No text of a picture is cut off at its edge.
                outside = driver.execute_script(
                    """return [...document.querySelectorAll('.page:not([hidden]) svg')].flatMap(s => {
                      const a = s.getBoundingClientRect();
                      return [...s.querySelectorAll('text')].filter(t => {
                        const b = t.getBoundingClientRect();
                        return b.left < a.left - 2 || b.right > a.right + 2 || b.top < a.top - 2 || b.bottom > a.bottom + 2;
                      }).map(t => t.textContent); })""")
                assert not outside, (language, width, outside)
    elif check == "tables":
        tables_match_pictures(driver)
    elif check == "downloads":
        load(driver)
        driver.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
        table = shown(driver, "table[data-name=products-by-step]")[0]
        table.find_element(By.XPATH, "./ancestor::details").find_element(By.CSS_SELECTOR, "button.csv").click()
        shown(driver, "button.samples")[0].click()
        folder = Path(downloads.name)
        for _ in range(50):
            files = {f.name for f in folder.glob("*.csv")}
            if files >= {"products-by-step.csv", "samples.csv"}:
                break
            time.sleep(0.1)
        import csv
        rows = list(csv.reader((folder / "products-by-step.csv").open(encoding="utf-8-sig", newline=""), strict=True))
        data = json.loads(driver.find_element(By.ID, "data").get_attribute("textContent"))
        for row, pack in zip(rows[1:], data["packs"], strict=True):
            assert row[:2] == [pack["label"]["en"], pack["mix"]["en"]]
            assert [float(x) for x in row[2:8]] == list(pack["steps"].values()), row
            assert float(row[8]) == pack["value"], "numbers are in full"
        samples = list(csv.reader((folder / "samples.csv").open(encoding="utf-8-sig", newline=""), strict=True))
        assert samples[0] == [pack["id"] for pack in data["packs"]] and len(samples) == 1001
    elif check == "keyboard":
        load(driver)
        reached = set()
        for _ in range(200):
            driver.switch_to.active_element.send_keys(Keys.TAB)
            element = driver.switch_to.active_element
            if element.tag_name == "body":
                break
            reached.add(element.id)
            style = driver.execute_script("return getComputedStyle(arguments[0]).outlineStyle", element)
            assert style != "none", element.get_attribute("outerHTML")[:100]
        wanted = [e for e in driver.find_elements(By.CSS_SELECTOR, "button, summary")
                  if e.is_displayed() and not driver.execute_script("return arguments[0].closest('details:not([open]) > :not(summary)')", e)]
        missed = [e.get_attribute("outerHTML") for e in wanted if e.id not in reached]
        assert wanted and not missed, missed
        stage = shown(driver, "button[data-breakdown=stages]")[0]
        stage.send_keys(Keys.ENTER)
        assert stage.get_attribute("aria-pressed") == "true"
        assert len(shown(driver, "[data-chart=packs] [data-row='kwh-lfp-jp'] rect")) == 1
    elif check == "contrast":
        for scheme in ("light", "dark"):
            media(driver, scheme)
            load(driver)
            contrast(driver, scheme)
    elif check == "print":
        load(driver)
        driver.execute_script("dispatchEvent(new Event('beforeprint'))")
        assert all(d.get_attribute("open") for d in shown(driver, "details"))
        assert len(driver.print_page()) > 50_000
    elif check == "hostile":
        load(driver)
        assert driver.execute_script("return window.stolen") is None
        assert not driver.find_elements(By.CSS_SELECTOR, "img, iframe, [onerror], [onmouseover]")
        text = "".join(p.get_attribute("textContent") for p in driver.find_elements(By.TAG_NAME, "main"))
        assert "</script><script>window.stolen=1</script>" in text
        assert "<img src=x onerror=" in text and "{{title}}" in text
        assert len(shown(driver, "[data-chart=packs] svg")) == 1
        driver.find_element(By.CSS_SELECTOR, "[data-lang=ja]").click()
        assert driver.execute_script("return window.stolen") is None
    elif check == "tables-only":
        load(driver)
        assert "node-d3" in shown(driver, ".notice")[0].text
        assert not shown(driver, "svg")
        tables = shown(driver, "table")
        assert len(tables) >= 8 and all(t.is_displayed() for t in tables)
    elif check == "plain-chain":
        load(driver)
        for chart in ("packs", "tree", "top"):
            assert shown(driver, f"[data-chart={chart}] svg"), chart
        tables_match_totals(driver)
    elif check == "credits":
        credits(driver)
    else:
        sys.exit(f"no check {check}")
    silent(driver)


def credits(driver):
    """A credit has a row of its own, is told under the picture, and what is drawn adds up without it."""
    for language, word in (("en", "credit, not drawn"), ("ja", "控除、図には描いていません")):
        load(driver, "?lang=" + language)
        driver.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
        rows = [[c.get_attribute("data-value") or c.text for c in r.find_elements(By.CSS_SELECTOR, "th, td")]
                for r in shown(driver, "table[data-name=suppliers] tbody tr")]
        credit = [r for r in rows if word in r[1]]
        boxes = [r for r in rows if word not in r[1]]
        assert len(credit) == 1 and float(credit[0][2]) < 0 and credit[0][6] == "1", rows
        root = boxes[0]
        suppliers = [float(r[2]) for r in rows if r[6] == "1"]
        assert abs(sum(suppliers) + float(root[4]) + float(root[5]) - float(root[2])) < 1e-9 * float(root[2])
        assert float(root[5]) >= 0, "a credit is no smaller supplier"
        caption = shown(driver, "[data-chart=tree] ~ figcaption")[0].text
        assert "\u2212" in caption and ("Not drawn" in caption or "図にありません" in caption), caption
        box = shown(driver, "[data-chart=tree] [data-number='1']")[0]
        heights = {r.get_attribute("class"): float(r.get_attribute("height")) for r in box.find_elements(By.TAG_NAME, "rect")}
        drawn = sum(x for x in suppliers if x > 0) + float(root[4])
        assert abs(heights["own"] / sum(heights.values()) - float(root[4]) / drawn) < 0.01, heights
        text = "".join(p.text for p in shown(driver, "header, main, footer"))
        for false in ("cradle to gate", "原料採取から出荷まで", "mine to pack", "lowest", "最小"):
            assert false not in text, false
        assert ("1 of 15 rows" if language == "en" else "15行") in text, text[:400]
        assert "denchi packs --chain '" in text and "it'\\''s a chain'" in text
        assert ("per kg treated" if language == "en" else "処理量1 kg") in text


def tables_match_totals(driver):
    data = json.loads(driver.find_element(By.ID, "data").get_attribute("textContent"))
    for pack in data["packs"]:
        row = shown(driver, f"[data-chart=packs] [data-row='{pack['id']}']")[0]
        assert abs(float(row.get_attribute("data-total")) - pack["value"]) < 1e-9 * abs(pack["value"])


def tables_match_pictures(driver):
    """Bars, boxes and columns are as long as the figures in the tables beside them say."""
    for language in ("en", "ja"):
        load(driver, "?lang=" + language)
        driver.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
        for way, buttons in (("step", "steps"), ("stage", "stages")):
            shown(driver, f"button[data-breakdown={buttons}]")[0].click()
            rows = shown(driver, f"table[data-name=products-by-{way}] tbody tr")
            bars = shown(driver, "[data-chart=packs] [data-row]")
            assert len(rows) == len(bars) == 12
            scales = set()
            for row, bar in zip(rows, bars):
                cells = row.find_elements(By.CSS_SELECTOR, "td[data-value]")
                values = [float(c.get_attribute("data-value")) for c in cells]
                *parts, total = values
                assert abs(sum(parts) - total) < 1e-9 * total
                assert abs(float(bar.get_attribute("data-total")) - total) < 1e-9 * total
                assert cells[-1].text == bar.find_elements(By.TAG_NAME, "text")[-1].text
                digits = number(cells[-1].text)
                assert abs(digits - total) <= 0.0051 * total
                drawn = bar.find_elements(By.CSS_SELECTOR, "rect.bar")
                kept = [p for p in parts if p]
                assert len(drawn) == len(kept)
                for rect, part in zip(drawn, kept):
                    assert float(rect.get_attribute("data-value")) == part
                    width = float(rect.get_attribute("width"))
                    if width > 5:
                        scales.add(round((width + 1) / part, 6))
            assert max(scales) - min(scales) < 1e-4 * max(scales), scales
        rows = shown(driver, "table[data-name=suppliers] tbody tr")
        boxes = shown(driver, "[data-chart=tree] [data-number]")
        assert len(rows) == len(boxes) > 10
        scales = set()
        for row, box in zip(rows, boxes):
            assert row.find_elements(By.TAG_NAME, "td")[0].text == box.get_attribute("data-number")
            values = [float(c.get_attribute("data-value")) for c in row.find_elements(By.CSS_SELECTOR, "td[data-value]")]
            total, _, own, rest = values
            assert float(box.get_attribute("data-total")) == total
            heights = {r.get_attribute("class"): float(r.get_attribute("height")) for r in box.find_elements(By.TAG_NAME, "rect")}
            scales.add(round(sum(heights.values()) / total, 1))
            assert abs(heights.get("own", 0) / sum(heights.values()) - own / total) < 0.05
        assert len(scales) == 1, scales
        rows = shown(driver, "table[data-name=activities] tbody tr")
        bars = shown(driver, "[data-chart=top] [data-row]")
        assert len(rows) == len(bars) == 12
        for row, bar in zip(rows, bars):
            value = row.find_element(By.CSS_SELECTOR, "td[data-value]")
            assert float(value.get_attribute("data-value")) == float(bar.get_attribute("data-total"))
            assert value.text == bar.find_elements(By.TAG_NAME, "text")[-1].text
        data = json.loads(driver.find_element(By.ID, "data").get_attribute("textContent"))
        rows = shown(driver, "table[data-name=uncertainty] tbody tr")
        assert len(rows) == 12
        for row, pack in zip(rows, data["packs"]):
            mean, median, _ = [float(c.get_attribute("data-value")) for c in row.find_elements(By.CSS_SELECTOR, "td[data-value]")]
            samples = sorted(pack["samples"])
            assert abs(sum(samples) / len(samples) - mean) < 1e-5 * mean
            assert abs((samples[499] + samples[500]) / 2 - median) < 1e-5 * median and median == pack["median"]
        columns = shown(driver, "[data-chart=spread] [data-row]")
        assert len(columns) == 6
        for column in columns:
            counts = [int(r.get_attribute("data-count")) for r in column.find_elements(By.CSS_SELECTOR, "rect.bin")]
            assert 990 <= sum(counts) <= 1000, sum(counts)


def luminance(colour):
    parts = [int(x) / 255 for x in re.findall(r"\d+", colour)[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(a, b):
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def contrast(driver, scheme):
    """Text has 4.5 to 1 and coloured marks 3 to 1 against what they stand on (WCAG AA)."""
    pairs = driver.execute_script(
        """const behind = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
             if (!/, 0\\)$|transparent/.test(c)) return c; } return 'rgb(255, 255, 255)'; };
           const found = [];
           for (const e of document.querySelectorAll('.page:not([hidden]) *, #languages *')) {
             if (!e.getClientRects().length || e.closest('.pairs')) continue;
             const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
             const svg = e.closest('svg');
             if (own) found.push(['text', e.tagName + '.' + e.getAttribute('class'), getComputedStyle(e)[svg ? 'fill' : 'color'], behind(e)]);
             if (svg && e.matches('rect.bar, rect.bin, rect.own')) found.push(['mark', e.getAttribute('class'), getComputedStyle(e).fill, behind(svg.parentElement)]);
           }
           return found;""")
    assert len(pairs) > 200
    for kind, name, front, back in pairs:
        needed = 4.5 if kind == "text" else 3
        assert ratio(front, back) >= needed, (scheme, kind, name, front, back, round(ratio(front, back), 2))


driver = browser("ja" if check == "reader" else "en")
try:
    main(driver)
finally:
    driver.quit()
    downloads.cleanup()
