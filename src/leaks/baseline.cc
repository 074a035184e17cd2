// SPDX-License-Identifier: Apache-2.0
#include "leaks/baseline.h"

#include <map>
#include <set>
#include <tuple>

#include "base/format.h"
#include "base/json.h"
#include "leaks/fingerprint.h"

namespace batten::leaks {
namespace {

using Key = std::tuple<std::string, std::string, std::string>;  // kind, path, fingerprint

}  // namespace

Result<void> apply_baseline(std::string_view text, std::string_view key, model::LeakReport& report) {
  json::Document document = TRY(json::Document::parse(text));
  if (document["batten_baseline"].integer() != 1) return Error{Code::kCorrupt, "no baseline of leaks (\"batten_baseline\": 1 is missing)"};
  if (document["key"].string() != key_id(key)) {
    return Error{Code::kConflict, format("was made with fingerprint key {}, this installation has {}: give the same key in "
                                         "BATTEN_FINGERPRINT_KEY, or write the baseline anew",
                                         document["key"].string("(none)"), key_id(key))};
  }
  std::map<Key, std::string> known;
  document["leaks"].each([&](json::View one) {
    std::string reason(one["reason"].string());
    known[{std::string(one["kind"].string()), std::string(one["path"].string()), std::string(one["fingerprint"].string())}] =
        reason.empty() ? "in the baseline" : reason;
  });
  for (model::Leak& leak : report.leaks) {
    auto at = known.find({leak.kind, leak.place.path, leak.fingerprint});
    if (at != known.end() && leak.suppressed_by.empty()) leak.suppressed_by = at->second;
  }
  return {};
}

std::string make_baseline(std::string_view key, const model::LeakReport& report) {
  json::Writer out;
  out.begin_object().member("batten_baseline", 1).member("key", key_id(key));
  out.key("leaks").begin_array();
  std::set<Key> written;
  for (const model::Leak& leak : report.leaks) {
    if (!leak.suppressed_by.empty() || !written.insert({leak.kind, leak.place.path, leak.fingerprint}).second) continue;
    out.begin_object().member("kind", leak.kind).member("path", leak.place.path).member("fingerprint", leak.fingerprint);
    out.member("reason", "").end_object();
  }
  out.end_array().end_object();
  return out.take() + "\n";
}

}  // namespace batten::leaks
