// Details of one finding in the HTML report: why it is one, how bad, where it is.
"use strict";

// Only http and https: an advisory's text must not become a script.
function webAddress(text) {
  try {
    const address = new URL(text);
    return address.protocol === "https:" || address.protocol === "http:" ? address.href : "";
  } catch {
    return "";
  }
}

// An address that is none is shown as text.
function linkTo(text, label) {
  const address = webAddress(text);
  return address ? make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, label || text) : label || text;
}

function percent(share, digits = 2) {
  return `${(share * 100).toFixed(digits)}%`;
}

// rows: [name, value or node]; what is empty is left out.
function definitions(title, rows) {
  const list = make("dl");
  for (const [name, value] of rows) {
    if (value !== undefined && value !== null && value !== "") list.append(make("dt", {}, name), make("dd", {}, value));
  }
  return list.children.length ? make("div", {}, make("h3", {}, title), list) : "";
}

function code(text) {
  return text ? make("code", {}, text) : "";
}

function why(finding) {
  const e = finding.explanation;
  return definitions("Why this is a finding", [
    ["Record", code(e.record)],
    ["Said by", e.feed && [e.feed, e.feed_date && `of ${e.feed_date.slice(0, 10)}`].filter(Boolean).join(" ")],
    ["About", code(e.ecosystem)],
    ["Matched by", e.matched_by && `${e.matched_by} ${e.matched_name}`],
    ["Installed", code(e.installed)],
    ["Affected", code(e.range)],
    ["Compared as", e.scheme],
    ["Fixed in", code(finding.fixed_version)],
    ["State", finding.state],
    ["Vendor says", e.note],
    ["Suppressed by", finding.suppressed_by],
  ]);
}

function howBad(finding) {
  const rows = [["Severity", finding.severity + (finding.severity_source ? ` (${finding.severity_source})` : "")]];
  for (const cvss of finding.cvss) {
    const score = cvss.score ? cvss.score.toFixed(1) : "";
    rows.push([`CVSS ${cvss.version}`, make("span", {}, [score, cvss.source && `(${cvss.source})`].filter(Boolean).join(" "), " ", code(cvss.vector))]);
  }
  if (finding.epss) rows.push(["EPSS", `${percent(finding.epss.score)} within 30 days, more than ${percent(finding.epss.percentile, 0)} of all`]);
  if (finding.kev) {
    rows.push(["Known exploited", `since ${finding.kev.date_added}${finding.kev.ransomware ? ", by ransomware too" : ""}`]);
    rows.push(["To be done", [finding.kev.required_action, finding.kev.due_date && `(due ${finding.kev.due_date})`].filter(Boolean).join(" ")]);
  }
  rows.push(["Published", finding.published && finding.published.slice(0, 10)], ["Also called", finding.aliases.join(", ")]);
  return definitions("How bad it is", rows);
}

function whereIs(finding) {
  const p = finding.package;
  return definitions("Where it is", [
    ["Package", code(p.name)],
    ["Version", code(p.version)],
    ["Architecture", p.arch],
    ["Built from", code(p.source_name)],
    ["Path", code(p.path)],
    ["Layer", p.layer === undefined ? "" : `${p.layer + 1}`],
    ["Layer digest", code(p.layer_diff_id)],
    ["Made by", code(p.layer_created_by)],
    ["Package URL", code(p.purl)],
  ]);
}

function details(finding) {
  const text = [finding.title, finding.description].filter(Boolean).join("\n\n");
  const references = make("ul");
  for (const reference of finding.references) references.append(make("li", {}, linkTo(reference)));
  return make("div", {},
    text && make("p", { class: "text" }, text),
    make("div", { class: "columns" }, why(finding), howBad(finding), whereIs(finding),
      references.children.length ? make("div", {}, make("h3", {}, "References"), references) : ""));
}
