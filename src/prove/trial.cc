// SPDX-License-Identifier: Apache-2.0
#include "prove/trial.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <set>
#include <thread>

#include "base/file.h"
#include "base/format.h"
#include "base/json.h"
#include "base/process.h"
#include "base/text.h"
#include "prove/run_arguments.h"

namespace batten::prove {
namespace {

using std::chrono::seconds;

constexpr std::string_view kLabel = "io.batten.trial";

std::string last_lines(std::string_view text, std::size_t count) {
  std::vector<std::string_view> lines = base::split(base::trim(text), '\n');
  std::string out;
  for (std::size_t i = lines.size() - std::min(count, lines.size()); i < lines.size(); ++i)
    out += (out.empty() ? "" : " | ") + base::printable(lines[i]);
  return out.size() > 600 ? out.substr(out.size() - 600) : out;
}

Result<base::ProcessOutput> docker(std::vector<std::string> arguments, int limit_seconds) {
  arguments.insert(arguments.begin(), "docker");
  return base::run_process(arguments, "", seconds(limit_seconds), 16u << 20);
}

// Local ports of listening sockets in /proc/net/tcp of the container's network.
std::vector<int> listening(int pid) {
  std::set<int> out;
  for (const char* name : {"tcp", "tcp6"}) {
    auto text = base::read_file(format("/proc/{}/net/{}", pid, name), 4u << 20);
    if (!text) continue;
    base::each_line(*text, [&](std::string_view line) {
      std::vector<std::string_view> words = base::words(line);
      if (words.size() < 4 || words[3] != "0A") return;
      if (auto port = base::parse_unsigned(words[1].substr(words[1].rfind(':') + 1), 16)) out.insert(static_cast<int>(*port));
    });
  }
  return {out.begin(), out.end()};
}

class Trials {
 public:
  Trials(const std::string& directory, const TrialOptions& options, base::Progress& progress)
      : directory_(absolute(directory)), options_(options), progress_(progress) {
    static std::atomic<int> number{0};
    name_ = format("batten-trial-{}-{}", ::getpid(), ++number);
  }
  Trials(const Trials&) = delete;
  Trials& operator=(const Trials&) = delete;
  ~Trials() {
    for (const std::string& id : containers_) (void)docker({"rm", "--force", "--volumes", id}, 60);
    for (const std::string& image : images_) (void)docker({"rmi", "--force", image}, 60);
  }

  void service(const manifest::ComposeService& service, Trial& out) {
    const model::Container& container = service.container;
    TrialOutcome outcome;
    outcome.subject = "service " + container.name;
    std::string image = container.image.value;
    if (!container.build.empty()) image = build(context_of(container.build), container.dockerfile, outcome);
    if (outcome.built && !image.empty()) start(container, image, outcome);
    out.outcomes.push_back(std::move(outcome));
  }

  void dockerfile(const std::string& path, Trial& out) {
    TrialOutcome outcome;
    outcome.subject = path;
    std::size_t slash = path.rfind('/');
    std::string context = slash == std::string::npos ? "." : path.substr(0, slash);
    std::string image = build(absolute(context), path.substr(slash == std::string::npos ? 0 : slash + 1), outcome);
    if (outcome.built) start(model::Container(), image, outcome);
    out.outcomes.push_back(std::move(outcome));
  }

 private:
  static std::string absolute(const std::string& path) {
    char* real = ::realpath(path.c_str(), nullptr);
    std::string out = real == nullptr ? path : real;
    std::free(real);
    return out;
  }
  std::string context_of(const std::string& build) const { return build.starts_with('/') ? build : absolute(directory_ + "/" + build); }

  // The image's name; empty when it can't be built.
  std::string build(const std::string& context, const std::string& dockerfile, TrialOutcome& outcome) {
    progress_.message("building " + outcome.subject);
    std::string image = format("{}:{}", name_, images_.size());
    std::vector<std::string> arguments{"build", "--quiet", "--label", std::string(kLabel) + "=1", "--tag", image};
    outcome.dockerfile = dockerfile.starts_with('/') ? dockerfile : context + "/" + (dockerfile.empty() ? "Dockerfile" : dockerfile);
    arguments.emplace_back("--file");
    arguments.push_back(outcome.dockerfile);
    arguments.push_back(context);
    Result<base::ProcessOutput> done = docker(std::move(arguments), options_.build_seconds);
    if (!done || done->exit_status != 0) {
      outcome.built = false;
      outcome.problem = "it can't be built: " + (done ? last_lines(done->err, 2) : done.error().message);
      return {};
    }
    images_.push_back(image);
    return image;
  }

  void start(const model::Container& container, const std::string& image, TrialOutcome& outcome) {
    progress_.message("starting " + outcome.subject);
    std::string name = format("{}-{}", name_, containers_.size());
    std::vector<std::string> arguments{"run", "--detach", "--name", name, "--label", std::string(kLabel) + "=1"};
    std::vector<std::string> own = run_arguments(container, image, directory_);
    arguments.insert(arguments.end(), own.begin(), own.end());
    containers_.push_back(name);
    Result<base::ProcessOutput> done = docker(std::move(arguments), 120);
    if (!done || done->exit_status != 0) {
      outcome.problem = "it can't be started: " + (done ? last_lines(done->err, 3) : done.error().message);
      return;
    }
    watch(name, outcome);
  }

  // Its state at the end of the time; what has ended is known before.
  void watch(const std::string& name, TrialOutcome& outcome) {
    auto end = std::chrono::steady_clock::now() + seconds(options_.run_seconds);
    while (true) {
      Result<base::ProcessOutput> told = docker({"inspect", name}, 30);
      if (!told || told->exit_status != 0) {
        outcome.problem = "it can't be asked for: " + (told ? last_lines(told->err, 2) : told.error().message);
        return;
      }
      auto document = json::Document::parse(told->out);
      if (!document) {
        outcome.problem = document.error().message;
        return;
      }
      json::View state;
      document->root().each([&](json::View item) { state = item["State"]; });
      bool running = state["Running"].boolean();
      std::string_view health = state["Health"]["Status"].string();
      bool time_is_up = std::chrono::steady_clock::now() >= end;
      if (!running) {
        auto status = state["ExitCode"].integer().value_or(-1);
        outcome.ended_well = status == 0;
        if (status != 0) outcome.problem = format("it ended with {}: {}", status, said_by(name));
        return;
      }
      if (time_is_up || health == "unhealthy") {
        outcome.listens = listening(static_cast<int>(state["Pid"].integer().value_or(0)));
        outcome.runs = health != "unhealthy";
        if (!outcome.runs) outcome.problem = "its health check says unhealthy: " + said_by(name);
        return;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(300));
    }
  }

  static std::string said_by(const std::string& name) {
    Result<base::ProcessOutput> said = docker({"logs", "--tail", "5", name}, 30);
    return said ? last_lines(said->err + "\n" + said->out, 5) : "";
  }

  std::string directory_;
  const TrialOptions& options_;
  base::Progress& progress_;
  std::string name_;
  std::vector<std::string> containers_, images_;
};

}  // namespace

Result<Trial> try_project(const std::string& directory, const std::vector<lint::JudgedFile>& files, const TrialOptions& options,
                          base::Progress& progress) {
  Result<base::ProcessOutput> version = docker({"version", "--format", "{{.Server.Version}}"}, 30);
  if (!version) return Error{Code::kUnavailable, "--prove wants the docker program: " + version.error().message};
  if (version->exit_status != 0) return Error{Code::kUnavailable, "--prove wants an engine: " + last_lines(version->err, 2)};
  Trial out;
  Trials trials(directory, options, progress);
  bool any_service = false;
  for (const lint::JudgedFile& file : files) {
    if (!file.compose) continue;
    for (const manifest::ComposeService& service : file.compose->services) {
      any_service = true;
      trials.service(service, out);
    }
  }
  for (const lint::JudgedFile& file : files) {
    if (file.dockerfile && !any_service) trials.dockerfile(file.path, out);
    if (file.kubernetes || file.unit)
      out.notes.push_back({base::Note::Kind::kSkipped, file.path,
                           format("a {} is not tried: only Compose services and Dockerfiles are", lint::kind_name(file.kind)), ""});
  }
  return out;
}

std::vector<Broken> what_broke(const Trial& before, const Trial& after) {
  std::vector<Broken> out;
  for (const TrialOutcome& was : before.outcomes) {
    if (!was.works()) continue;
    auto add = [&](std::string what) { out.push_back({was.subject, was.dockerfile, std::move(what)}); };
    auto is = std::ranges::find(after.outcomes, was.subject, &TrialOutcome::subject);
    if (is == after.outcomes.end()) {
      add("it is gone");
    } else if (!is->works()) {
      add(is->problem);
    } else if (was.runs && !is->runs) {
      add("it ends by itself where it went on before");
    } else if (!std::ranges::includes(is->listens, was.listens)) {
      add("it does not listen on every port that it did");
    }
  }
  return out;
}

}  // namespace batten::prove
