"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const pages = [...document.querySelectorAll(".page")];
  const canDraw = typeof d3 !== "undefined" && typeof d3.sankey === "function";
  let page = pages[0];
  let breakdown = data.steps.length ? "steps" : "stages";
  const words = () => data.words[page.lang];
  const colour = i => `var(--c${i < 0 ? 6 : i % 7})`;

  /* Language: the one chosen before (#ja), the one asked for by ?lang=, or the reader's */
  function choose(code) {
    page = pages.find(p => p.lang === code) || pages[0];
    pages.forEach(p => { p.hidden = p !== page; });
    document.documentElement.lang = page.lang;
    document.title = page.dataset.title;
    document.querySelectorAll("[data-lang]").forEach(b => b.setAttribute("aria-pressed", b.dataset.lang === page.lang));
    draw();
  }

  /* Drawing */
  const svg = (host, width, height, label) => d3.select(host).html("").append("svg")
    .attr("viewBox", `0 0 ${width} ${height}`).attr("width", width).attr("height", height)
    .attr("role", "img").attr("aria-label", `${label}. ${words().seeTable}`);

  /* How wide text is drawn, near enough, and text cut to a width */
  const wideness = (text, size = 13) => d3.sum([...text], c => size * (c > "\u2e7f" ? 1 : /[A-Z0-9]/.test(c) ? 0.68 : 0.56));

  function cut(text, room, size = 13) {
    if (wideness(text, size) <= room) return text;
    const letters = [...text];
    while (letters.length > 1 && wideness(letters.join(""), size) > room - size * 0.7) letters.pop();
    return letters.join("").trimEnd() + "…";
  }

  function wrap(text, room, most, size) {
    const lines = [];
    let line = "";
    for (const word of text.split(/(?<=[ \-/])/)) {
      if (line && lines.length < most - 1 && cut(line + word, room, size).endsWith("…")) { lines.push(line.trim()); line = ""; }
      line += word;
    }
    return lines.concat(cut(line.trim(), room, size));
  }

  function legend(name, entries) {
    const list = page.querySelector(`[data-legend="${name}"]`);
    if (!list) return;
    list.replaceChildren(...entries.map(([text, fill]) => {
      const item = document.createElement("li");
      item.textContent = text;
      item.style.setProperty("--fill", fill);
      return item;
    }));
  }

  /* Horizontal bars of parts; rows: {id, label, sub, first, parts: [{name, value, fill, text}], text, low, high} */
  function bars(host, rows, { unit, above, thick = 16 }) {
    const width = Math.max(240, host.clientWidth), small = width < 520;
    const names = d3.max(rows, r => wideness(r.label)), subs = d3.max(rows, r => wideness(r.sub || ""));
    const gutter = above ? 0 : Math.min(names + subs + (subs ? 20 : 8), width * 0.42), right = small ? 50 : 64, gap = above ? 30 : 5;
    let y = above ? 0 : 4;
    rows.forEach(r => { y += gap + (!above && r.first ? 12 : 0); r.y = y; y += thick; });
    const height = y + 38;
    const low = d3.min(rows, r => Math.min(0, d3.sum(r.parts, p => Math.min(0, p.value)), r.low || 0));
    const high = d3.max(rows, r => Math.max(d3.sum(r.parts, p => Math.max(0, p.value)), r.high || 0)) || 1;
    const x = d3.scaleLinear([low, high], [gutter, width - right]);
    const root = svg(host, width, height, host.dataset.label);
    const axis = root.append("g");
    x.ticks(small ? 4 : 7).forEach(v => {
      axis.append("line").attr("class", "grid").attr("x1", x(v)).attr("x2", x(v)).attr("y1", above ? 24 : 6).attr("y2", y + 6);
      axis.append("text").attr("class", "soft").attr("x", x(v)).attr("y", y + 20).attr("text-anchor", v === 0 && !gutter ? "start" : "middle").text(v);
    });
    axis.append("text").attr("class", "soft").attr("x", width).attr("y", y + 34).attr("text-anchor", "end").text(unit);
    rows.forEach(r => {
      const g = root.append("g").attr("data-row", r.id).attr("data-total", d3.sum(r.parts, p => p.value));
      if (above) {
        g.append("text").attr("x", 0).attr("y", r.y - 6).attr("class", "halo").text(cut(r.label, width - 4));
      } else {
        const room = gutter - 8 - (r.sub ? subs + 8 : 0);
        if (r.first) g.append("text").attr("class", "strong").attr("x", 0).attr("y", r.y + thick - 4).text(cut(r.label, room));
        if (r.sub) g.append("text").attr("class", "soft").attr("x", gutter - 8).attr("y", r.y + thick - 4).attr("text-anchor", "end").text(r.sub);
      }
      let up = 0, down = 0;
      r.parts.forEach(p => {
        if (!p.value) return;
        const from = p.value > 0 ? up : down + p.value, to = p.value > 0 ? (up += p.value) : (down, from - p.value);
        if (p.value < 0) down = from;
        g.append("rect").attr("class", "bar").attr("data-value", p.value).attr("x", x(from)).attr("y", r.y)
          .attr("width", Math.max(0.6, x(to) - x(from) - 1)).attr("height", thick).style("fill", p.fill)
          .append("title").text(`${r.label}${r.sub ? ", " + r.sub : ""}: ${p.name} ${p.text} ${unit}`);
      });
      let end = x(up);
      if (r.low < r.high) {
        const m = r.y + thick / 2, path = `M${x(r.low)},${m - 4}v8m0,-4H${x(r.high)}m0,-4v8`;
        g.append("path").attr("class", "under").attr("d", path);
        g.append("path").attr("class", "whisker").attr("d", path);
        end = Math.max(end, x(r.high));
      }
      g.append("text").attr("class", "strong").attr("x", end + 6).attr("y", r.y + thick - 4).text(r.text);
    });
  }

  /* One row of small columns a product: how often each result occurred among the samples */
  function spread(host) {
    const width = Math.max(240, host.clientWidth), row = width < 520 ? 62 : 70, gutter = width < 520 ? 66 : 90;
    const packs = data.pairs.map(i => data.packs[i]).filter(p => p.samples);
    const height = packs.length * row + 44, all = [].concat(...packs.map(p => p.samples)).sort(d3.ascending);
    const x = d3.scaleLinear([d3.quantile(all, 0.001), d3.quantile(all, 0.999)], [gutter, width - 14]).nice(8);
    const bins = packs.map(p => d3.histogram().domain(x.domain()).thresholds(x.ticks(width < 520 ? 60 : 110))(p.samples));
    const y = d3.scaleLinear([0, d3.max(bins, b => d3.max(b, c => c.length))], [0, row - 22]);
    const root = svg(host, width, height, host.dataset.label);
    x.ticks(width < 520 ? 4 : 8).forEach(v => {
      root.append("line").attr("class", "grid").attr("x1", x(v)).attr("x2", x(v)).attr("y1", 4).attr("y2", height - 36);
      root.append("text").attr("class", "soft").attr("x", x(v)).attr("y", height - 20).attr("text-anchor", "middle").text(v);
    });
    root.append("text").attr("class", "soft").attr("x", width - 14).attr("y", height - 3).attr("text-anchor", "end").text(data.unit);
    packs.forEach((p, i) => {
      const base = 14 + (i + 1) * row - 16, g = root.append("g").attr("data-row", p.id);
      g.selectAll("rect").data(bins[i].filter(b => b.length)).join("rect").attr("class", "bin").attr("x", b => x(b.x0)).attr("width", b => Math.max(0.5, x(b.x1) - x(b.x0) - 0.5))
        .attr("y", b => base - y(b.length)).attr("height", b => y(b.length)).attr("data-count", b => b.length).style("fill", colour(0))
        .append("title").text(b => `${p.label[page.lang]}: ${b.x0}–${b.x1} ${data.unit}: ${b.length}`);
      g.append("text").attr("class", "strong").attr("x", 0).attr("y", base - 2).text(cut(p.label[page.lang], gutter - 6));
      g.append("path").attr("class", "whisker").attr("d", `M${x(p.low)},${base + 2}v6m0,-3H${x(p.high)}m0,-3v6`);
      g.append("line").attr("class", "median").attr("x1", x(p.median)).attr("x2", x(p.median)).attr("y1", base - y(d3.max(bins[i], b => b.length))).attr("y2", base + 9);
    });
  }

  /* The supplier tree as a Sankey: left to right where there is room, top to bottom on a phone. A box is as large as
     all that is above zero in it; credits are in the table only. */
  function suppliers(host) {
    const drawnSize = n => d3.sum(data.tree.links, l => l.target === n.number ? l.value : 0) + Math.max(0, n.own) + Math.max(0, n.rest);
    if (!(data.tree.nodes[0].total > 0)) { host.classList.remove("drawn"); return; }
    const width = Math.max(240, host.clientWidth), wide = width >= 700, edge = wide ? 4 : 2;
    const columns = 1 + d3.max(data.tree.nodes, n => n.level), bar = wide ? 15 : 20;
    const length = wide ? width - 124 : columns * 66, breadth = wide ? 640 : width;
    const graph = d3.sankey().nodeId(n => n.number).nodeWidth(bar).nodePadding(wide ? 17 : 8).nodeSort(null)
      .nodeAlign(n => columns - 1 - n.level).extent([[0, edge], [length, breadth - edge]])({
        nodes: data.tree.nodes.map(n => Object.assign({ fixedValue: Math.max(drawnSize(n), n.total) }, n)),
        links: data.tree.links.map(l => Object.assign({}, l)) });
    const names = host.closest("figure").querySelector("details");
    if (!wide || host.dataset.opened) names.open = !wide;
    host.dataset.opened = wide ? "" : "yes";
    const root = svg(host, width, wide ? breadth : length + 18, host.dataset.label);
    const path = wide ? d3.sankeyLinkHorizontal()
      : d3.linkVertical().source(l => [l.y0, length - l.source.x1]).target(l => [l.y1, length - l.target.x0]);
    root.append("g").selectAll("path").data(graph.links).join("path").attr("class", "link").attr("d", path)
      .attr("data-value", l => l.value).style("stroke", l => colour(l.source.stage)).attr("stroke-width", l => Math.max(1, l.width))
      .append("title").text(l => `${l.source.name} → ${l.target.name}: ${l.source.text} ${data.unit}`);
    const place = (n, a, b) => wide ? [n.x0, a, n.x1 - n.x0, b - a] : [a, length - n.x1, b - a, n.x1 - n.x0];
    graph.nodes.forEach(n => {
      const g = root.append("g").attr("data-number", n.number).attr("data-total", n.total);
      const size = n.y1 - n.y0, fed = d3.sum(n.targetLinks, l => l.width), own = size * Math.max(0, n.own) / n.value;
      [["fed", n.y0, n.y0 + fed], ["own", n.y0 + fed, n.y0 + fed + own], ["rest", n.y0 + fed + own, n.y1]].forEach(([name, a, b]) => {
        if (b - a < 0.2) return;
        const [px, py, w, h] = place(n, a, b);
        g.append("rect").attr("class", name).attr("x", px).attr("y", py).attr("width", w).attr("height", h)
          .style("fill", name === "fed" ? colour(n.stage) : null);
      });
      g.append("title").text(`${n.number}. ${n.name}: ${n.text} ${data.unit}`);
      const middle = (n.y0 + n.y1) / 2;
      if (wide) {
        const lines = wrap(`${n.number}. ${n.name}`, length / columns - bar - 8, size > 58 ? 3 : size > 40 ? 2 : 1, 11.5);
        const figures = size > 24 ? [n.text] : [];
        if (size > 40 && n.credits < 0) figures.push(`${words().credits} ${n.creditsText}`);
        lines.push(...figures);
        const label = g.append("text").attr("class", "halo small")
          .attr("y", middle + 4 - (lines.length - 1) * 7).selectAll("tspan").data(lines).join("tspan")
          .attr("x", n.x1 + 5).attr("dy", (d, i) => (i ? 14 : 0)).text(d => d);
        if (figures.length) label.filter((d, i) => i >= lines.length - figures.length).attr("class", "strong");
      } else {
        const inside = size > 15;
        g.append("text").attr("class", inside ? "strong halo" : "soft halo").attr("x", middle).attr("y", length - n.x1 + (inside ? 15 : 31))
          .attr("text-anchor", "middle").text(n.number);
      }
    });
  }

  const charts = {
    packs(host) {
      const keys = data[breakdown], w = words();
      page.querySelectorAll("details[data-breakdown]").forEach(d => { d.hidden = d.dataset.breakdown !== breakdown; });
      const used = keys.map((key, i) => [key, i]).filter(([key]) => data.packs.some(p => p[breakdown][key]));
      legend("packs", used.map(([key, i]) => [w[key] || key, colour(i)]));
      let before = null;
      bars(host, data.packs.map(p => {
        const first = p.label[page.lang] !== before;
        before = p.label[page.lang];
        return { id: p.id, label: before, sub: p.mix && p.mix[page.lang], first, text: p.text, low: p.low, high: p.high,
          parts: used.map(([key, i]) => ({ name: w[key] || key, value: p[breakdown][key] || 0, fill: colour(i), text: p.texts[breakdown][key] })) };
      }), { unit: data.unit });
    },
    tree(host) {
      const w = words(), stages = [...new Set(data.tree.nodes.map(n => n.stage))].sort();
      legend("tree", stages.map(s => [w[data.stages[s]] || data.stages[s] || w.unassigned, colour(s)])
        .concat([[w.own, "var(--own)"], [w.rest, "var(--c6)"]]));
      suppliers(host);
    },
    top(host) {
      bars(host, data.top.map((a, i) => ({ id: a.id, label: `${i + 1}. ${a.name}`, text: a.text, low: a.low, high: a.high,
        parts: [{ name: a.name, value: a.value, fill: colour(a.stage), text: a.text }] })), { unit: data.unit, above: true, thick: 14 });
    },
    spread,
  };
  let drawn = 0;
  function hint() {
    page.querySelectorAll(".scroll").forEach(s => { s.previousElementSibling.hidden = s.scrollWidth <= s.clientWidth + 1; });
  }
  function draw() {
    drawn = page.clientWidth;
    hint();
    if (!canDraw) return;
    const hosts = [...page.querySelectorAll("[data-chart]")];
    hosts.forEach(host => host.classList.add("drawn"));
    hosts.forEach(host => charts[host.dataset.chart](host));
    hint();
  }

  /* Downloads: full numbers, RFC 4180; text that a spreadsheet would run as a formula is led by an apostrophe */
  const field = text => `"${(/^[=+\-@\t\r]/.test(text) && isNaN(text) ? "'" + text : text).replace(/"/g, '""')}"`;
  function save(name, lines) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff" + lines.map(l => l.join(",") + "\r\n").join("")], { type: "text/csv" }));
    link.download = `${name}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }
  const lines = table => [...table.rows].map(row => [...row.cells].map(c => c.dataset.value || field(c.textContent)));

  document.addEventListener("click", event => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.lang) {
      choose(button.dataset.lang);
      try { history.replaceState(null, "", "#" + page.lang); } catch { location.hash = page.lang; }
    }
    if (button.dataset.breakdown) {
      breakdown = button.dataset.breakdown;
      document.querySelectorAll("button[data-breakdown]").forEach(b => b.setAttribute("aria-pressed", b.dataset.breakdown === breakdown));
      draw();
    }
    if (button.matches(".csv")) { const t = button.closest("details").querySelector("table"); save(t.dataset.name, lines(t)); }
    if (button.matches(".samples")) {
      const packs = data.packs.filter(p => p.samples);
      save("samples", [packs.map(p => field(p.id)), ...packs[0].samples.map((_, i) => packs.map(p => p.samples[i]))]);
    }
  });
  document.querySelectorAll(".tools, #languages").forEach(e => { e.hidden = false; });
  if (canDraw) document.querySelectorAll(".choice").forEach(e => { e.hidden = false; });
  new ResizeObserver(() => { if (Math.abs(page.clientWidth - drawn) > 1) draw(); }).observe(document.body);
  document.addEventListener("toggle", hint, true);
  addEventListener("beforeprint", () => page.querySelectorAll("details").forEach(d => { d.open = true; }));
  const asked = new URLSearchParams(location.search).get("lang");
  const kept = pages.some(p => "#" + p.lang === location.hash) && location.hash.slice(1);
  choose(kept || asked || (navigator.languages || [navigator.language]).map(l => l.slice(0, 2)).find(l => pages.some(p => p.lang === l)));
})();
