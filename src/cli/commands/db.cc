// SPDX-License-Identifier: Apache-2.0
//
// batten db update | status | verify: the advisory database.
#include <algorithm>
#include <string>
#include <vector>

#include "advisory/database.h"
#include "advisory/feed.h"
#include "advisory/update.h"
#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/output.h"

namespace batten::cli::commands {
namespace {

using advisory::FeedOutcome;
using advisory::FeedStatus;

constexpr OptionSpec kOptions[] = {
    {"--from", "DIR|URL|FILE", "update from a mirror or an air-gapped copy instead of the public addresses"},
    {"--db", "DIR", "the database (default: $BATTEN_DB, or db below the cache directory)"},
    {"--force", "", "update: build feeds again also when nothing has changed"},
    {"--format,-f", "NAME", "status: table (default) or json"},
};

std::string directory_of(const Arguments& arguments) { return arguments.value("db", advisory::database_directory()); }

Result<std::vector<std::string>> feeds_named(const Arguments& arguments) {
  std::vector<std::string> out(arguments.positional.begin() + 1, arguments.positional.end());
  for (const std::string& name : out) {
    if (advisory::find_feed(name) != nullptr) continue;
    std::vector<std::string> known;
    for (const advisory::Feed* feed : advisory::all_feeds()) known.emplace_back(feed->name);
    return Error{Code::kInvalidArgument, format("there is no feed \"{}\"; there is {}", name, base::join(known, ", "))};
  }
  return out;
}

std::string pad(std::string text, std::size_t width, bool right = false) {
  std::size_t size = base::display_width(text);
  std::string blanks(size < width ? width - size : 0, ' ');
  return right ? blanks + text : text + blanks;
}

// "1032302" -> "1,032,302".
std::string grouped(std::uint64_t number) {
  std::string out = std::to_string(number);
  for (std::size_t at = out.size(); at > 3; at -= 3) out.insert(at - 3, ",");
  return out;
}

std::string refused_text(const FeedStatus& status) { return status.refused == 0 ? std::string() : grouped(status.refused) + " refused"; }

std::string line_of(const FeedOutcome& outcome) {
  std::string name = pad(outcome.feed, 10);
  const FeedStatus& status = outcome.status;
  switch (outcome.kind) {
    case FeedOutcome::Kind::kUpdated: {
      std::string refused = refused_text(status);
      return format("{} updated: {} rows, {} records, data of {}, {}{}", name, grouped(status.advisories), grouped(status.vulnerabilities),
                    status.data_date.empty() ? "unknown date" : status.data_date.substr(0, 10), base::human_size(status.file_bytes),
                    refused.empty() ? "" : ", " + refused);
    }
    case FeedOutcome::Kind::kUnchanged: return format("{} nothing new since {}", name, status.fetched.substr(0, 10));
    case FeedOutcome::Kind::kAbsent: return format("{} not there: {}", name, outcome.error ? outcome.error->message : "");
    case FeedOutcome::Kind::kFailed: break;
  }
  return format("{} failed: {}{}", name, outcome.error ? outcome.error->message : "", status.present ? " (the old one stays)" : "");
}

Result<int> run_update(const Arguments& arguments, Context& context) {
  advisory::UpdateOptions options;
  options.directory = directory_of(arguments);
  options.feeds = TRY(feeds_named(arguments));
  options.from = arguments.value("from");
  options.force = arguments.flag("force");
  bool all = options.feeds.empty();
  std::vector<FeedOutcome> outcomes = TRY(advisory::update(options, context.progress));
  std::string text;
  std::size_t good = 0, failed = 0;
  for (const FeedOutcome& outcome : outcomes) {
    bool absent = outcome.kind == FeedOutcome::Kind::kAbsent;
    bool fine = outcome.kind == FeedOutcome::Kind::kUpdated || outcome.kind == FeedOutcome::Kind::kUnchanged;
    good += fine ? 1 : 0;
    // A mirror need not hold every feed; one that was named is another matter.
    failed += fine || (absent && all) ? 0 : 1;
    text += base::printable(line_of(outcome)) + "\n";
    if (outcome.kind != FeedOutcome::Kind::kUpdated) continue;
    for (const std::string& reason : outcome.status.refused_reasons) text += "           " + base::printable(reason) + "\n";
  }
  TRY(write_output("", text));
  return failed > 0 || good == 0 ? kExitFailed : kExitFine;
}

std::string status_table(const std::vector<FeedStatus>& all, const std::string& directory) {
  std::string out = "database " + base::printable(directory) + "\n";
  out += pad("feed", 11) + pad("data of", 12) + pad("built", 12) + pad("rows", 12, true) + pad("records", 12, true) +
         pad("size", 11, true) + "  origin\n";
  for (const FeedStatus& status : all) {
    out += pad(status.name, 11);
    if (!status.present) {
      out +=
          base::printable(status.problem.empty() ? "not there; run: batten db update " + status.name : "can't be used: " + status.problem) +
          "\n";
      continue;
    }
    out += pad(status.data_date.substr(0, 10), 12) + pad(status.fetched.substr(0, 10), 12) + pad(grouped(status.advisories), 12, true) +
           pad(grouped(status.vulnerabilities), 12, true) + pad(base::human_size(status.file_bytes), 11, true) + "  " +
           base::printable(status.origin) + "\n";
    if (status.refused > 0) out += pad("", 11) + refused_text(status) + "\n";
    for (const std::string& reason : status.refused_reasons) out += pad("", 13) + base::printable(reason) + "\n";
  }
  return out;
}

std::string status_json(const std::vector<FeedStatus>& all, const std::string& directory) {
  json::Writer out;
  out.begin_object().member("directory", directory).key("feeds").begin_array();
  for (const FeedStatus& status : all) {
    out.begin_object().member("name", status.name).member("present", status.present).member_if("problem", status.problem);
    if (status.present) {
      out.member("revision", status.revision)
          .member("data_date", status.data_date)
          .member("built", status.fetched)
          .member("origin", status.origin);
      out.member("advisories", status.advisories).member("vulnerabilities", status.vulnerabilities).member("refused", status.refused);
      out.key("refused_reasons").strings(status.refused_reasons);
      out.member("source_bytes", status.source_bytes).member("file_bytes", status.file_bytes).member("digest", status.digest);
    }
    out.end_object();
  }
  return out.end_array().end_object().take();
}

Result<int> run_status(const Arguments& arguments) {
  std::string how = arguments.value("format", "table");
  if (how != "table" && how != "json") return Error{Code::kInvalidArgument, format("--format {}: there is table, json", how)};
  std::string directory = directory_of(arguments);
  std::vector<std::string> named = TRY(feeds_named(arguments));
  std::vector<FeedStatus> all = TRY(advisory::Database::open(directory)).status();
  std::erase_if(
      all, [&](const FeedStatus& status) { return !named.empty() && std::find(named.begin(), named.end(), status.name) == named.end(); });
  TRY(write_output("", how == "json" ? status_json(all, directory) : status_table(all, directory)));
  bool damaged = std::any_of(all.begin(), all.end(), [](const FeedStatus& status) { return !status.problem.empty(); });
  return damaged ? kExitFailed : kExitFine;
}

Result<int> run_verify(const Arguments& arguments, Context& context) {
  std::string directory = directory_of(arguments);
  std::vector<std::string> named = TRY(feeds_named(arguments));
  std::string text;
  std::size_t checked = 0, wrong = 0;
  for (const advisory::Feed* feed : advisory::all_feeds()) {
    std::string name(feed->name);
    bool asked = std::find(named.begin(), named.end(), name) != named.end();
    if (!named.empty() && !asked) continue;
    auto verified = advisory::verify_feed(directory, name);
    bool absent = !verified && verified.error().code == Code::kNotFound;
    if (absent && !asked) continue;
    ++checked;
    wrong += verified ? 0 : 1;
    text += pad(name, 11) + (verified ? "fine" : base::printable(verified.error().message)) + "\n";
    context.progress.finish(name);
  }
  if (checked == 0) return Error{Code::kNotFound, directory + ": no feed there; run: batten db update"};
  TRY(write_output("", text));
  return wrong > 0 ? kExitFailed : kExitFine;
}

Result<int> run(const Arguments& arguments, Context& context) {
  std::string verb = arguments.positional.empty() ? std::string() : arguments.positional[0];
  if (verb == "update") return run_update(arguments, context);
  if (verb == "status") return run_status(arguments);
  if (verb == "verify") return run_verify(arguments, context);
  return Error{Code::kInvalidArgument, "db wants a verb: update, status or verify"};
}

constexpr CommandExample kExamples[] = {
    {"batten db update debian kev epss", "download what scans of Debian images need"},
    {"batten db update --from /media/usb/advisories", "an air gap: every feed that the directory holds"},
    {"batten db update --from https://mirror.example/advisories ubuntu", "one feed from a mirror"},
    {"batten db status --format json", "what is there, how old, from where"},
    {"batten db verify", "is every file what it was when it was built?"},
};

}  // namespace

extern constinit const Command db;
constinit const Command db{
    .name = "db",
    .summary = "the advisory database: update, status, verify",
    .positional = "update|status|verify [FEED...]",
    .description =
        "update brings the named feeds up to date, or all of them. Nothing is downloaded again that has not changed, a broken download "
        "goes on "
        "where it ended, and a feed that fails keeps its old data. A mirror (--from) holds the files under the names that they have at "
        "their "
        "public addresses, compressed or not, for instance debian/tracker.json.zst, Ubuntu/all.zip, "
        "kev/known_exploited_vulnerabilities.json.",
    .options = kOptions,
    .run = run,
    .examples = kExamples,
};

}  // namespace batten::cli::commands
