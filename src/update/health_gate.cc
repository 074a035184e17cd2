// SPDX-License-Identifier: Apache-2.0
#include "update/health_gate.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <optional>
#include <thread>

#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "engine/container_changes.h"
#include "engine/container_output.h"
#include "update/health_probe.h"

namespace batten::update {
namespace {

using std::chrono::steady_clock;

constexpr auto kBetweenLooks = std::chrono::milliseconds(100);
constexpr unsigned kLogLines = 2000;
constexpr std::string_view kUnset = "0001-01-01T00:00:00Z";

bool is_up(Health health) { return health == Health::kNone || health == Health::kHealthy; }

std::string last_words(engine::Client& client, const std::string& id) {
  Result<std::string> log = engine::log_tail(client, id, 1, 0);
  if (!log) return {};
  std::string line = base::printable(base::trim(*log).substr(0, 300));
  return line.empty() ? line : ": " + line;
}

// What can't become well again by waiting; empty: nothing.
std::string ended(engine::Client& client, const std::string& id, const ContainerState& now) {
  if (!now.error.empty() && now.health == Health::kStopped) return "it could not be started: " + base::printable(now.error.substr(0, 500));
  if (now.health == Health::kStopped) return format("it exited with status {}{}", now.exit_status, last_words(client, id));
  if (now.health == Health::kUnhealthy)
    return format("its health check says unhealthy: {}", base::printable(base::trim(now.check_output).substr(0, 300)));
  return {};
}

// A container that is watched until it has been well for the whole time of `steady`.
class Watch {
 public:
  Watch(engine::Client& client, const std::string& id, const HealthSettings& settings)
      : client_(client), id_(id), settings_(settings), end_(steady_clock::now() + settings.timeout), log_from_(base::now_seconds()) {}

  // Nothing: go on looking.
  std::optional<Verdict> look(const ContainerState& now) {
    if (std::string why = ended(client_, id_, now); !why.empty()) return Verdict{.healthy = false, .why = why};
    if (first_ && (now.restarts > first_->restarts || now.started_at != first_->started_at) && well_since_)
      return Verdict{.healthy = false, .why = format("it was well and then restarted{}", last_words(client_, id_))};
    if (!first_ || now.started_at != first_->started_at) first_ = now, well_since_.reset();
    std::string failed =
        is_up(now.health) ? failed_probe(client_, id_, now.address, settings_) : std::string("its health check still starts");
    if (failed.empty()) return well(now);
    if (well_since_ && is_up(now.health)) return Verdict{.healthy = false, .why = "it was well, and then: " + failed};
    well_since_.reset();
    if (steady_clock::now() < end_) return std::nullopt;
    return Verdict{.healthy = false, .why = format("it is not healthy after {} s: {}", settings_.timeout.count(), failed)};
  }

 private:
  std::optional<Verdict> well(const ContainerState& now) {
    if (!well_since_) well_since_ = steady_clock::now();
    if (steady_clock::now() - *well_since_ < settings_.steady) return std::nullopt;
    if (settings_.log_errors) {
      Result<std::string> log = engine::log_tail(client_, id_, kLogLines, log_from_);
      const unsigned lines = log ? error_lines(*log) : 0;
      if (lines > *settings_.log_errors)
        return Verdict{.healthy = false, .why = format("{} lines of its log speak of an error, {} may", lines, *settings_.log_errors)};
    }
    return Verdict{.healthy = true,
                   .why = now.health == Health::kHealthy ? "its health check says healthy"
                                                         : format("it ran {} s without a restart", settings_.steady.count())};
  }

  engine::Client& client_;
  const std::string& id_;
  const HealthSettings& settings_;
  steady_clock::time_point end_;
  std::int64_t log_from_;
  std::optional<ContainerState> first_;
  std::optional<steady_clock::time_point> well_since_;
};

}  // namespace

Result<ContainerState> read_state(std::string_view inspect) {
  json::Document document = TRY_IN("container", json::Document::parse(inspect));
  json::View state = document["State"];
  if (!state.is_object()) return Error{Code::kCorrupt, "the engine's answer about a container has no State"};
  ContainerState out;
  const std::string_view check = state["Health"]["Status"].string(state["Healthcheck"]["Status"].string());
  const std::string_view status = state["Status"].string();
  if (status == "running" || status == "restarting") {
    out.health = check == "starting"    ? Health::kStarting
                 : check == "unhealthy" ? Health::kUnhealthy
                 : check == "healthy"   ? Health::kHealthy
                                        : Health::kNone;
    if (status == "restarting") out.health = Health::kStarting;
  }
  out.exit_status = static_cast<int>(state["ExitCode"].integer().value_or(0));
  out.restarts = document["RestartCount"].integer().value_or(0);
  out.started_at = state["StartedAt"].string();
  if (out.started_at == kUnset) out.started_at.clear();
  out.error = state["Error"].string();
  state["Health"]["Log"].each([&](json::View entry) { out.check_output = entry["Output"].string(); });
  document["NetworkSettings"]["Networks"].each_member([&](std::string_view, json::View network) {
    if (out.address.empty()) out.address = network["IPAddress"].string();
    if (out.address.empty()) out.address = network["GlobalIPv6Address"].string();
  });
  if (document["HostConfig"]["NetworkMode"].string() == "host") out.address = "127.0.0.1";
  return out;
}

Result<Verdict> wait_healthy(engine::Client& client, const std::string& id, const HealthSettings& settings,
                             const std::function<bool()>& stopped) {
  Watch watch(client, id, settings);
  for (;;) {
    Result<std::string> inspect = engine::inspect_container(client, id);
    if (!inspect && inspect.error().code == Code::kNotFound)
      return Verdict{.healthy = false, .why = "it is gone: it ended, or somebody removed it", .judged = false};
    if (!inspect) return inspect.error();
    ContainerState now = TRY(read_state(*inspect));
    if (std::optional<Verdict> verdict = watch.look(now)) return *verdict;
    if (stopped && stopped())
      return Verdict{.healthy = false, .why = "it was stopped from outside before it was known to be healthy", .judged = false};
    std::this_thread::sleep_for(kBetweenLooks);
  }
}

std::string health_to_json(const HealthSettings& settings) {
  json::Writer out(0);
  out.begin_object().member("timeout", std::int64_t{settings.timeout.count()}).member("steady", std::int64_t{settings.steady.count()});
  out.member("http", settings.http).member("tcp", settings.tcp).key("command").strings(settings.command);
  if (settings.log_errors) out.member("log_errors", *settings.log_errors);
  out.end_object();
  return out.take();
}

HealthSettings health_from_json(std::string_view text) {
  HealthSettings out;
  Result<json::Document> document = json::Document::parse(text);
  if (!document) return out;
  out.timeout = std::chrono::seconds(document->root()["timeout"].integer().value_or(out.timeout.count()));
  out.steady = std::chrono::seconds(document->root()["steady"].integer().value_or(out.steady.count()));
  out.http = document->root()["http"].string();
  out.tcp = document->root()["tcp"].string();
  out.command = document->root()["command"].strings();
  if (auto lines = document->root()["log_errors"].integer())
    out.log_errors = static_cast<unsigned>(std::clamp<std::int64_t>(*lines, 0, 1'000'000));
  return out;
}

unsigned error_lines(std::string_view log) {
  unsigned count = 0;
  base::each_line(log, [&](std::string_view line) {
    const std::string text = base::lower(line);
    const auto has_word = [&](std::string_view word) {
      for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
        const auto is_letter = [&](std::size_t i) { return i < text.size() && std::isalnum(static_cast<unsigned char>(text[i])) != 0; };
        if (!(at > 0 && is_letter(at - 1)) && !is_letter(at + word.size())) return true;
      }
      return false;
    };
    count += has_word("error") || has_word("fatal") || has_word("panic") || has_word("critical") ? 1 : 0;
  });
  return count;
}

}  // namespace batten::update
