// SPDX-License-Identifier: Apache-2.0
#include "cli/run_container.h"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "base/file.h"
#include "base/format.h"
#include "base/json.h"
#include "base/secret_bytes.h"
#include "base/text.h"
#include "cli/container_user.h"
#include "cli/docker_program.h"
#include "cli/left_behind.h"
#include "cli/output.h"
#include "cli/run_removal.h"
#include "cli/run_status.h"
#include "cli/run_targets.h"
#include "cli/run_words.h"
#include "cli/secrets_begin.h"
#include "cli/secrets_requests.h"
#include "engine/client.h"
#include "secrets/child.h"
#include "secrets/delivery.h"
#include "secrets/environment.h"
#include "secrets/run_directory.h"

namespace batten::cli {
namespace {

using secrets::OnChange;
using secrets::Request;

constexpr int kDockerFailed = 125, kCantRun = 126, kNoProgram = 127;
constexpr std::chrono::seconds kLongestRemoval{10};
constexpr std::chrono::milliseconds kLongestWait{20'000};

struct ContainerState {
  bool there = false, running = false;
  int exit_code = 0;
  std::string status, user, name;
};

Result<ContainerState> state_of(engine::Client& engine, const std::string& id) {
  ContainerState out;
  Result<std::string> text = engine.answer("/containers/" + id + "/json", "container " + id.substr(0, 12));
  if (!text && text.error().code == Code::kNotFound) return out;
  if (!text) return text.error();
  json::Document container = TRY(json::Document::parse(*text));
  out.there = true;
  out.running = container["State"]["Running"].boolean() || container["State"]["Restarting"].boolean();
  out.exit_code = static_cast<int>(container["State"]["ExitCode"].integer().value_or(0));
  out.status = container["State"]["Status"].string();
  out.user = container["Config"]["User"].string();
  out.name = container["Name"].string();
  if (out.name.starts_with('/')) out.name.erase(0, 1);
  return out;
}

// One container: created, given its secrets, started, looked after.
class Run {
 public:
  Run(RunWords words, DeliveryOptions options, engine::Client engine)
      : words_(std::move(words)), options_(std::move(options)), engine_(std::move(engine)) {}

  // Created, and its secrets are there. The docker program has said what was wrong when the status is not 0.
  Result<int> prepare(std::vector<Request> requests) {
    HeldSignals held;  // nothing of this is left behind
    for (const Request& request : requests) targets_.emplace(request.name, TRY(run_target(request)));
    ids_ = id_map_of(TRY(engine_.info()), words_.user_namespace == "host");
    base::Notes notes;
    directory_.emplace(TRY(secrets::RunDirectory::make(ids_, notes)));
    print_notes(notes);
    secrets::Place place = TRY(secrets::Place::in(directory_->path()));
    place.keep();  // the directory is removed as a whole
    delivery_.emplace(std::move(requests), std::move(place), secrets::this_process(), options_.rotation);
    if (int status = TRY(create()); status != 0) return status;
    Result<void> delivered = deliver();
    if (!delivered) {
      // Nothing is left of a container that was never given what it needs.
      (void)run_docker({"docker", "-H", engine_.where(), "rm", "-f", id_}).has_value();
      return delivered.error();
    }
    return 0;
  }

  const std::string& id() const { return id_; }

  Result<int> attached() {
    secrets::Supervisor supervisor(options_.grace);
    std::mutex restarting;
    int restarts = 0, seen = 0;
    delivery_->keep_fresh(
        [&](const std::vector<const Request*>&) {
          std::scoped_lock lock(restarting);
          if (options_.on_change.kind != OnChange::Kind::kRestart) return pass_on();
          // The docker program ends with the container, and starts it anew with its output attached.
          ++restarts;
          told(engine_.stop_container(id_, static_cast<int>(options_.grace.count())));
        },
        [this](const std::string& message) { tell(message), save(); });
    std::vector<std::string> argv{"docker", "-H", engine_.where(), "start", "--attach"};
    if (words_.interactive) argv.emplace_back("--interactive");
    argv.insert(argv.end(), words_.start.begin(), words_.start.end());
    argv.push_back(id_);
    await_removal();
    for (;;) {
      Result<int> status = supervisor.run([&]() -> Result<secrets::ChildStart> {
        return secrets::ChildStart{argv, secrets::child_environment(delivery_->requests(), {}), {}};
      });
      if (!status) return end(), status.error();
      std::scoped_lock lock(restarting);
      auto state = state_of(engine_, id_);
      if (std::exchange(seen, restarts) != restarts) continue;
      if (state && state->running) {
        tell(format("container {} goes on; its secrets are kept as they are now", id_.substr(0, 12)));
        directory_->keep();
        (void)delivery_->stop(std::chrono::seconds(1));
        ::_exit(*status);
      }
      int code = *status == 1 ? status_of_docker_start(state) : *status;
      end();
      if (removes_itself()) (void)run_docker({"docker", "-H", engine_.where(), "rm", "--force", "--volumes", id_}).has_value();
      if (removal_ && !removal_->is_over()) ::_exit(code);
      return code;
    }
  }

  Result<int> start_detached() {
    await_removal();
    DockerOutput started = TRY(run_docker({"docker", "-H", engine_.where(), "start", id_}));
    if (started.status == 0) return 0;
    int code = status_of_docker_start(state_of(engine_, id_));
    return code == 1 ? kDockerFailed : code;
  }

  // Until the container has ended.
  void look_after() {
    for (;;) {
      secrets::RotationStep step = delivery_->step();
      if (!step.changed.empty()) pass_on();
      if (!step.changed.empty() || !step.messages.empty()) save();
      auto wait = step.wait.count() < 0 ? kLongestWait : std::clamp(step.wait, std::chrono::milliseconds(50), kLongestWait);
      Result<bool> stopped = engine_.wait_container(id_, static_cast<int>(wait.count()));
      if (!stopped) std::this_thread::sleep_for(std::chrono::seconds(2));  // the engine is away
      if (!stopped || !*stopped) continue;
      auto state = state_of(engine_, id_);
      if (state && !state->running) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
    end();
  }

  // Leases, files and the directory go, as far as they have come to be.
  void end() {
    if (delivery_) {
      for (const std::string& message : delivery_->end()) tell(message);
    }
    if (directory_) directory_->remove();
    if (delivery_ && delivery_->is_stuck()) ::_exit(kExitFailed);
  }

 private:
  Result<int> create() {
    std::vector<std::string> argv{"docker", "-H", engine_.where(), "create"};
    if (words_.remove && !removes_itself()) argv.emplace_back("--rm");
    argv.insert(argv.end(), words_.options.begin(), words_.options.end());
    auto mount = [&](const std::string& source, const std::string& target) {
      argv.emplace_back("--mount");
      argv.push_back(format("type=bind,source={},target={},readonly", source, target));
    };
    for (const auto& [name, target] : targets_) {
      if (target.in_directory) continue;
      // A mount of a file wants one that is there. It is empty until the container is about to start, and nobody can see it before.
      TRY(directory_->make_part("files"));
      TRY(base::write_file_atomic(directory_->path() + "/" + target.name, ""));
      mount(directory_->path() + "/" + target.name, target.path);
    }
    if (std::ranges::any_of(targets_, [](const auto& one) { return one.second.in_directory; }))
      mount(TRY(directory_->make_part("secrets")), "/run/secrets");
    argv.insert(argv.end(), words_.image.begin(), words_.image.end());
    DockerOutput made = TRY(run_docker(argv));
    if (made.status != 0) return kDockerFailed;
    id_ = base::trim(made.out);
    if (id_.size() != 64 || id_.find_first_not_of("0123456789abcdef") != id_.npos)
      return Error{Code::kCorrupt, "docker create did not give the container's id"};
    return 0;
  }

  Result<void> deliver() {
    ContainerState state = TRY(state_of(engine_, id_));
    base::Notes notes;
    user_ = TRY(container_user(engine_, id_, state.user, notes));
    print_notes(notes);
    status_ = {.what = "container", .name = state.name, .id = id_, .targets = {}};
    delivery_->write_with([this](const Request& request, std::string_view value) -> Result<void> {
      const RunTarget& target = targets_.at(request.name);
      // The empty file that the engine asked for gets its owner once.
      if (!target.in_directory && !delivered_[request.name])
        TRY_IN("file", errno_result(::unlink((directory_->path() + "/" + target.name).c_str())));
      TRY(write_target(delivery_->place(), target, request, user_, ids_, value));
      delivered_[request.name] = true;
      return {};
    });
    TRY(begin_delivery(*delivery_, [this] {
      (void)run_docker({"docker", "-H", engine_.where(), "rm", "-f", id_}).has_value();
      directory_->remove();
    }));
    save();
    return {};
  }

  void await_removal() {
    if (words_.remove && !removes_itself()) removal_.emplace(engine_.where(), id_);
  }

  // What docker run ends with where docker start says 1: the container ended with that, or never began. The engine has kept the reason as
  // an exit status: 126 and 127, of which a shell is the model, or one of its own.
  int status_of_docker_start(const Result<ContainerState>& state) {
    std::optional<int> kept;
    if (state && state->status == "created") kept = state->exit_code;
    if (state && !state->there && removal_) kept = removal_->status(kLongestRemoval);
    if (!kept || *kept == 1) return 1;
    return *kept == kCantRun || *kept == kNoProgram ? *kept : kDockerFailed;
  }

  static Result<void> errno_result(int returned) { return returned == 0 ? Result<void>() : base::errno_error("remove", errno); }

  // The engine removes a container once it has stopped, also where it is to be started anew.
  bool removes_itself() const { return words_.remove && !words_.detach && options_.on_change.kind == OnChange::Kind::kRestart; }

  void told(const Result<void>& done) {
    if (!done) tell(format("the container could not be told of a new value: {}", done.error().message));
  }

  // Tells the container that a value has changed.
  void pass_on() {
    Result<void> done;
    if (options_.on_change.kind == OnChange::Kind::kSignal) done = engine_.signal_container(id_, options_.on_change.signal);
    if (options_.on_change.kind == OnChange::Kind::kRestart)
      done = engine_.restart_container(id_, static_cast<int>(options_.grace.count()));
    told(done);
  }

  void save() {
    Result<void> saved = write_status(directory_->path(), status_, delivery_->delivered());
    if (!saved) tell(saved.error().message);
  }

  RunWords words_;
  DeliveryOptions options_;
  engine::Client engine_;
  std::map<std::string, RunTarget> targets_;
  std::map<std::string, bool> delivered_;
  secrets::IdMap ids_;
  ContainerUser user_;
  std::string id_;
  RunStatus status_;
  std::optional<Removal> removal_;
  std::optional<secrets::RunDirectory> directory_;
  std::optional<secrets::Delivery> delivery_;
};

}  // namespace

Result<int> run_container(std::span<const std::string> words) {
  RunWords parsed = TRY(parse_run_words(words));
  DeliveryOptions options = TRY(delivery_options(parsed.own));
  std::vector<Request> requests = TRY(requests_of(parsed.own));
  bool detach = parsed.detach;
  // What docker run says too, and docker start does not: it would end at once with nothing read.
  if (!detach && parsed.interactive && parsed.terminal && ::isatty(0) != 1)
    return Error{Code::kInvalidArgument, "run -it: standard input is no terminal; leave -t away, or start it from a terminal"};
  engine::Client engine = TRY(engine::Client::connect());
  if (!engine.where().starts_with("unix://"))
    return Error{Code::kUnsupported,
                 format("{}: an engine that is asked over the network does not see files of this machine", engine.where())};
  (void)base::protect_process_memory();
  secrets::hide_environment(requests);
  Run run(std::move(parsed), std::move(options), std::move(engine));
  if (detach) {
    return leave_behind({.start = [&](std::string& text) -> Result<int> {
                           Result<int> status = run.prepare(std::move(requests));
                           if (status && *status == 0) status = run.start_detached();
                           if (!status || *status != 0) return run.end(), status;  // this process ends without destructors
                           text = run.id();
                           return status;
                         },
                         .look_after = [&] { run.look_after(); }});
  }
  int status = TRY(run.prepare(std::move(requests)));
  return status != 0 ? Result<int>(status) : run.attached();
}

}  // namespace batten::cli
