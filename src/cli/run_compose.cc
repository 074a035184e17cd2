// SPDX-License-Identifier: Apache-2.0
#include "cli/run_compose.h"

#include <unistd.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "base/file.h"
#include "base/format.h"
#include "base/json.h"
#include "base/process.h"
#include "base/secret_bytes.h"
#include "base/text.h"
#include "cli/arguments.h"
#include "cli/compose_secrets.h"
#include "cli/container_user.h"
#include "cli/docker_program.h"
#include "cli/left_behind.h"
#include "cli/output.h"
#include "cli/run_status.h"
#include "cli/run_targets.h"
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

constexpr std::string_view kLabel = "io.batten.run";
constexpr std::chrono::milliseconds kLongestWait{3'000};

constexpr OptionSpec kProject[] = {
    {"--file,-f", "FILE", "a Compose file", true},
    {"--project-name,-p", "NAME", "of the project"},
    {"--project-directory", "DIR", "that relative paths begin in"},
    {"--env-file", "FILE", "variables of the Compose files", true},
    {"--profile", "NAME", "services that are started too", true},
};
constexpr auto kOptions = joined_options(kRotationOptions, kProject);

// "docker compose" where the plug-in is there, else docker-compose.
struct Program {
  std::vector<std::string> words;
  bool knows_host_paths = true;  // create_host_path; the old one never creates the source of such a mount
};

Result<Program> find_program() {
  auto plugin = base::run_process({"docker", "compose", "version"}, "", std::chrono::seconds(20));
  if (plugin && plugin->exit_status == 0) return Program{{"docker", "compose"}, true};
  auto old = base::run_process({"docker-compose", "version", "--short"}, "", std::chrono::seconds(20));
  if (old && old->exit_status == 0) return Program{{"docker-compose"}, !old->out.starts_with("1.")};
  return Error{Code::kNotFound, "neither `docker compose` nor docker-compose is installed"};
}

class Project {
 public:
  Project(Arguments options, DeliveryOptions how, ComposeSecrets wanted, Program program, engine::Client engine)
      : options_(std::move(options)), how_(how), wanted_(std::move(wanted)), program_(std::move(program)), engine_(std::move(engine)) {}

  // Everything is in its place, and the override is written.
  Result<void> prepare(const std::vector<std::string>& files) {
    HeldSignals held;  // nothing of this is left behind
    ids_ = id_map_of(TRY(engine_.info()), false);
    base::Notes notes;
    directory_.emplace(TRY(secrets::RunDirectory::make(ids_, notes)));
    for (const auto& [service, use] : wanted_.services) {
      users_[service] = user_of(service, use, notes);
      TRY(directory_->make_part(service));
      for (const std::string& name : use.secrets)
        targets_[service].emplace(name, TRY_IN("service " + service, run_target(request(name), service + "/")));
    }
    print_notes(notes);
    secrets::Place place = TRY(secrets::Place::in(directory_->path()));
    place.keep();
    delivery_.emplace(wanted_.requests, std::move(place), secrets::this_process(), how_.rotation);
    delivery_->write_with([this](const Request& one, std::string_view value) -> Result<void> {
      for (const auto& [service, targets] : targets_) {
        if (auto target = targets.find(one.name); target != targets.end())
          TRY_IN("service " + service, write_target(delivery_->place(), target->second, one, users_.at(service), ids_, value));
      }
      return {};
    });
    TRY(begin_delivery(*delivery_, [this] { directory_->remove(); }));
    std::string over = directory_->path() + "/override.yaml";
    TRY(base::write_file_atomic(over, override_text()));
    files_ = files;
    files_.push_back(over);
    status_ = {.what = "project", .name = options_.value("project-name", "of " + files[0]), .id = directory_->id(), .targets = {}};
    save();
    return {};
  }

  std::vector<std::string> up(const std::vector<std::string>& arguments) const {
    std::vector<std::string> out = program_.words;
    for (const char* name : {"project-name", "project-directory", "env-file", "profile"}) {
      auto values = options_.options.find(name);
      if (values == options_.options.end()) continue;
      for (const std::string& value : values->second) out.insert(out.end(), {"--" + std::string(name), value});
    }
    for (const std::string& file : files_) out.insert(out.end(), {"--file", file});
    out.emplace_back("up");
    out.insert(out.end(), arguments.begin(), arguments.end());
    return out;
  }

  Result<int> attached(const std::vector<std::string>& arguments) {
    secrets::Supervisor supervisor(how_.grace);
    delivery_->keep_fresh([this](const std::vector<const Request*>& changed) { pass_on(changed), save(); },
                          [this](const std::string& message) { tell(message), save(); });
    Result<int> status = supervisor.run([&]() -> Result<secrets::ChildStart> {
      std::vector<std::string> environment = secrets::child_environment(delivery_->requests(), std::vector<std::string>{"DOCKER_HOST"});
      environment.push_back("DOCKER_HOST=" + engine_.where());
      return secrets::ChildStart{up(arguments), std::move(environment), {}};
    });
    for (const std::string& message : delivery_->end()) tell(message);
    if (any_running()) {
      tell("containers of the project go on; their secrets are kept as they are now");
      directory_->keep();
    }
    if (delivery_->is_stuck()) {
      if (!any_running()) directory_->remove();
      ::_exit(status ? *status : kExitFailed);
    }
    return status;
  }

  // Until no container of it runs.
  void look_after() {
    for (int idle = 0; idle < 2;) {
      secrets::RotationStep step = delivery_->step();
      if (!step.changed.empty()) pass_on(step.changed);
      if (!step.changed.empty() || !step.messages.empty()) save();
      auto wait = step.wait.count() < 0 ? kLongestWait : std::clamp(step.wait, std::chrono::milliseconds(50), kLongestWait);
      std::this_thread::sleep_for(wait);
      // Twice: one may just be made anew.
      idle = any_running() ? 0 : idle + 1;
    }
    end();
  }

  // As far as they have come to be.
  void end() {
    if (delivery_) (void)delivery_->end();
    if (directory_) directory_->remove();
  }

 private:
  const Request& request(const std::string& name) const { return *std::ranges::find(wanted_.requests, name, &Request::name); }

  // By its own "user", else by that of an image that is there.
  ContainerUser user_of(const std::string& service, const ComposeUse& use, base::Notes& notes) {
    std::string user = use.user;
    if (user.empty() && !use.image.empty()) {
      auto image = engine_.answer("/images/" + http::percent_encode(use.image) + "/json");
      auto document = image ? json::Document::parse(*image) : Result<json::Document>(image.error());
      if (document) user = (*document)["Config"]["User"].string();
    }
    std::vector<std::string_view> parts = base::split(user, ':');
    auto uid = base::parse_unsigned(parts[0]), gid = base::parse_unsigned(parts.size() > 1 ? parts[1] : "0");
    bool all_say = std::ranges::all_of(use.secrets, [&](const std::string& name) { return request(name).uid.has_value(); });
    if (!user.empty() && !uid && !all_say)
      notes.push_back({base::Note::Kind::kDegraded, "service " + service,
                       format("its user {} is known to the image only: files are root's", user), "give uid: with the secret"});
    return {static_cast<std::uint32_t>(uid.value_or(0)), static_cast<std::uint32_t>(gid.value_or(0))};
  }

  // JSON, which is YAML too.
  std::string override_text() const {
    json::Writer out;
    out.begin_object().member_if("version", wanted_.version).key("services").begin_object();
    for (const auto& [service, targets] : targets_) {
      out.key(service).begin_object().key("labels").begin_object().member(kLabel, directory_->id()).end_object();
      out.key("volumes").begin_array();
      std::map<std::string, std::string> mounts;  // by target
      for (const auto& [name, target] : targets) {
        std::string source = directory_->path() + "/" + target.name;
        mounts[target.in_directory ? "/run/secrets" : target.path] =
            target.in_directory ? format("{}/{}/secrets", directory_->path(), service) : source;
      }
      for (const auto& [target, source] : mounts) {
        out.begin_object().member("type", "bind").member("source", source).member("target", target).member("read_only", true);
        if (program_.knows_host_paths) out.key("bind").begin_object().member("create_host_path", false).end_object();
        out.end_object();
      }
      out.end_array().end_object();
    }
    return out.end_object().end_object().take();
  }

  std::vector<engine::EngineContainer> containers() {
    auto all = engine_.containers(false);
    std::vector<engine::EngineContainer> out;
    if (!all) return out;
    for (engine::EngineContainer& one : *all) {
      auto label = one.labels.find(std::string(kLabel));
      if (label != one.labels.end() && label->second == directory_->id()) out.push_back(std::move(one));
    }
    return out;
  }

  // Also when the engine can't be asked: what may run keeps what it has.
  bool any_running() {
    std::scoped_lock lock(engine_mutex_);
    return !engine_.containers(false) || !containers().empty();
  }

  void pass_on(const std::vector<const Request*>& changed) {
    if (how_.on_change.kind == OnChange::Kind::kNothing) return;
    std::scoped_lock lock(engine_mutex_);
    for (const engine::EngineContainer& one : containers()) {
      auto service = one.labels.find("com.docker.compose.service");
      auto targets = service == one.labels.end() ? targets_.end() : targets_.find(service->second);
      bool affected = targets != targets_.end() &&
                      std::ranges::any_of(changed, [&](const Request* request) { return targets->second.contains(request->name); });
      if (!affected) continue;
      Result<void> done = how_.on_change.kind == OnChange::Kind::kSignal
                              ? engine_.signal_container(one.id, how_.on_change.signal)
                              : engine_.restart_container(one.id, static_cast<int>(how_.grace.count()));
      if (!done) tell(format("{} could not be told of a new value: {}", one.name, done.error().message));
    }
  }

  void save() {
    Result<void> saved = write_status(directory_->path(), status_, delivery_->delivered());
    if (!saved) tell(saved.error().message);
  }

  Arguments options_;
  DeliveryOptions how_;
  ComposeSecrets wanted_;
  Program program_;
  std::mutex engine_mutex_;
  engine::Client engine_;
  secrets::IdMap ids_;
  std::map<std::string, ContainerUser> users_;
  std::map<std::string, std::map<std::string, RunTarget>> targets_;  // by service, by name of the secret
  std::vector<std::string> files_;
  RunStatus status_;
  std::optional<secrets::RunDirectory> directory_;
  std::optional<secrets::Delivery> delivery_;
};

Result<std::vector<std::string>> files_of(const Arguments& options) {
  std::vector<std::string> files;
  if (auto given = options.options.find("file"); given != options.options.end()) files = given->second;
  if (files.empty()) files = default_compose_files(options.value("project-directory", "."));
  if (files.empty()) return Error{Code::kNotFound, "there is no compose.yaml here; -f names one"};
  return files;
}

}  // namespace

Result<int> run_compose(std::span<const std::string> words) {
  auto dashes = std::ranges::find(words, "--");
  std::vector<std::string> own(words.begin(), dashes), rest(dashes == words.end() ? dashes : dashes + 1, words.end());
  Arguments options = TRY(parse_arguments(own, kOptions));
  if (!options.positional.empty())
    return Error{Code::kInvalidArgument,
                 format("run --compose: {} is no option; arguments of `up` stand behind --", options.positional[0])};
  DeliveryOptions how = TRY(delivery_options(options));
  std::vector<std::string> files = TRY(files_of(options));
  ComposeSecrets wanted = TRY(read_compose_secrets(files));
  engine::Client engine = TRY(engine::Client::connect());
  if (!engine.where().starts_with("unix://"))
    return Error{Code::kUnsupported,
                 format("{}: an engine that is asked over the network does not see files of this machine", engine.where())};
  Program program = TRY(find_program());
  (void)base::protect_process_memory();
  secrets::hide_environment(wanted.requests);
  bool detach = std::ranges::any_of(rest, [](const std::string& word) { return word == "-d" || word == "--detach"; });
  Project project(std::move(options), how, std::move(wanted), std::move(program), std::move(engine));
  if (!detach) {
    TRY(project.prepare(files));
    return project.attached(rest);
  }
  return leave_behind({.start = [&](std::string& text) -> Result<int> {
                         Result<void> prepared = project.prepare(files);
                         Result<DockerOutput> out = prepared ? run_docker(project.up(rest)) : Result<DockerOutput>(prepared.error());
                         if (!out || out->status != 0) project.end();  // this process ends without destructors
                         if (!out) return out.error();
                         text = out->status == 0 ? out->out : "";
                         return out->status;
                       },
                       .look_after = [&] { project.look_after(); }});
}

}  // namespace batten::cli
