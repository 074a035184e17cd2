// SPDX-License-Identifier: Apache-2.0
#include "prove/run_arguments.h"

#include <unistd.h>

#include <algorithm>

#include "base/format.h"

namespace batten::prove {
namespace {

using Kind = model::ContainerMount::Kind;

class Arguments {
 public:
  Arguments(const model::Container& container, const std::string& directory) : container_(container), directory_(directory) {}

  std::vector<std::string> build(const std::string& image) {
    confinement();
    resources();
    storage();
    network();
    for (const model::ContainerVariable& variable : container_.environment)
      add("--env", variable.value ? variable.name + "=" + *variable.value : variable.name);
    health();
    std::vector<std::string> words = entry();
    out_.push_back(image);
    out_.insert(out_.end(), words.begin(), words.end());
    return std::move(out_);
  }

 private:
  void add(std::string name, std::string value) {
    out_.push_back(std::move(name));
    out_.push_back(std::move(value));
  }

  void confinement() {
    if (container_.privileged && container_.privileged->value) out_.emplace_back("--privileged");
    if (container_.read_only_root && container_.read_only_root->value) out_.emplace_back("--read-only");
    if (container_.init && container_.init->value) out_.emplace_back("--init");
    if (container_.user) add("--user", container_.user->value);
    for (const auto& name : container_.capabilities_added) add("--cap-add", name.value);
    for (const auto& name : container_.capabilities_dropped) add("--cap-drop", name.value);
    for (const auto& option : container_.security_options) add("--security-opt", option.value);
    if (container_.security_options.empty() && container_.no_new_privileges && container_.no_new_privileges->value)
      add("--security-opt", "no-new-privileges:true");
    auto mode = [&](const char* option, const std::optional<model::Placed<std::string>>& value) {
      if (value && (value->value == "host" || value->value == "private")) add(option, value->value);
    };
    mode("--pid", container_.pid_mode);
    mode("--ipc", container_.ipc_mode);
    mode("--uts", container_.uts_mode);
    mode("--userns", container_.user_namespace);
  }

  void resources() {
    if (container_.memory_limit_bytes && container_.memory_limit_bytes->value > 0)
      add("--memory", std::to_string(container_.memory_limit_bytes->value));
    if (container_.pids_limit && container_.pids_limit->value > 0) add("--pids-limit", std::to_string(container_.pids_limit->value));
    if (container_.cpu_limit && container_.cpu_limit->value > 0) add("--cpus", format("{}", container_.cpu_limit->value));
    for (const auto& [name, value] : container_.ulimits) add("--ulimit", name + "=" + value.value);
    for (const auto& [name, value] : container_.sysctls) add("--sysctl", name + "=" + value.value);
  }

  std::string below(const std::string& path) const { return path.starts_with('/') ? path : directory_ + "/" + path; }

  void storage() {
    for (const model::ContainerMount& mount : container_.mounts) {
      if (mount.target.empty()) continue;
      if (mount.kind == Kind::kTmpfs) {
        add("--tmpfs", mount.target);
      } else if ((mount.kind == Kind::kSecret || mount.kind == Kind::kConfig) && !mount.source.empty()) {
        add("--volume", below(mount.source) + ":" + mount.target + ":ro");
      } else if (mount.kind == Kind::kBind && mount.source.starts_with(directory_ + "/") && ::access(mount.source.c_str(), F_OK) == 0) {
        add("--volume", mount.source + ":" + mount.target + ":ro");  // the project's own files: a trial does not write them
      } else {
        add("--volume", mount.target);  // an empty volume of its own, which goes with it
      }
    }
    for (const auto& secret : container_.secrets) {
      std::string file = directory_ + "/secrets/" + secret.value;
      bool mounted = std::ranges::any_of(container_.mounts, [&](const model::ContainerMount& mount) {
        return mount.kind == Kind::kSecret && mount.target.ends_with("/" + secret.value);
      });
      if (!mounted && ::access(file.c_str(), R_OK) == 0) add("--volume", file + ":/run/secrets/" + secret.value + ":ro");
    }
  }

  void network() {
    if (container_.network_mode && container_.network_mode->value == "host") {
      add("--network", "host");
      return;
    }
    if (container_.network_mode && container_.network_mode->value == "none") {
      add("--network", "none");
      return;
    }
    for (const model::ContainerPort& port : container_.ports) {
      if (port.published && port.container_first > 0) add("--publish", format("127.0.0.1::{}/{}", port.container_first, port.protocol));
    }
  }

  void health() {
    if (container_.health.kind == model::ContainerHealth::Kind::kDisabled) out_.emplace_back("--no-healthcheck");
    if (container_.health.kind != model::ContainerHealth::Kind::kSet || container_.health.test.empty()) return;
    const std::vector<std::string>& test = container_.health.test;
    std::string line;
    for (std::size_t i = test[0] == "CMD" || test[0] == "CMD-SHELL" ? 1 : 0; i < test.size(); ++i)
      line += (line.empty() ? "" : " ") + test[i];
    add("--health-cmd", line);
    add("--health-interval", "1s");
  }

  // The arguments behind the image.
  std::vector<std::string> entry() {
    std::vector<std::string> words;
    for (std::size_t i = 0; i < container_.entrypoint.size(); ++i) {
      if (i == 0) add("--entrypoint", container_.entrypoint[0].value);
      if (i > 0) words.push_back(container_.entrypoint[i].value);
    }
    for (const auto& word : container_.command) words.push_back(word.value);
    return words;
  }

  const model::Container& container_;
  const std::string& directory_;
  std::vector<std::string> out_;
};

}  // namespace

std::vector<std::string> run_arguments(const model::Container& container, const std::string& image, const std::string& directory) {
  return Arguments(container, directory).build(image);
}

}  // namespace batten::prove
