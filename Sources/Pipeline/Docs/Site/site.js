"use strict";
// The page: a tree of resources, a search, and one resource at a time. Texts of the project are
// only ever set as text, never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = new Map(data.resources.map((resource) => [resource.id, resource]));
  const children = new Map(data.resources.map((resource) => [resource.id, []]));
  for (const resource of data.resources) {
    for (const parent of resource.parents) children.get(parent)?.push(resource.id);
  }
  const graph = {
    parents: (id) => byId.get(id).parents.filter((parent) => byId.has(parent)),
    children: (id) => children.get(id),
  };
  const KINDS = [
    ["source", "Sources"], ["seed", "Seeds"], ["model", "Models"], ["snapshot", "Snapshots"],
    ["analysis", "Analyses"], ["exposure", "Exposures"], ["macro", "Macros"],
  ];
  const STATES = {
    success: "good", pass: "good", warn: "warn", error: "bad", fail: "bad",
    "runtime error": "bad", skipped: "skip", "no-op": "skip",
  };
  const main = document.getElementById("main"), tree = document.getElementById("tree");
  const search = document.getElementById("search");

  function make(name, properties = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key === "class") made.className = value;
      else if (key === "style") made.setAttribute("style", value);
      else if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else made[key] = value;
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }

  const link = (id) => "#" + encodeURIComponent(id);
  const kind = (type) => `--kind:var(--${type})`;
  const state = (status) => `--state:var(--${STATES[status] || "skip"})`;
  const open = (id) => { location.hash = link(id); };

  // MARK: Texts

  // Descriptions: paragraphs, lists, `code`, **bold** and links to the web.
  function inline(text) {
    const parts = [];
    const pattern = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\((https?:[^)\s]+)\)/g;
    let from = 0;
    for (const match of text.matchAll(pattern)) {
      parts.push(text.slice(from, match.index));
      if (match[1]) parts.push(make("code", {}, match[1]));
      else if (match[2]) parts.push(make("b", {}, match[2]));
      else parts.push(make("a", { href: match[4], class: "link", rel: "noopener" }, match[3]));
      from = match.index + match[0].length;
    }
    parts.push(text.slice(from));
    return parts;
  }

  function prose(text) {
    const box = make("div", { class: "prose" });
    for (const block of text.trim().split(/\n\s*\n/)) {
      const lines = block.split("\n");
      const heading = block.match(/^#{1,6}\s+(.*)$/);
      if (lines.every((line) => /^\s*[-*]\s+/.test(line))) {
        box.append(make("ul", {}, ...lines.map((line) =>
          make("li", {}, ...inline(line.replace(/^\s*[-*]\s+/, ""))))));
      } else if (heading) {
        box.append(make("p", {}, make("b", {}, ...inline(heading[1]))));
      } else {
        box.append(make("p", {}, ...inline(lines.join(" "))));
      }
    }
    return box;
  }

  const WORDS = new Set(("select from where group by order having limit union all except intersect "
    + "join left right full inner outer cross on using as with recursive case when then else end "
    + "and or not in is null like ilike between exists distinct over partition rows range insert "
    + "into values update delete create table view cast true false qualify window filter lateral "
    + "asc desc nulls first last interval unnest").split(" "));

  // A line of SQL or of a template in colours.
  function coloured(line) {
    const row = make("span", { class: "row" });
    const pattern = /(--.*$|\{#.*?#\})|('(?:[^']|'')*')|(\{\{|\}\}|\{%-?|-?%\})|(\b\d+(?:\.\d+)?\b)|([A-Za-z_]\w*)(\s*\()?/g;
    let from = 0;
    for (const match of line.matchAll(pattern)) {
      row.append(line.slice(from, match.index));
      const [whole, comment, text, brace, number, word, call] = match;
      const style = comment ? "com" : text ? "str" : brace ? "fn" : number ? "num"
        : WORDS.has(word.toLowerCase()) ? "kw" : call ? "fn" : "";
      if (word && style) row.append(make("span", { class: style }, word), call || "");
      else if (style) row.append(make("span", { class: style }, whole));
      else row.append(whole);
      from = match.index + whole.length;
    }
    row.append(line.slice(from));
    return row;
  }

  function code(tabs) {
    const shown = tabs.filter(([, text]) => text);
    if (!shown.length) return null;
    const pre = make("pre");
    const bar = make("div", { class: "tabs", role: "tablist" });
    const show = (at) => {
      pre.replaceChildren(...shown[at][1].trimEnd().split("\n").map(coloured));
      [...bar.querySelectorAll(".tab")].forEach((tab, index) =>
        tab.classList.toggle("on", index === at));
      bar.dataset.at = at;
    };
    shown.forEach(([name], at) => bar.append(
      make("button", { class: "tab", type: "button", onclick: () => show(at) }, name)));
    const copy = make("button", { class: "copy", type: "button", onclick: () => {
      navigator.clipboard?.writeText(shown[bar.dataset.at][1]);
      copy.textContent = "Copied";
      setTimeout(() => { copy.textContent = "Copy"; }, 1200);
    } }, "Copy");
    bar.append(copy);
    show(0);
    return make("div", { class: "card" }, bar, pre);
  }

  // MARK: Parts of a resource

  const part = (title, content) =>
    content ? [make("h2", { class: "part" }, title), content] : [];

  function facts(pairs) {
    const kept = pairs.filter(([, value]) => value !== undefined && value !== null && value !== "");
    if (!kept.length) return null;
    return make("dl", { class: "card facts", style: "margin:0" }, ...kept.map(([name, value, big]) =>
      make("div", {}, make("dt", {}, name), make("dd", { class: big ? "big" : "" }, String(value)))));
  }

  const seconds = (value) =>
    value === undefined ? undefined : value < 1 ? `${Math.round(value * 1000)} ms` : `${value.toFixed(2)} s`;

  function lastRun(run) {
    if (!run) return null;
    return facts([
      ["Status", run.status], ["Took", seconds(run.seconds)], ["Rows found", run.failures],
      ["Said", run.message && run.message.split("\n")[0]], ["At", run.at],
    ]);
  }

  function columns(resource) {
    if (!resource.columns?.length) return null;
    const rows = resource.columns.map((column) => make("tr", {},
      make("td", { class: "mono" }, column.name),
      make("td", { class: "type mono" }, column.type || ""),
      make("td", {}, ...inline(column.description || "")),
      make("td", {}, ...(column.tests || []).map(pill))));
    return make("div", { class: "card" }, make("table", {},
      make("thead", {}, make("tr", {}, ...["Column", "Type", "Description", "Tests"].map((name) =>
        make("th", {}, name)))), make("tbody", {}, ...rows)));
  }

  function pill(test) {
    return make("span", {
      class: "pill" + (test.status ? " state" : ""), style: state(test.status),
      title: `${test.name}${test.status ? ": " + test.status : ""}`,
    }, test.short);
  }

  function tests(resource) {
    if (!resource.tests?.length) return null;
    const rows = resource.tests.map((test) => make("tr", {},
      make("td", { class: "mono", style: "overflow-wrap:anywhere" }, test.name),
      make("td", { class: "mono" }, test.column || ""),
      make("td", { class: "state", style: state(test.status) },
        test.status ? test.status + (test.failures ? ` (${test.failures})` : "") : "not run")));
    return make("div", { class: "card" }, make("table", {},
      make("thead", {}, make("tr", {}, ...["Test", "Column", "Last run"].map((name) =>
        make("th", {}, name)))), make("tbody", {}, ...rows)));
  }

  function reach(start, step) {
    const found = new Set([start]), waiting = [start];
    while (waiting.length) {
      for (const next of step(waiting.pop())) {
        if (!found.has(next)) { found.add(next); waiting.push(next); }
      }
    }
    return found;
  }

  function lineage(ids, self) {
    if (ids.length < 2) return null;
    const describe = (id) => {
      const resource = byId.get(id);
      return {
        name: resource.name, kind: resource.type, sub: resource.materialized || resource.type,
        state: resource.run ? STATES[resource.run.status] : "",
      };
    };
    const { svg, fit, zoom } = Lineage.draw(ids, graph, describe, self, open);
    const button = (text, title, act) =>
      make("button", { type: "button", title, onclick: act }, text);
    const kinds = [...new Set(ids.map((id) => byId.get(id).type))];
    const box = make("div", { class: "card lineage" }, svg,
      make("div", { class: "legend" }, ...kinds.map((type) =>
        make("span", { style: kind(type) }, make("i", { class: "dot" }), type)),
      make("div", { class: "tools" }, button("−", "Smaller", () => zoom(1 / 1.25)),
        button("+", "Larger", () => zoom(1.25)), button("Fit", "Show all", fit))));
    requestAnimationFrame(fit);
    return box;
  }

  // MARK: Pages

  const show = (...parts) => main.replaceChildren(...parts.filter((part) => part !== null));

  function page(resource) {
    const around = resource.type === "macro" ? [] :
      [...new Set([...reach(resource.id, graph.parents), ...reach(resource.id, graph.children)])];
    const list = (ids) => ids.length ? make("div", {}, ...ids.map((id) =>
      make("a", { class: "pill", href: link(id) }, byId.get(id).name))) : null;
    show(
      make("div", { class: "crumbs" }, `${resource.package} / ${resource.path}`),
      make("h1", {}, resource.name),
      make("div", { class: "badges" },
        make("span", { class: "badge kind", style: kind(resource.type) }, resource.type),
        resource.materialized && resource.materialized !== resource.type
          ? make("span", { class: "badge" }, resource.materialized) : null,
        resource.run ? make("span", {
          class: "badge status", style: state(resource.run.status) }, resource.run.status) : null,
        ...(resource.tags || []).map((tag) => make("span", { class: "badge" }, "# " + tag))),
      resource.description ? prose(resource.description)
        : make("p", { class: "quiet" }, "No description."),
      ...part("About", facts([
        ["Relation", resource.relation], ["Owner", resource.owner], ["Group", resource.group],
        ["Unique key", resource.uniqueKey], ["Kind of exposure", resource.exposureType],
        ["Maturity", resource.maturity], ["Address", resource.url], ...(resource.meta || []),
      ])),
      ...part("Lineage", lineage(around, resource.id)),
      ...part("Columns", columns(resource)), ...part("Tests", tests(resource)),
      ...part("Last run", lastRun(resource.run)),
      ...part("SQL", code([
        ["Compiled", resource.compiled], [resource.compiled ? "Source" : "Text", resource.raw]])),
      ...part("Made from", list(graph.parents(resource.id))),
      ...part("Used by", list(graph.children(resource.id))), foot());
    document.title = `${resource.name} · ${data.project}`;
  }

  function home() {
    const count = (type) => data.resources.filter((resource) => resource.type === type).length;
    const drawn = data.resources.filter((resource) => resource.type !== "macro" &&
      (resource.parents.length || children.get(resource.id).length));
    const run = data.run;
    show(
      make("div", { class: "crumbs" }, `target ${data.target}`),
      make("h1", {}, data.project),
      data.overview ? prose(data.overview) : null,
      ...part("What is here", facts([...KINDS.map(([type, title]) =>
        [title, count(type) || undefined, true]), ["Tests", data.testCount || undefined, true]])),
      ...part("Last run", run ? facts([
        ["Command", run.command], ["Passed", run.passed, true], ["Warnings", run.warned, true],
        ["Failed", run.failed, true], ["Skipped", run.skipped, true], ["Took", seconds(run.seconds)],
      ]) : null),
      ...part("Lineage", drawn.length > 400
        ? make("p", { class: "quiet" }, `${drawn.length} resources are too many for one picture; `
          + "choose one at the left to see what it is made from.")
        : lineage(drawn.map((resource) => resource.id), null)), foot());
    document.title = data.project;
  }

  function foot() {
    return make("footer", {}, `Written ${data.writtenAt} by dormouse. `
      + "This page is one file and asks nobody for anything.");
  }

  // MARK: Search

  function results(text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const score = (resource) => words.reduce((sum, word) => {
      const name = resource.name.toLowerCase();
      const own = name === word ? 50 : name.startsWith(word) ? 20 : name.includes(word) ? 12
        : (resource.tags || []).some((tag) => tag.toLowerCase().includes(word)) ? 8
        : (resource.columns || []).some((column) => column.name.toLowerCase().includes(word)) ? 6
        : (resource.description || "").toLowerCase().includes(word) ? 4
        : (resource.path + " " + (resource.raw || "")).toLowerCase().includes(word) ? 1 : -1000;
      return sum + own;
    }, resource.type === "macro" ? 0 : .5);
    const found = data.resources.map((resource) => [score(resource), resource])
      .filter(([points]) => points > 0).sort((a, b) => b[0] - a[0]).slice(0, 60);
    const marked = (name) => {
      const at = words.map((word) => [name.toLowerCase().indexOf(word), word.length])
        .find(([place]) => place >= 0);
      if (!at) return [name];
      return [name.slice(0, at[0]), make("mark", {}, name.slice(at[0], at[0] + at[1])),
        name.slice(at[0] + at[1])];
    };
    main.replaceChildren(make("div", { class: "crumbs" }, `${found.length} found for “${text}”`),
      found.length ? make("div", { class: "card hits", style: "margin-top:1rem" },
        ...found.map(([, resource], at) => make("a", {
          href: link(resource.id), class: at === 0 ? "on" : "", style: kind(resource.type),
          onclick: () => { search.value = ""; },
        }, make("i", { class: "dot", style: "display:inline-block;margin-right:.5rem" }),
        make("b", {}, ...marked(resource.name)),
        make("span", { class: "where" }, `${resource.type} · ${resource.path}`),
        resource.description ? make("p", {}, resource.description.split("\n")[0]) : null)))
        : make("p", { class: "quiet" }, "Nothing has all of these words."));
  }

  // MARK: The tree

  function plant() {
    for (const [type, title] of KINDS) {
      const own = data.resources.filter((resource) => resource.type === type);
      if (!own.length) continue;
      tree.append(make("h2", {}, title));
      let folder = "";
      for (const resource of own.sort((a, b) =>
        a.folder.localeCompare(b.folder) || a.name.localeCompare(b.name))) {
        if (resource.folder !== folder) {
          folder = resource.folder;
          tree.append(make("div", { class: "folder" }, folder));
        }
        tree.append(make("a", {
          href: link(resource.id), class: folder ? "deep" : "", style: kind(type),
          title: resource.id,
        }, make("i", { class: "dot" }), make("span", {}, resource.name)));
      }
    }
  }

  function route() {
    const resource = byId.get(decodeURIComponent(location.hash.slice(1)));
    for (const entry of tree.querySelectorAll("a")) {
      entry.classList.toggle("here", Boolean(resource) && entry.title === resource.id);
    }
    tree.querySelector("a.here")?.scrollIntoView({ block: "nearest" });
    if (resource) page(resource); else home();
    window.scrollTo(0, 0);
  }

  // MARK: Light and dark

  const root = document.documentElement;
  const preferred = matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  try { chosen = localStorage.getItem("theme"); } catch { /* a page from a file may not keep it */ }
  const dress = () => { root.dataset.theme = chosen || (preferred.matches ? "dark" : "light"); };
  preferred.addEventListener("change", dress);
  document.getElementById("theme").addEventListener("click", () => {
    chosen = root.dataset.theme === "dark" ? "light" : "dark";
    try { localStorage.setItem("theme", chosen); } catch { /* as above */ }
    dress();
  });

  search.addEventListener("input", () => search.value.trim() ? results(search.value.trim()) : route());
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") main.querySelector(".hits a")?.click();
    if (event.key === "Escape") { search.value = ""; route(); search.blur(); }
  });
  window.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== search) {
      event.preventDefault();
      search.focus();
    }
  });
  window.addEventListener("hashchange", route);
  document.getElementById("project").textContent = data.project;
  dress();
  plant();
  route();
})();
