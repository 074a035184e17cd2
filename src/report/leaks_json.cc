// SPDX-License-Identifier: Apache-2.0
#include "report/leaks_json.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "report/assessment_text.h"

namespace batten::report {
namespace {

void write_place(json::Writer& out, const model::LeakPlace& place) {
  out.member("where", model::leak_where_name(place.where)).member("path", place.path);
  if (place.line != 0) out.member("line", place.line);
  if (place.column != 0) out.member("column", place.column);
  if (place.where == model::LeakPlace::Where::kFile) out.member("offset", place.offset);
  if (!place.decoded.empty()) out.key("decoded").strings(place.decoded);
  if (place.layer_index != 0) out.key("layer").begin_object().member("index", place.layer_index).member_if("diff_id", place.layer.text());
  if (place.layer_index != 0) out.member_if("created_by", place.created_by).end_object();
  out.member_if("commit", place.commit).member_if("container", place.container);
  if (place.removed) out.member("removed", true);
}

}  // namespace

void write_leak(json::Writer& out, const model::Leak& leak) {
  out.begin_object().member("kind", leak.kind).member("title", leak.title);
  out.member("severity", model::severity_name(leak.severity)).member("confidence", model::leak_confidence_name(leak.confidence));
  write_place(out, leak.place);
  out.member("masked", leak.masked).member("length", leak.length).member("fingerprint", leak.fingerprint);
  out.member_if("readable_by", leak.readable_by).member("repair", leak.repair);
  if (leak.ends_at != 0) out.member("ends_at", base::format_time(leak.ends_at)).member("ended", leak.ended);
  out.member_if("live", leak.live).member_if("suppressed_by", leak.suppressed_by).end_object();
}

std::string leaks_json(const model::LeakReport& report, bool all) {
  const auto suppressed = std::ranges::count_if(report.leaks, [](const model::Leak& leak) { return !leak.suppressed_by.empty(); });
  json::Writer out;
  out.begin_object().member("schema", "batten.leaks/1").member("target", report.target);
  out.key("summary").begin_object();
  out.member("leaks", std::uint64_t{report.leaks.size()} - static_cast<std::uint64_t>(suppressed));
  out.member("suppressed", static_cast<std::uint64_t>(suppressed));
  out.member("files", report.files).member("bytes", report.bytes).member("ignored_by_git", report.ignored).end_object();
  out.key("leaks").begin_array();
  for (const model::Leak& leak : report.leaks) {
    if (all || leak.suppressed_by.empty()) write_leak(out, leak);
  }
  out.end_array();
  write_notes(out, report.notes);
  out.end_object();
  return out.take();
}

}  // namespace batten::report
