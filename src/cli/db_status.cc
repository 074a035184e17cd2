// SPDX-License-Identifier: Apache-2.0
#include "cli/db_status.h"

#include <algorithm>
#include <optional>

#include "advisory/database.h"
#include "advisory/feed_age.h"
#include "advisory/side_files.h"
#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/db_feeds.h"
#include "cli/output.h"
#include "cli/scan_options.h"

namespace batten::cli {
namespace {

using advisory::FeedStatus;

struct Shown {
  std::string directory;
  std::vector<FeedStatus> feeds;
  std::optional<advisory::Pulled> pulled;
  std::int64_t now = 0, max_age_days = 7;

  advisory::FeedAge age(const FeedStatus& status) const { return advisory::age_of(status, now); }
  bool is_old(const FeedStatus& status) const { return status.present && age(status).days > max_age_days; }
  bool is_pulled(const FeedStatus& status) const {
    if (!pulled || !status.present) return false;
    auto known = pulled->feeds.find(status.name);
    return known != pulled->feeds.end() && known->second == status.digest;
  }
  bool any_pulled() const {
    return std::any_of(feeds.begin(), feeds.end(), [&](const FeedStatus& status) { return is_pulled(status); });
  }
};

std::string not_there(const FeedStatus& status) {
  return base::printable(status.problem.empty() ? "not there; run: batten db update " + status.name : "can't be used: " + status.problem);
}

std::string line_of(const FeedStatus& status, const Shown& shown) {
  if (!status.present) return padded(status.name, 11) + not_there(status) + "\n";
  std::string out = padded(status.name, 11) + padded(status.data_date.substr(0, 10), 12) + padded(status.fetched.substr(0, 10), 12);
  out += padded(format("{} d", shown.age(status).days), 6, true) + (shown.is_old(status) ? " old" : "    ");
  out += padded(grouped(status.advisories), 12, true) + padded(grouped(status.vulnerabilities), 12, true) +
         padded(base::human_size(status.file_bytes), 11, true) + "  " + base::printable(status.origin) + "\n";
  if (status.refused > 0) out += padded("", 11) + grouped(status.refused) + " refused\n";
  for (const std::string& reason : status.refused_reasons) out += padded("", 13) + base::printable(reason) + "\n";
  return out;
}

std::string as_table(const Shown& shown) {
  std::string out = "database " + base::printable(shown.directory) + "\n";
  if (shown.any_pulled()) {
    out += "pulled from " + base::printable(shown.pulled->reference) + ", " + base::printable(shown.pulled->digest);
    out += shown.pulled->signed_by.empty() ? ", signature not checked\n" : ", signed by " + base::printable(shown.pulled->signed_by) + "\n";
  }
  out += padded("feed", 11) + padded("data of", 12) + padded("built", 12) + padded("age", 6, true) + "    " + padded("rows", 12, true) +
         padded("records", 12, true) + padded("size", 11, true) + "  origin\n";
  std::string old;
  for (const FeedStatus& status : shown.feeds) {
    out += line_of(status, shown);
    if (shown.is_old(status)) old += " " + status.name;
  }
  if (!old.empty()) out += format("older than {} days; run: batten db update{}\n", shown.max_age_days, old);
  return out;
}

void write_feed(json::Writer& out, const FeedStatus& status, const Shown& shown) {
  out.begin_object().member("name", status.name).member("present", status.present).member_if("problem", status.problem);
  if (status.present) {
    advisory::FeedAge age = shown.age(status);
    out.member("revision", status.revision).member("data_date", status.data_date).member("built", status.fetched);
    out.member("checked", status.checked).member("age_days", age.days).member("age_of", age.of_data ? "data" : "check");
    out.member("old", shown.is_old(status)).member("pulled", shown.is_pulled(status)).member("origin", status.origin);
    out.member("advisories", status.advisories).member("vulnerabilities", status.vulnerabilities).member("refused", status.refused);
    out.key("refused_reasons").strings(status.refused_reasons);
    out.member("source_bytes", status.source_bytes).member("file_bytes", status.file_bytes).member("digest", status.digest);
  }
  out.end_object();
}

std::string as_json(const Shown& shown) {
  json::Writer out;
  out.begin_object().member("directory", shown.directory).member("max_age_days", shown.max_age_days);
  if (shown.any_pulled()) {
    out.key("database").begin_object().member("reference", shown.pulled->reference).member("digest", shown.pulled->digest);
    out.member_if("signed_by", shown.pulled->signed_by).end_object();
  }
  out.key("feeds").begin_array();
  for (const FeedStatus& status : shown.feeds) write_feed(out, status, shown);
  return out.end_array().end_object().take();
}

}  // namespace

Result<int> run_db_status(const Arguments& arguments) {
  std::string how = arguments.value("format", "table");
  if (how != "table" && how != "json") return Error{Code::kInvalidArgument, format("--format {}: there is table, json", how)};
  Shown shown;
  shown.directory = database_directory_of(arguments);
  shown.now = base::now_seconds();
  shown.max_age_days = TRY(max_db_age(arguments)).value_or(7);
  std::vector<std::string> named = TRY(feeds_named(arguments, 1));
  shown.feeds = TRY(advisory::Database::open(shown.directory)).status();
  std::erase_if(shown.feeds, [&](const FeedStatus& status) {
    return !named.empty() && std::find(named.begin(), named.end(), status.name) == named.end();
  });
  shown.pulled = advisory::read_pulled(shown.directory);
  TRY(write_output("", how == "json" ? as_json(shown) : as_table(shown)));
  bool damaged = std::any_of(shown.feeds.begin(), shown.feeds.end(), [](const FeedStatus& status) { return !status.problem.empty(); });
  return damaged ? kExitFailed : kExitFine;
}

}  // namespace batten::cli
