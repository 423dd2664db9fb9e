"use strict";
(() => {
  const root = document.documentElement;
  const pages = [...document.querySelectorAll(".page")];
  const links = [...document.querySelectorAll("[data-lang]")];
  let page = pages[0];

  const byCode = code => pages.find(p => p.lang === code);
  const asked = () => byCode(location.hash.slice(1, 3));

  function choose(chosen) {
    page = chosen || page;
    root.lang = page.lang;
    document.title = page.dataset.title;
    links.forEach(a => {
      if (a.dataset.lang === page.lang) a.setAttribute("aria-current", "true"); else a.removeAttribute("aria-current");
    });
    hint();
  }

  /* A table that is wider than its frame says so */
  function hint() {
    document.querySelectorAll(".scroll").forEach(s => { s.previousElementSibling.hidden = s.scrollWidth <= s.clientWidth + 1; });
  }

  /* The same section in the other language */
  function counterpart(code) {
    const seen = [...page.querySelectorAll("h2[id]")].filter(h => h.getBoundingClientRect().top < 120).pop();
    return seen && document.getElementById(code + seen.id.slice(2));
  }

  document.addEventListener("click", event => {
    const link = event.target.closest("[data-lang]");
    if (!link) return;
    event.preventDefault();
    const place = counterpart(link.dataset.lang);
    choose(byCode(link.dataset.lang));
    const hash = "#" + (place ? place.id : page.lang);
    try { history.replaceState(null, "", hash); } catch { location.hash = hash; }
    if (place) place.scrollIntoView(); else scrollTo(0, 0);
  });
  addEventListener("hashchange", () => {
    choose(asked());
    const place = document.getElementById(location.hash.slice(1));
    const details = place && place.closest("details");
    if (details) { details.open = true; place.scrollIntoView(); }
  });
  document.addEventListener("toggle", hint, true);
  new ResizeObserver(hint).observe(document.body);

  /* On paper every table of a picture is there; lists of assumptions only where a reader has opened them */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...page.querySelectorAll("details:not([open])")];
    opened.forEach(d => { d.open = true; });
  });
  addEventListener("afterprint", () => { opened.forEach(d => { d.open = false; }); opened = []; });

  const wanted = new URLSearchParams(location.search).get("lang");
  const spoken = (navigator.languages || [navigator.language]).map(l => byCode(l.slice(0, 2))).find(p => p);
  choose(asked() || byCode(wanted) || spoken);
})();
