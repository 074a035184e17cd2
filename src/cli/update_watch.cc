// SPDX-License-Identifier: Apache-2.0
#include "cli/update_watch.h"

#include <sys/stat.h>

#include <algorithm>
#include <mutex>
#include <random>
#include <thread>

#include "advisory/update.h"
#include "base/file.h"
#include "base/format.h"
#include "base/text.h"
#include "base/time.h"
#include "cli/db_feeds.h"
#include "cli/output.h"
#include "cli/update_apply.h"
#include "cli/update_build.h"
#include "cli/update_plan.h"
#include "update/engine_events.h"
#include "update/history_table.h"
#include "update/plan_table.h"
#include "update/schedule.h"
#include "update/settings_read.h"
#include "update/wake_queue.h"
#include "update/webhook.h"
#include "watch/stop_signals.h"
#include "watch/surroundings.h"

namespace batten::cli {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::seconds kLook{5};            // between looks at engine and database
constexpr std::chrono::milliseconds kSettle{2000};  // pushes of one image come in a row
constexpr std::chrono::seconds kMostJitter{15 * 60};
constexpr std::uint64_t kMaxToken = 4096;

// The newest change of a database's files: feeds are renamed into it.
std::int64_t newest_change(const std::string& directory) {
  std::int64_t newest = 0;
  const Result<std::vector<std::string>> names = base::list_directory(directory);
  if (!names) return 0;
  for (const std::string& name : *names) {
    struct stat info{};
    if (::stat((directory + "/" + name).c_str(), &info) == 0)
      newest = std::max<std::int64_t>(newest, info.st_mtim.tv_sec * 1'000'000'000 + info.st_mtim.tv_nsec);
  }
  return newest;
}

// Looks at engine, database and signals every few seconds, and wakes the loop.
class Lookout {
 public:
  Lookout(std::string database, const watch::StopSignals& signals, update::WakeQueue& queue)
      : database_(std::move(database)), signals_(signals), queue_(queue), seen_(newest_change(database_)) {
    thread_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
  }

  // The database as it is now is no news.
  void database_is_known() {
    const std::lock_guard lock(mutex_);
    seen_ = newest_change(database_);
  }

 private:
  void work(const std::stop_token& stop) {
    std::int64_t since = base::now_seconds();
    Steady::time_point next = Steady::now() + kLook;
    while (!stop.stop_requested()) {
      if (signals_.stop()) return queue_.push({.stopped = true});
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      if (Steady::now() < next) continue;
      next = Steady::now() + kLook;
      update::Wake wake{.advisories = take_news()};
      const std::int64_t until = base::now_seconds() - 1;
      if (until > since && look_at_engine(since, until, wake)) since = until;
      if (wake.any()) queue_.push(std::move(wake));
    }
  }

  bool take_news() {
    const std::lock_guard lock(mutex_);
    const std::int64_t newest = newest_change(database_);
    const bool news = newest > seen_;
    seen_ = std::max(seen_, newest);
    return news;
  }

  // An engine that does not answer is asked again; what it started meanwhile is asked for then.
  static bool look_at_engine(std::int64_t since, std::int64_t until, update::Wake& wake) {
    Result<engine::Client> engine = engine::Client::connect({}, 5000);
    if (!engine) return false;
    Result<std::vector<std::string>> images = update::started_images(*engine, since, until);
    if (!images) return false;
    wake.started = std::move(*images);
    return true;
  }

  std::string database_;
  const watch::StopSignals& signals_;
  update::WakeQueue& queue_;
  std::mutex mutex_;
  std::int64_t seen_;
  std::jthread thread_;
};

struct WatchOptions {
  update::Schedule schedule;
  std::optional<update::WebhookOptions> hook;
  std::uint64_t rounds = 0;
  bool apply = false, quiet = false;
};

Result<WatchOptions> watch_options(const Arguments& arguments) {
  WatchOptions out;
  out.schedule = TRY_IN("--every", update::parse_schedule(arguments.value("every", "6h")));
  out.schedule.jitter = std::min<std::chrono::seconds>(out.schedule.every / 20, kMostJitter);
  if (arguments.flag("jitter")) out.schedule.jitter = TRY_IN("--jitter", update::parse_duration(arguments.value("jitter")));
  out.apply = arguments.flag("apply");
  out.quiet = arguments.flag("quiet");
  if (arguments.flag("rounds")) {
    const auto rounds = base::parse_unsigned(arguments.value("rounds"));
    if (!rounds) return Error{Code::kInvalidArgument, format("--rounds {}: a number is expected", arguments.value("rounds"))};
    out.rounds = *rounds;
  }
  if (!arguments.flag("hook")) return out;
  if (!arguments.flag("hook-token-file"))
    return Error{Code::kInvalidArgument, "--hook wants --hook-token-file FILE: who knows the token may make Batten look for updates"};
  const std::string token = TRY(base::read_file(arguments.value("hook-token-file"), kMaxToken));
  out.hook = {.address = arguments.value("hook"), .token = std::string(base::trim(token))};
  return out;
}

// The feeds that are there, as of today. What fails is told, and the plan says how old they are.
void refresh_advisories(const Arguments& arguments, Context& context) {
  advisory::UpdateOptions options;
  options.directory = database_directory_of(arguments);
  const Result<advisory::Database> database = advisory::Database::open(options.directory);
  if (!database) return;
  for (const advisory::FeedStatus& status : database->status()) {
    if (status.present) options.feeds.push_back(status.name);
  }
  if (options.feeds.empty()) return;
  const Result<std::vector<advisory::FeedOutcome>> outcomes = advisory::update(options, context.progress);
  if (!outcomes) return context.progress.message("advisories: " + outcomes.error().message);
  for (const advisory::FeedOutcome& outcome : *outcomes) {
    if (outcome.error) context.progress.message(base::printable(format("advisories: {}: {}", outcome.feed, outcome.error->message)));
  }
}

std::string reasons(const update::Wake& wake) {
  std::vector<std::string> out;
  if (wake.schedule) out.emplace_back("it is time");
  if (wake.advisories) out.emplace_back("there are new advisories");
  for (const update::PushedImage& one : wake.pushed) out.push_back(format("{}:{} was pushed", one.repository, one.tag));
  for (const std::string& one : wake.started) out.push_back(one + " was started");
  return base::printable(base::join(out, ", "));
}

std::string summary(const update::Plan& plan) {
  std::size_t due = 0, waiting = 0, refused = 0;
  for (const update::Proposal& one : plan.proposals) {
    due += one.decision == update::Decision::kUpdate || one.decision == update::Decision::kRebuild ? 1 : 0;
    waiting += one.decision == update::Decision::kWait ? 1 : 0;
    refused += one.decision == update::Decision::kRefused ? 1 : 0;
  }
  return format("plan {}: {} looked at, {} due, {} waiting, {} refused", plan.id, plan.proposals.size(), due, waiting, refused);
}

Result<void> look(const update::Wake& wake, const WatchOptions& options, const Arguments& arguments, UpdateHands& hands, Context& context) {
  if (!options.quiet) context.progress.message("looking: " + reasons(wake));
  const std::span<const std::string> targets = std::span(arguments.positional).subspan(1);
  const update::Plan plan =
      TRY(plan_of(arguments, targets, context, [&](const update::Subject& subject) { return update::concerns(wake, subject); }));
  if (!options.quiet) print_notes(plan.notes);
  if (plan.proposals.empty()) return {};
  TRY(write_output("", summary(plan)));
  hands.notices().tell(plan);
  if (!options.apply) return {};
  const update::Applied applied = TRY(hands.apply(plan));
  for (const update::HistoryEntry& entry : applied.entries) TRY(write_output("", update::history_words(entry)));
  return {};
}

}  // namespace

Result<int> run_update_watch(const Arguments& arguments, Context& context) {
  const WatchOptions options = TRY(watch_options(arguments));
  TRY(check_build_options(arguments));
  const watch::StopSignals signals;
  auto hands = TRY(UpdateHands::begin(arguments, context, "update watch@" + watch::own_hostname(), [&] { return signals.stop(); }));
  for (const update::HistoryEntry& entry : TRY(hands->resume()).entries) TRY(write_output("", update::history_words(entry)));
  update::WakeQueue queue;
  std::optional<http::Server> server;
  if (options.hook) {
    server = TRY(
        update::serve_webhook(*options.hook, [&](std::vector<update::PushedImage> pushed) { queue.push({.pushed = std::move(pushed)}); }));
    context.progress.message("registries may tell of pushes at " + server->address());
  }
  Lookout lookout(database_directory_of(arguments), signals, queue);
  std::mt19937_64 chance(std::random_device{}());
  std::uniform_real_distribution<double> share(0, 1);
  update::Wake wake{.schedule = true};
  std::int64_t next = 0;
  for (std::uint64_t round = 1; !wake.stopped; ++round) {
    if (wake.schedule) {
      if (!arguments.flag("offline") && !arguments.flag("no-refresh")) refresh_advisories(arguments, context);
      lookout.database_is_known();
      next = update::next_run(options.schedule, base::now_seconds(), share(chance));
    }
    // What goes wrong in one round (an engine that is restarted) may be well in the next.
    const Result<void> looked = look(wake, options, arguments, *hands, context);
    if (!looked && looked.error().code == Code::kInvalidArgument) return looked.error();
    if (!looked) context.progress.message(base::printable(looked.error().message));
    if (options.rounds != 0 && round >= options.rounds) break;
    wake = queue.wait(Steady::now() + std::chrono::seconds(std::max<std::int64_t>(1, next - base::now_seconds())), kSettle);
  }
  hands->notices().flush();
  return kExitFine;
}

}  // namespace batten::cli
