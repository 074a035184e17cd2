// SPDX-License-Identifier: Apache-2.0
//
// batten db update | status | verify | push | pull: the advisory database.
#include <algorithm>
#include <string>
#include <vector>

#include "advisory/database.h"
#include "advisory/feed.h"
#include "advisory/update.h"
#include "base/format.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/db_feeds.h"
#include "cli/db_share.h"
#include "cli/db_status.h"
#include "cli/output.h"

namespace batten::cli::commands {
namespace {

using advisory::FeedOutcome;
using advisory::FeedStatus;

constexpr OptionSpec kOptions[] = {
    {"--from", "DIR|URL|FILE", "update from a mirror or an air-gapped copy instead of the public addresses"},
    {"--db", "DIR", "the database (default: $BATTEN_DB, or db below the cache directory)"},
    {"--all", "", "update: every feed there is"},
    {"--installed", "", "update: the feeds that are there (default where any is)"},
    {"--force", "", "update: download and build feeds again also when nothing has changed"},
    {"--key", "FILE", "push: sign with this private key; pull: refuse what is not signed by this public key"},
    {"--max-db-age", "DAYS", "status: what is older is old (default: 7)"},
    {"--format,-f", "NAME", "status: table (default) or json"},
    {"--insecure", "", "push, pull: plain http also to registries that are not on this machine"},
    {"--tls-skip-verify", "", "push, pull: do not check the registry's certificate"},
};

std::string refused_text(const FeedStatus& status) { return status.refused == 0 ? std::string() : grouped(status.refused) + " refused"; }

std::string line_of(const FeedOutcome& outcome) {
  std::string name = padded(outcome.feed, 10);
  const FeedStatus& status = outcome.status;
  switch (outcome.kind) {
    case FeedOutcome::Kind::kUpdated: {
      std::string refused = refused_text(status);
      std::string by = outcome.changed_records ? format(", by {} changed records", *outcome.changed_records) : std::string();
      return format("{} updated: {} rows, {} records, data of {}, {}{}{}", name, grouped(status.advisories),
                    grouped(status.vulnerabilities), status.data_date.empty() ? "unknown date" : status.data_date.substr(0, 10),
                    base::human_size(status.file_bytes), by, refused.empty() ? "" : ", " + refused);
    }
    case FeedOutcome::Kind::kUnchanged: return format("{} nothing new since {}", name, status.fetched.substr(0, 10));
    case FeedOutcome::Kind::kAbsent: return format("{} not there: {}", name, outcome.error ? outcome.error->message : "");
    case FeedOutcome::Kind::kFailed: break;
  }
  return format("{} failed: {}{}", name, outcome.error ? outcome.error->message : "", status.present ? " (the old one stays)" : "");
}

Result<std::vector<std::string>> installed_feeds(const std::string& directory) {
  std::vector<std::string> out;
  for (const FeedStatus& status : TRY(advisory::Database::open(directory)).status()) {
    if (status.present || !status.problem.empty()) out.push_back(status.name);
  }
  return out;
}

Result<int> run_update(const Arguments& arguments, Context& context) {
  advisory::UpdateOptions options;
  options.directory = database_directory_of(arguments);
  options.feeds = TRY(feeds_named(arguments, 1));
  options.from = arguments.value("from");
  options.force = arguments.flag("force");
  bool all = options.feeds.empty();
  if (arguments.flag("all") && !all) return Error{Code::kInvalidArgument, "--all, or the names of feeds"};
  if (all && !arguments.flag("all") && (options.from.empty() || arguments.flag("installed"))) {
    options.feeds = TRY(installed_feeds(options.directory));
    if (options.feeds.empty() && arguments.flag("installed")) {
      return Error{Code::kNotFound, options.directory + ": no feed there; run: batten db update --all"};
    }
  }
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

Result<int> run_verify(const Arguments& arguments, Context& context) {
  std::string directory = database_directory_of(arguments);
  std::vector<std::string> named = TRY(feeds_named(arguments, 1));
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
    text += padded(name, 11) + (verified ? "fine" : base::printable(verified.error().message)) + "\n";
    context.progress.finish(name);
  }
  if (checked == 0) return Error{Code::kNotFound, directory + ": no feed there; run: batten db update"};
  TRY(write_output("", text));
  return wrong > 0 ? kExitFailed : kExitFine;
}

Result<int> run(const Arguments& arguments, Context& context) {
  std::string verb = arguments.positional.empty() ? std::string() : arguments.positional[0];
  if (verb == "update") return run_update(arguments, context);
  if (verb == "status") return run_db_status(arguments);
  if (verb == "verify") return run_verify(arguments, context);
  if (verb == "push") return run_db_push(arguments, context);
  if (verb == "pull") return run_db_pull(arguments, context);
  return Error{Code::kInvalidArgument, "db wants a verb: update, status, verify, push or pull"};
}

constexpr CommandExample kExamples[] = {
    {"batten db update debian kev epss", "download what scans of Debian images need"},
    {"batten db update --from /media/usb/advisories", "an air gap: every feed that the directory holds"},
    {"batten db update --from https://mirror.example/advisories ubuntu", "one feed from a mirror"},
    {"batten db status --format json", "what is there, how old, from where"},
    {"batten db verify", "is every file what it was when it was built?"},
    {"batten db push oci://registry.example/batten-db:1 --key private.pem", "share it through a registry, signed"},
    {"batten db pull oci://registry.example/batten-db:1 --key public.pem", "fetch what differs, if that key signed it"},
};

}  // namespace

extern constinit const Command db;
constinit const Command db{
    .name = "db",
    .summary = "the advisory database: update, status, verify, push, pull",
    .positional = "update|status|verify|push|pull [ADDRESS] [FEED...]",
    .description =
        "update brings the named feeds up to date, else those that are there, or all of them where none is. Nothing is downloaded again "
        "that has not changed, of feeds whose publisher lists what changed only that; a broken download goes on where it ended, and a feed "
        "that fails keeps its old data. A mirror (--from) holds the files under the names that they have at their public addresses, "
        "compressed or not, for instance debian/tracker.json.zst, Ubuntu/all.zip, kev/known_exploited_vulnerabilities.json; all that it "
        "holds are taken. push and pull share the database through an OCI registry at ADDRESS, oci://REGISTRY/REPOSITORY:TAG; only what "
        "the other side lacks is sent. Keys are PEM "
        "files of Ed25519 or ECDSA P-256; $BATTEN_KEY_PASSPHRASE opens an encrypted one.",
    .options = kOptions,
    .run = run,
    .examples = kExamples,
};

}  // namespace batten::cli::commands
