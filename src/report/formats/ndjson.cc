// SPDX-License-Identifier: Apache-2.0
//
// The report as lines of JSON (ndjson), for programs that read a stream: a header, then a line per finding, then a line per note.
#include <string>

#include "base/json.h"
#include "base/note.h"
#include "report/explain.h"
#include "report/format.h"
#include "report/json_report.h"

namespace batten::report::formats {
namespace {

using json::Writer;

std::string write(const model::Report& report, const Options& options) {
  Writer header(0);
  header.begin_object().member("kind", "header").member("schema", "batten.lines/1");
  write_head_members(header, report);
  std::string out = header.end_object().take() + "\n";
  for (const model::Finding& finding : report.findings) {
    if (!options.explain.empty() && !is_about(finding, options.explain)) continue;
    Writer line(0);
    line.begin_object().member("kind", "finding");
    write_finding_members(line, report, finding);
    out += line.end_object().take() + "\n";
  }
  for (const base::Note& note : report.notes) {
    Writer line(0);
    line.begin_object().member("kind", "note").member("note", base::note_kind_name(note.kind));
    line.member("where", note.where).member("message", note.message).member_if("hint", note.hint);
    out += line.end_object().take() + "\n";
  }
  return out;
}

constexpr FormatExample kExamples[] = {{"{\"kind\":\"header\",\"schema\":\"batten.lines/1\",\"source\":{"},
                                       {"\n{\"kind\":\"finding\",\"id\":\"CVE-2024-5535\","},
                                       {"\n{\"kind\":\"note\",\"note\":\"skipped\","}};

}  // namespace

extern constinit const Format ndjson;
constinit const Format ndjson{
    .name = "ndjson",
    .summary = "findings as lines of JSON, for programs that read a stream",
    .media_type = "application/x-ndjson",
    .write = write,
    .examples = kExamples,
};

}  // namespace batten::report::formats
