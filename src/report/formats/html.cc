// SPDX-License-Identifier: Apache-2.0
//
// One HTML page that holds everything: the report as JSON, the style and the scripts of assets/. Its content security policy lets only
// these run, by their hashes, and lets nothing be fetched.
#include <map>
#include <string>

#include "base/json.h"
#include "report/assets.h"
#include "report/columns.h"
#include "report/format.h"
#include "report/html_page.h"
#include "report/json_report.h"
#include "report/program.h"
#include "report/style.h"
#include "report/summary.h"
#include "report/xml_writer.h"

namespace batten::report::formats {
namespace {

// JSON within a script element: nothing in it may end the element or begin a comment. All these stand in strings only.
std::string within_script(std::string_view json) {
  std::string out;
  out.reserve(json.size() + json.size() / 16);
  for (char c : json) {
    if (c == '<') {
      out += "\\u003c";
    } else if (c == '>') {
      out += "\\u003e";
    } else if (c == '&') {
      out += "\\u0026";
    } else {
      out.push_back(c);
    }
  }
  return out;
}

std::string updates_json(const model::Report& report, const Options& options) {
  json::Writer out(0);
  out.begin_array();
  for (const Update& update : model::updates(report, options.order)) {
    out.begin_object().member("package", update.package).member("installed", update.installed);
    out.key("fixed").strings(update.fixed);
    out.member("removes", static_cast<std::uint64_t>(update.removes)).member("exploited", static_cast<std::uint64_t>(update.exploited));
    out.key("by_severity").begin_object();
    for (std::size_t i = 0; i < update.by_severity.size(); ++i)
      out.member(model::severity_name(static_cast<model::Severity>(i)), static_cast<std::uint64_t>(update.by_severity[i]));
    out.end_object().end_object();
  }
  return out.end_array().take();
}

std::string data(const model::Report& report, const Options& options, const Summary& summary) {
  bool sure = summary.skipped == 0 && summary.has_feed && summary.suppressed == 0 && !report.packages.empty();
  return "{\"report\":" + json_report(report, options, 0) + ",\"updates\":" + updates_json(report, options) +
         ",\"conclusion\":" + json::quote(nothing_found_text(report, summary)) + ",\"sure\":" + (sure ? "true" : "false") + "}";
}

std::string write(const model::Report& report, const Options& options) {
  Summary summary = summarise(report);
  std::string script = std::string(asset("charts.js")) + std::string(asset("details.js")) + std::string(asset("report.js"));
  std::string style(asset("report.css"));
  std::string title = on_terminal(one_line(beginning(report.source.name, 300)));
  std::string told = summary.counted == 0 ? nothing_found_text(report, summary)
                                          : std::to_string(summary.counted) + " findings: " + model::severity_counts(summary.by_severity) +
                                                "; what was not read: " + std::to_string(summary.skipped) + ".";
  const std::map<std::string_view, std::string> values = {
      {"POLICY", "default-src 'none'; script-src " + policy_hash(script) + "; style-src " + policy_hash(style) +
                     "; img-src data:; base-uri 'none'; form-action 'none'"},
      {"VERSION", std::string(kProgramVersion)},
      {"TITLE", xml_escaped(title.empty() ? "Batten" : title)},
      {"STYLE", style},
      {"SUMMARY", xml_escaped(told)},
      {"DATA", within_script(data(report, options, summary))},
      {"SCRIPT", script},
  };
  return filled_page(asset("report.html"), values);
}

constexpr FormatExample kExamples[] = {{"<!DOCTYPE html>"},
                                       {"content=\"default-src 'none'; script-src 'sha256-"},
                                       {"<title>image.tar</title>"},
                                       {"\"id\":\"CVE-2024-5535\""},
                                       {"\"message\":\"stanza 14: no Package field\""}};

}  // namespace

extern constinit const Format html;
constinit const Format html{
    .name = "html",
    .summary = "one page for a browser, with filters and charts",
    .media_type = "text/html",
    .write = write,
    .examples = kExamples,
};

}  // namespace batten::report::formats
