// The HTML report: reads the data that the page holds, fills the page, filters and sorts. Texts of the data become text nodes only.
"use strict";

const PAGE = 100;
const PRINTED = 2000;

const data = JSON.parse(document.getElementById("data").textContent);
const report = data.report;
const at = (id) => document.getElementById(id);
const number = (value) => value.toLocaleString("en");
const counted = (count, noun) => `${number(count)} ${noun}${count === 1 ? "" : "s"}`;
const natural = new Intl.Collator("en", { numeric: true }).compare;

const hiddenOne = (finding) => finding.suppressed_by !== undefined || finding.state === "not-affected";
const layerOf = (finding) => (finding.package.layer === undefined ? "" : String(finding.package.layer));
const scoreOf = (finding) => Math.max(0, ...finding.cvss.map((cvss) => cvss.score));
const rankOf = (finding) => SEVERITIES.length - SEVERITIES.indexOf(finding.severity);

const findings = report.findings.map((finding, index) => ({
  ...finding,
  index,
  text: [finding.id, ...finding.aliases, finding.package.name, finding.package.source_name, finding.package.version, finding.package.path,
    finding.package.purl, finding.title, finding.description, finding.fixed_version].filter(Boolean).join("\n").toLowerCase(),
}));
const counting = findings.filter((finding) => !hiddenOne(finding));

// What is wanted now.
const wanted = { severities: new Set(), package: "" };
const sorting = { key: "severity", descending: true };
let shown = PAGE;

function groups(list, keyOf) {
  const out = new Map();
  for (const item of list) {
    const key = keyOf(item);
    if (!out.has(key)) out.set(key, []);
    out.get(key).push(item);
  }
  return out;
}

// --- Filtering and sorting

function matches(finding, query) {
  if (!at("others").checked && hiddenOne(finding)) return false;
  if (wanted.severities.size && !wanted.severities.has(finding.severity)) return false;
  if (at("state").value && finding.state !== at("state").value) return false;
  if (at("type").value && finding.package.type !== at("type").value) return false;
  if (at("layer").value && layerOf(finding) !== at("layer").value) return false;
  if (at("fixable").checked && finding.state !== "fixed") return false;
  if (at("kev").checked && !finding.kev) return false;
  if (wanted.package && (finding.package.source_name || finding.package.name) !== wanted.package) return false;
  return query.every((word) => finding.text.includes(word));
}

const ORDERS = {
  severity: (a, b) => rankOf(a) - rankOf(b) || Boolean(a.kev) - Boolean(b.kev) || (a.epss?.score ?? -1) - (b.epss?.score ?? -1),
  id: (a, b) => natural(a.id, b.id),
  package: (a, b) => natural(a.package.name, b.package.name),
  installed: (a, b) => natural(a.package.version, b.package.version),
  fix: (a, b) => natural(a.fixed_version || `~${a.state}`, b.fixed_version || `~${b.state}`),
  cvss: (a, b) => scoreOf(a) - scoreOf(b),
  epss: (a, b) => (a.epss?.score ?? -1) - (b.epss?.score ?? -1),
  layer: (a, b) => (a.package.layer ?? -1) - (b.package.layer ?? -1),
};

function selection() {
  const query = at("q").value.toLowerCase().split(/\s+/).filter(Boolean);
  const order = ORDERS[sorting.key];
  const sign = sorting.descending ? -1 : 1;
  return findings.filter((finding) => matches(finding, query)).sort((a, b) => sign * order(a, b) || a.index - b.index);
}

// --- The table

function toggle(row, button, finding) {
  const open = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!open));
  if (open) {
    row.nextElementSibling.remove();
  } else {
    row.after(make("tr", { class: "detail" }, make("td", { colspan: 8 }, details(finding))));
  }
}

function rowOf(finding) {
  const p = finding.package;
  const badge = make("span", { class: `badge b-${finding.severity}` }, finding.severity);
  const button = make("button", { type: "button", class: "toggle", "aria-expanded": "false", "aria-label": `${finding.severity}: details of ${finding.id} in ${p.name}` }, badge);
  const kev = finding.kev && make("span", { class: "tag kev" }, "exploited");
  const hides = finding.suppressed_by !== undefined && make("span", { class: "tag" }, "suppressed");
  const source = p.source_name && p.source_name !== p.name && make("span", { class: "sub" }, `from ${p.source_name}`);
  const score = scoreOf(finding);
  const row = make("tr", { class: hiddenOne(finding) ? "row muted" : "row" },
    make("td", {}, button),
    make("td", {}, finding.id, kev || hides ? make("span", { class: "sub" }, kev || "", hides || "") : ""),
    make("td", {}, p.name, source || ""),
    make("td", { class: "mono", "data-label": "installed" }, p.version),
    make("td", { class: finding.fixed_version ? "mono" : "", "data-label": finding.fixed_version ? "fixed in" : "state" }, finding.fixed_version || finding.state),
    make("td", { class: "number", "data-label": "CVSS" }, score ? score.toFixed(1) : ""),
    make("td", { class: "number", "data-label": "EPSS" }, finding.epss ? percent(finding.epss.score) : ""),
    make("td", { class: "number", "data-label": "layer" }, p.layer === undefined ? "" : String(p.layer + 1)));
  row.addEventListener("click", (event) => {
    if (event.target.closest("a") || String(window.getSelection())) return;
    toggle(row, button, finding);
  });
  return row;
}

function show() {
  const list = selection();
  const body = at("table").tBodies[0];
  body.replaceChildren(...list.slice(0, shown).map(rowOf));
  if (!list.length) {
    body.append(make("tr", {}, make("td", { colspan: 8, class: "empty" }, "No finding fits these filters.")));
  }
  const hidden = at("others").checked ? 0 : findings.length - counting.length;
  at("count").textContent = `${number(Math.min(shown, list.length))} of ${counted(list.length, "finding")} shown` +
    (wanted.package ? `, package ${wanted.package}` : "") + (hidden ? `; ${number(hidden)} suppressed or not affected are hidden` : "");
  const left = list.length - shown;
  at("more").hidden = at("all").hidden = left <= 0;
  at("more").textContent = `Show ${number(Math.min(PAGE, left))} more`;
  for (const button of document.querySelectorAll(".bars button")) {
    const { severity, state, layer, package: name } = button.dataset;
    const pressed = severity !== undefined ? wanted.severities.has(severity) : state !== undefined ? at("state").value === state
      : layer !== undefined ? layer !== "" && at("layer").value === layer : name === wanted.package;
    button.setAttribute("aria-pressed", String(pressed));
  }
}

function refilter() {
  shown = PAGE;
  show();
}

function sortBy(header) {
  const key = header.dataset.sort;
  const numbers = ["severity", "cvss", "epss"].includes(key);
  sorting.descending = sorting.key === key ? !sorting.descending : numbers;
  sorting.key = key;
  for (const other of at("table").tHead.querySelectorAll("th")) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", sorting.descending ? "descending" : "ascending");
  show();
}

function setSeverity(name, on) {
  if (on) wanted.severities.add(name);
  else wanted.severities.delete(name);
  at(`severity-${name}`).checked = on;
}

function setUpFilters() {
  const pills = make("div", { class: "pills" });
  for (const name of SEVERITIES) {
    const input = make("input", { type: "checkbox", id: `severity-${name}`, onchange: (event) => { setSeverity(name, event.target.checked); refilter(); } });
    pills.append(make("label", { class: "pill" }, input, make("span", {}, name)));
  }
  at("severities").append(pills);
  const options = (id, keys, label) => at(id).append(...keys.map((key) => make("option", { value: key }, label(key))));
  options("state", [...new Set(findings.map((finding) => finding.state))].sort(), (state) => state);
  options("type", [...new Set(findings.map((finding) => finding.package.type))].sort(), (type) => type);
  options("layer", [...new Set(findings.map(layerOf))].filter(Boolean).sort(natural), (layer) => `${Number(layer) + 1}`);
  at("filters").addEventListener("input", refilter);
  at("filters").addEventListener("submit", (event) => event.preventDefault());
  at("filters").addEventListener("reset", () => {
    wanted.severities.clear();
    wanted.package = "";
    setTimeout(refilter);
  });
  for (const header of at("table").tHead.querySelectorAll("th")) header.querySelector("button").addEventListener("click", () => sortBy(header));
  at("more").addEventListener("click", () => { shown += PAGE; show(); });
  at("all").addEventListener("click", () => { shown = findings.length; show(); });
  let before = PAGE;
  window.addEventListener("beforeprint", () => { before = shown; shown = Math.max(shown, PRINTED); show(); });
  window.addEventListener("afterprint", () => { shown = before; show(); });
}

// Goes to the findings with only this filter set.
function only(set) {
  at("filters").reset();
  wanted.severities.clear();
  wanted.package = "";
  set();
  refilter();
  at("findings").scrollIntoView();
  at("findings").focus({ preventScroll: true });
}

// --- What stands above and below the table

function fillHead() {
  const { source, image, distribution } = report;
  const facts = [distribution.name || [distribution.id, distribution.version].filter(Boolean).join(" ") || "unknown distribution",
    source.kind, image.platform, counted(report.packages.length, "package"), image.layers.length ? counted(image.layers.length, "layer") : "",
    source.tags.filter((tag) => tag !== source.name).join(", "), image.user ? `user ${image.user}` : ""];
  at("facts").append(...facts.filter(Boolean).map((fact) => make("span", {}, fact)), code(source.manifest_digest || source.config_digest));
  const feeds = report.feeds.map((feed) => feed.name + (feed.problem ? ` (not used: ${feed.problem})` : feed.data_date ? ` of ${feed.data_date.slice(0, 10)}` : ""));
  at("feeds").textContent = feeds.join(", ") || "none";
  at("advisories").hidden = false;
}

function noteItem(note) {
  return make("li", {}, note.where ? make("strong", {}, `${note.where}: `) : "", note.message, note.hint ? make("span", {}, ` (${note.hint})`) : "");
}

function fillNotes() {
  const skipped = report.notes.filter((note) => note.kind === "skipped");
  const others = report.notes.filter((note) => note.kind !== "skipped");
  if (skipped.length) {
    at("unread").hidden = false;
    at("unread-title").textContent = `What was not read: ${number(skipped.length)}. Nothing is known about it.`;
    at("unread").querySelector("ul").append(...skipped.map(noteItem));
  }
  if (others.length) {
    at("notes").hidden = false;
    at("notes").querySelector("ul").append(...others.map(noteItem));
  }
  if (!counting.length) {
    at("conclusion").hidden = false;
    at("conclusion").textContent = data.conclusion;
    if (data.sure) at("conclusion").classList.add("good");
  }
}

function tile(value, label, kind, set) {
  const parts = [make("strong", {}, number(value)), make("span", {}, label)];
  if (!set || !value) return make("div", { class: "tile" }, ...parts);
  return make("button", { type: "button", class: `tile ${kind}`, onclick: () => only(set) }, ...parts);
}

function fillOverview() {
  const s = report.summary;
  at("tiles").append(
    tile(s.findings, `findings, ${counted(s.vulnerabilities, "vulnerabilit").replace(/t$/, "ty").replace(/ts$/, "ties")}`, "", () => {}),
    tile(s.by_severity.critical + s.by_severity.high, "critical and high", "bad", () => { setSeverity("critical", true); setSeverity("high", true); }),
    tile(s.known_exploited, "known to be exploited", "bad", () => { at("kev").checked = true; }),
    tile(s.fixable, "fixed by an update", "good", () => { at("fixable").checked = true; }),
    tile(s.suppressed, "suppressed", "", () => { at("others").checked = true; }),
    tile(s.not_read, "not read", "warn", s.not_read ? () => {} : undefined));
  if (!counting.length) return;
  const packages = groups(counting, (finding) => finding.package.source_name || finding.package.name);
  const states = groups(counting, (finding) => finding.state);
  const layers = groups(counting, layerOf);
  at("charts").append(
    donutChart(counting, (name) => { setSeverity(name, !wanted.severities.has(name)); refilter(); }),
    barChart("By state", states, { kind: "state", choose: (state) => { at("state").value = at("state").value === state ? "" : state; refilter(); } }),
    barChart("By source package", packages, { kind: "package", choose: (name) => { wanted.package = wanted.package === name ? "" : name; refilter(); } }));
  if (report.image.layers.length > 1) {
    const ordered = new Map([...layers].sort((a, b) => natural(a[0], b[0])));
    const label = (key) => (key === "" ? "not known" : `${Number(key) + 1}: ${(report.image.layers[key].created_by || "").replace(/^\/bin\/sh -c (#\(nop\) *)?/, "")}`);
    at("charts").append(barChart("By layer", ordered, { kind: "layer", sorted: false, most: 12, label, choose: (key) => { at("layer").value = at("layer").value === key ? "" : key; refilter(); } }));
  }
}

function fillUpdates() {
  const MOST = 8;
  if (!data.updates.length) return;
  const rows = data.updates.map((update) => make("tr", {},
    make("td", {}, make("button", { type: "button", class: "link", onclick: () => only(() => { wanted.package = update.package; at("fixable").checked = true; }) }, update.package)),
    make("td", { class: "mono" }, update.installed),
    make("td", { class: "mono" }, (update.fixed.length > 1 ? "the newest of " : "") + update.fixed.join(", ")),
    make("td", {}, counted(update.removes, "finding"), " ", make("span", { class: "sub" }, worded(update.by_severity)), " ",
      update.exploited ? make("span", { class: "tag kev" }, "exploited") : "")));
  const section = at("updates");
  const more = section.querySelector(".more");
  section.hidden = false;
  section.querySelector("tbody").append(...rows.slice(0, MOST));
  more.hidden = rows.length <= MOST;
  more.textContent = `Show ${counted(rows.length - MOST, "more update")}`;
  more.addEventListener("click", () => {
    section.querySelector("tbody").append(...rows.slice(MOST));
    more.hidden = true;
  });
}

function fillLists() {
  const { layers } = report.image;
  if (layers.some((layer) => layer.diff_id || layer.created_by)) {
    at("layers").hidden = false;
    at("layers").querySelector("summary").textContent = counted(layers.length, "layer");
    at("layers").querySelector("ol").append(...layers.map((layer) => make("li", {}, code(layer.diff_id), " ", layer.created_by)));
  }
  const found = groups(counting, (finding) => `${finding.package.type}\n${finding.package.name}\n${finding.package.version}\n${finding.package.path}`);
  at("packages").hidden = !report.packages.length;
  at("packages").querySelector("summary").textContent = counted(report.packages.length, "package");
  at("packages").addEventListener("toggle", () => {
    at("packages").querySelector("tbody").append(...report.packages.map((p) => make("tr", {},
      make("td", {}, p.name), make("td", { class: "mono" }, p.version), make("td", {}, p.type), make("td", {}, p.licenses.join(", ")),
      make("td", { class: "number" }, p.layer === undefined ? "" : String(p.layer + 1)),
      make("td", { class: "number" }, String((found.get(`${p.type}\n${p.name}\n${p.version}\n${p.path}`) || []).length)))));
  }, { once: true });
}

fillHead();
fillNotes();
setUpFilters();
fillOverview();
fillUpdates();
fillLists();
show();
at("filters").hidden = at("table").hidden = !findings.length;
at("findings").hidden = false;
