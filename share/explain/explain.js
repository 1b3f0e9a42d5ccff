// What a person does with the page of `dehusk explain --html`. The document is in the markup; this marks
// and scrolls. Text of the document goes through textContent alone.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("data").textContent);
  const text = $("text");
  const parts = Array.from(text.querySelectorAll("[data-r]"));
  const options = Array.from(document.querySelectorAll("[role=option]"))
    .sort((a, b) => a.dataset.i - b.dataset.i);
  const WORDS = {
    x: 'Removed',
    keep: 'Saved by a keep',
    limit: 'Held back by its limit',
    guard: 'Stopped by the guard',
    joins: 'Not cut: two words would join, or one be split',
  };

  const rules = data.rules.map(([fate, name, category], i) => ({
    fate, category, option: options[i], name: data.names[name][0], place: data.names[name][1], ranges: [],
  }));
  const ranges = data.ranges.map(([rule, line, begin, end, first, last, saver, also], i) => {
    const range = { i, rule: rules[rule], line, begin, end, first, last, saver, also, shown: true };
    if (first <= last) range.rule.ranges.push(range);
    return range;
  });
  const rangeOf = (part) => ranges[part.dataset.r];

  // ---- what is selected: a rule, and one of its parts ----

  let rule = null;
  let range = null;

  const partsOf = (r) => parts.slice(r.first, r.last + 1);
  const markParts = (list, name, on) => {
    for (const r of list) for (const part of partsOf(r)) part.classList.toggle(name, on);
  };
  // Ranges held back may lie in one another, each as large as the document: of those only the first are outlined.
  const kin = (r) => (r.fate === "x" ? r.ranges : r.ranges.slice(0, 50));

  function selectRule(next) {
    if (rule === next) return;
    if (rule) {
      markParts(kin(rule), "kin", false);
      rule.option.setAttribute("aria-selected", "false");
    }
    rule = next;
    if (!rule) return;
    markParts(kin(rule), "kin", true);
    rule.option.setAttribute("aria-selected", "true");
    stopAt(rule.option);
    if (!rule.option.contains(document.activeElement)) rule.option.scrollIntoView({ block: "nearest" });
  }

  function select(next, focus) {
    if (range) markParts([range], "on", false);
    selectRule(next ? next.rule : null);
    range = next;
    if (!range) {
      $("part").hidden = true;
      return;
    }
    markParts([range], "on", true);
    const part = parts[range.first];
    if (text.dataset.view === "kept" && rule.fate === "x") setView("all");
    part.scrollIntoView({ block: "center" });
    if (focus) focusPart(part);
    tell(range);
  }

  // One part at a time is a stop of the Tab key.
  let tabPart = null;
  function stopAtPart(part) {
    if (tabPart) tabPart.removeAttribute("tabindex");
    tabPart = part;
    if (part) part.tabIndex = 0;
  }
  function focusPart(part) {
    stopAtPart(part);
    part.focus({ preventScroll: true });
  }

  // ---- the panel ----

  function fact(name, ...values) {
    const row = document.createElement("div");
    const term = document.createElement("dt");
    const value = document.createElement("dd");
    term.textContent = name;
    value.append(...values);
    row.append(term, value);
    $("facts").append(row);
  }
  function code(string) {
    const element = document.createElement("code");
    const isolated = document.createElement("bdi");
    isolated.textContent = string;
    element.append(isolated);
    return element;
  }
  function jump(r) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = WORDS[r.rule.fate] + ": " + r.rule.name;
    button.addEventListener("click", () => select(r));
    return button;
  }
  const blockOf = (node) => node.closest(".b").dataset;
  function factsOf(block) {
    if (block.e) fact("element", code(block.e));
    if (block.m) fact("article model", block.m);
  }

  function tell(r) {
    const list = matching(r.rule);
    const at = list.indexOf(r) + 1;
    const panel = $("part");
    panel.className = r.rule.fate === "x" ? "c-" + r.rule.category : r.rule.fate;
    $("fate").textContent = WORDS[r.rule.fate];
    $("count").textContent = at > 0 ? at + " of " + list.length : "";
    $("prev").disabled = $("next").disabled = list.length < 2;
    $("facts").replaceChildren();
    fact("rule", code(r.rule.name));
    fact("at", code(r.rule.place));
    fact("category", r.rule.category);
    if (r.saver >= 0) fact("saved by", code(data.names[r.saver][0]), " ", code(data.names[r.saver][1]));
    if (r.also.length > 0) fact("also", ...r.also.flatMap((name) => [code(data.names[name][0]), " "]));
    fact("source", "line " + r.line + ", bytes " + r.begin + " to " + r.end);
    factsOf(blockOf(parts[r.first]));
    const others = ranges.filter((o) => o !== r && o.first <= r.first && r.first <= o.last).slice(0, 8);
    if (others.length > 0) fact("here too", ...others.map(jump));
    panel.hidden = false;
    $("say").textContent = WORDS[r.rule.fate] + " by " + r.rule.name + ", " + r.rule.place + ", " +
      r.rule.category + ", line " + r.line + ", " + $("count").textContent;
  }

  function tellBlock(block) {
    select(null);
    $("part").className = "kept";
    $("fate").textContent = "Kept";
    $("count").textContent = "";
    $("prev").disabled = $("next").disabled = true;
    $("facts").replaceChildren();
    fact("source", "line " + block.dataset.l);
    factsOf(block.dataset);
    $("part").hidden = false;
  }

  // ---- filters ----

  const matching = (r) => r.ranges.filter((one) => one.shown);
  let folded = null;  // the text of each part, in lower case

  // How many of the parts before each hold the query.
  function countHits(query) {
    folded ??= parts.map((part) => part.textContent.toLowerCase());
    const hits = new Uint32Array(parts.length + 1);
    folded.forEach((string, i) => { hits[i + 1] = hits[i] + (string.includes(query) ? 1 : 0); });
    return hits;
  }

  function filter() {
    const query = $("find").value.trim().toLowerCase();
    const pressed = new Set(Array.from(document.querySelectorAll(".cat[aria-pressed=true]"), (b) => b.dataset.c));
    const hits = query ? countHits(query) : null;
    let any = false;
    for (const r of rules) {
      const wanted = pressed.size === 0 || pressed.has(r.category);
      const named = !query || (r.name + " " + r.place + " " + r.category).toLowerCase().includes(query);
      let count = 0;
      for (const one of r.ranges) {
        one.shown = wanted && (named || hits[one.last + 1] > hits[one.first]);
        if (one.shown) ++count;
      }
      r.option.hidden = count === 0;
      r.option.querySelector(".hits").textContent = count;
      any ||= count > 0;
    }
    for (const part of parts) part.classList.toggle("off", !rangeOf(part).shown);
    for (const group of document.querySelectorAll("#rules ul")) {
      group.hidden = !group.querySelector("[role=option]:not([hidden])");
    }
    $("none").hidden = any;
    if (range && !range.shown) select(null);
    else if (range) tell(range);
    stopAt(visibleOptions().includes(tabOption) ? tabOption : visibleOptions()[0]);
    if (query || pressed.size > 0) {
      $("say").textContent = ranges.filter((r) => r.shown).length + " of " + ranges.length + " parts match";
    }
  }

  let waiting = 0;
  $("find").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 120);
  });
  for (const button of document.querySelectorAll(".cat")) {
    button.addEventListener("click", () => {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      filter();
    });
  }
  function setView(view) {
    text.dataset.view = view;
    document.querySelector("[name=view][value=" + view + "]").checked = true;
  }
  for (const input of document.querySelectorAll("[name=view]")) {
    input.addEventListener("change", () => setView(input.value));
  }

  // ---- rules ----

  // In the order they stand in the list.
  const visibleOptions = () => Array.from(document.querySelectorAll("[role=option]:not([hidden])"));
  let tabOption = null;
  function stopAt(option) {
    if (tabOption) tabOption.tabIndex = -1;
    tabOption = option || null;
    if (tabOption) tabOption.tabIndex = 0;
  }
  const ruleOf = (option) => rules[option.dataset.i];

  // The next part of a rule behind the selected one, or before it; round at the ends.
  function cycle(r, step, focus) {
    const list = matching(r);
    if (list.length === 0) return;
    const at = rule === r && range ? list.indexOf(range) : -1;
    const next = at < 0 ? (step > 0 ? 0 : list.length - 1) : (at + step + list.length) % list.length;
    select(list[next], focus);
  }

  $("rules").addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) cycle(ruleOf(option), 1);
  });
  $("rules").addEventListener("keydown", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    const all = visibleOptions();
    const at = all.indexOf(option);
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
    if (event.key in moves) {
      const next = all[Math.max(0, Math.min(all.length - 1, moves[event.key]))];
      stopAt(next);
      next.focus();
    } else if (event.key === "Enter" || event.key === " " || event.key === "ArrowRight") {
      cycle(ruleOf(option), 1);
    } else if (event.key === "ArrowLeft") {
      cycle(ruleOf(option), -1);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });

  // ---- the document ----

  text.addEventListener("click", (event) => {
    const selection = getSelection();
    if (!selection.isCollapsed) return;  // somebody marks text
    const part = event.target.closest("[data-r]");
    if (part) {
      select(rangeOf(part));
      focusPart(part);
      return;
    }
    const block = event.target.closest(".b");
    if (block) tellBlock(block);
  });
  $("prev").addEventListener("click", () => cycle(rule, -1));
  $("next").addEventListener("click", () => cycle(rule, 1));
  $("close").addEventListener("click", back);

  // The next removed part of any rule that the filters show.
  function step(by) {
    const list = ranges.filter((r) => r.shown && r.rule.fate === "x" && r.first <= r.last);
    if (list.length === 0) return;
    let at = range ? list.findIndex((r) => r.first >= range.first) : -1;
    if (range && at < 0) at = list.length;
    const here = range !== null && list[at] === range;
    let next = by > 0 ? (here ? at + 1 : Math.max(at, 0)) : (at < 0 ? list.length : at) - 1;
    next = (next + list.length) % list.length;
    select(list[next], true);
  }

  // Escape: from the panel to the part, from the part to its rule, from the rule to nothing selected.
  function back() {
    const active = document.activeElement;
    const inPanel = $("part").contains(active) && active !== $("close");
    if (inPanel && range) {
      focusPart(parts[range.first]);
    } else if (active === $("find") && $("find").value) {
      $("find").value = "";
      filter();
    } else if (range) {
      const option = rule.option;
      const wasPart = active === tabPart || active === $("close");
      select(null);
      if (wasPart) option.focus();
    } else if (!$("part").hidden) {
      $("part").hidden = true;
    } else if (active !== document.body) {
      active.blur();
    }
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      back();
      return;
    }
    const typing = event.target.matches("input[type=search]");
    const onPart = event.target.matches("[data-r]");
    if (typing) return;
    if (event.key === "/") {
      $("side").open = true;
      $("find").focus();
      $("find").select();
    } else if (event.key === "n" || event.key === "p") {
      step(event.key === "n" ? 1 : -1);
    } else if (onPart && event.key === "Enter") {
      if (range && event.target === tabPart && !$("part").hidden && partsOf(range).includes(event.target)) {
        rule.option.hidden || !$("side").open ? $("next").focus() : rule.option.focus();
      } else {
        select(rangeOf(event.target));
      }
    } else if (onPart && range && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      cycle(rule, event.key === "ArrowRight" ? 1 : -1, true);
    } else {
      return;
    }
    event.preventDefault();
  });

  // ---- light and dark ----

  const THEMES = ["system", "light", "dark"];
  function setTheme(theme) {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    $("theme").textContent = "Theme: " + theme;
  }
  let theme = "system";
  try {
    theme = localStorage.getItem("dehusk-theme") || theme;
  } catch { /* no storage for files here */ }
  setTheme(THEMES.includes(theme) ? theme : "system");
  $("theme").addEventListener("click", () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    setTheme(theme);
    try {
      localStorage.setItem("dehusk-theme", theme);
    } catch { /* as above */ }
  });

  // ---- at the start ----

  const narrow = matchMedia("(max-width: 56rem)").matches;
  if (narrow) $("side").open = false;
  // On paper the rules stand before the text, whatever the width.
  addEventListener("beforeprint", () => { $("side").open = true; });
  addEventListener("afterprint", () => { if (narrow) $("side").open = false; });
  stopAt(visibleOptions()[0]);
  stopAtPart(parts[0] || null);
})();
