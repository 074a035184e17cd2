// Charts of the HTML report: inline SVG, made of numbers only; what is text is HTML beside it. Each bar is a button that filters.
"use strict";

const SEVERITIES = ["critical", "high", "medium", "low", "negligible", "unknown"];
const SVG = "http://www.w3.org/2000/svg";

// make("td", {class: "x", onclick: f}, "text", node, ...): texts are always text, never markup.
function make(name, attributes, ...children) {
  const out = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === false) continue;
    if (key.startsWith("on")) out.addEventListener(key.slice(2), value);
    else out.setAttribute(key, value === true ? "" : value);
  }
  out.append(...children.filter((child) => child !== undefined && child !== null && child !== ""));
  return out;
}

function drawn(name, attributes, ...children) {
  const out = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) out.setAttribute(key, value);
  out.append(...children);
  return out;
}

function bySeverity(findings) {
  const out = Object.fromEntries(SEVERITIES.map((name) => [name, 0]));
  for (const finding of findings) out[finding.severity] = (out[finding.severity] || 0) + 1;
  return out;
}

function worded(counts) {
  return SEVERITIES.filter((name) => counts[name]).map((name) => `${counts[name]} ${name}`).join(", ");
}

// A ring with a part per severity.
function ring(counts, total) {
  const svg = drawn("svg", { viewBox: "0 0 100 100", role: "img", "aria-label": total ? worded(counts) : "no findings" });
  svg.append(drawn("circle", { cx: 50, cy: 50, r: 40, class: "track" }));
  let done = 0;
  for (const name of SEVERITIES) {
    if (!counts[name]) continue;
    const share = counts[name] / total * 100;
    svg.append(drawn("circle", {
      cx: 50, cy: 50, r: 40, pathLength: 100, class: `part s-${name}`, transform: "rotate(-90 50 50)",
      "stroke-dasharray": `${share} ${100 - share}`, "stroke-dashoffset": -done,
    }));
    done += share;
  }
  svg.append(drawn("text", { x: 50, y: 57 }, String(total)));
  return svg;
}

function donutChart(findings, choose) {
  const counts = bySeverity(findings);
  const list = make("ul", { class: "bars" });
  for (const name of SEVERITIES) {
    list.append(make("li", {}, make("button", { type: "button", "data-severity": name, "aria-pressed": "false", onclick: () => choose(name) },
      make("span", { class: `dot s-${name}` }), make("span", { class: "name" }, name), make("span", { class: "value" }, String(counts[name])))));
  }
  return make("figure", { class: "chart" }, make("h3", {}, "Findings by severity"),
    make("div", { class: "donut" }, ring(counts, findings.length), list));
}

// A bar whose parts are severities; its length is its share of the longest.
function stackedBar(counts, longest) {
  const svg = drawn("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" });
  let x = 0;
  for (const name of SEVERITIES) {
    if (!counts[name]) continue;
    const width = counts[name] / longest * 100;
    svg.append(drawn("rect", { x, y: 0, width, height: 10, class: `s-${name}` }));
    x += width;
  }
  return svg;
}

// groups: Map of key -> findings. At most `most` bars, the longest first, or in the order given.
function barChart(title, groups, { most = 10, sorted = true, kind, label = (key) => key, choose }) {
  let rows = [...groups].filter(([, findings]) => findings.length);
  if (sorted) rows.sort((a, b) => b[1].length - a[1].length || String(a[0]).localeCompare(String(b[0])));
  const left = rows.length - most;
  rows = rows.slice(0, most);
  const longest = Math.max(1, ...rows.map(([, findings]) => findings.length));
  const list = make("ul", { class: "bars" });
  for (const [key, findings] of rows) {
    const counts = bySeverity(findings);
    list.append(make("li", {}, make("button", {
      type: "button", [`data-${kind}`]: key, "aria-pressed": "false", onclick: () => choose(key),
      title: `${label(key)}: ${worded(counts)}`,
    }, make("span", { class: "name" }, label(key)), stackedBar(counts, longest), make("span", { class: "value" }, String(findings.length)))));
  }
  const more = left > 0 ? make("p", { class: "count" }, `and ${left} more`) : "";
  return make("figure", { class: "chart" }, make("h3", {}, title), list, more);
}
