// SPDX-License-Identifier: Apache-2.0
//
// For tests: a Docker engine of their own in a temporary directory, with small images of busybox; gone with the object.
#pragma once

#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/format.h"
#include "base/process.h"
#include "engine/client.h"
#include "engine/container_changes.h"
#include "http/started_program.h"
#include "update/json_value.h"

namespace batten::update {

class LiveEngine {
 public:
  // disk: the size of what it keeps its data on ("64m"); empty: no limit of its own.
  explicit LiveEngine(const std::string& disk = {}) {
    why_ = reason();
    if (!why_.empty()) return;
    std::string folder = "/tmp/batten-update-XXXXXX";
    if (::mkdtemp(folder.data()) == nullptr) {
      why_ = "no temporary directory";
      return;
    }
    folder_ = folder;
    if (!disk.empty()) mount_disk(data(), disk);
    if (why_.empty()) start();
  }
  ~LiveEngine() {
    if (folder_.empty()) return;
    if (server_) end(SIGTERM);
    client_.reset();
    // What an engine that was killed has left mounted.
    for (const char* part : {"data", "exec", "journal"}) {
      static_cast<void>(
          base::run_process({"sh", "-c", format("grep -o '{}/{}[^ ]*' /proc/mounts | sort -r | xargs -r umount -l", folder_, part)}, {},
                            std::chrono::seconds(20)));
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  LiveEngine(const LiveEngine&) = delete;
  LiveEngine& operator=(const LiveEngine&) = delete;

  // Empty: it answers.
  const std::string& why() const { return why_; }
  engine::Client& client() { return *client_; }
  const std::string& folder() const { return folder_; }
  std::string data() const { return folder_ + "/data"; }
  // A directory that holds so much.
  void mount_disk(const std::string& path, const std::string& size) {
    std::filesystem::create_directories(path);
    auto mounted = base::run_process({"mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", path}, {}, std::chrono::seconds(10));
    if (!mounted || mounted->exit_status != 0) why_ = "no file system of a size of its own can be mounted";
  }
  // All that is left of it; gone with free_disk.
  static void fill_disk(const std::string& path) {
    static_cast<void>(base::run_process({"sh", "-c", format("cat /dev/zero >{}/filler", path)}, {}, std::chrono::seconds(20)));
  }
  static void free_disk(const std::string& path) { ::unlink((path + "/filler").c_str()); }
  std::string socket() const { return folder_ + "/docker.sock"; }

  void start() {
    ::unlink((folder_ + "/pid").c_str());  // of one that was killed
    launch();
    for (int i = 0; i < 900; ++i) {
      if (auto client = engine::Client::connect("unix://" + socket()); client && client->info()) {
        client_.emplace(*std::move(client));
        return;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      if (has_ended()) launch();  // as a supervisor does: the first try after a kill may find what the dead one has left
    }
    auto log = base::run_process({"tail", "-n", "8", folder_ + "/log"}, {}, std::chrono::seconds(5));
    why_ = "dockerd does not answer: " + (log ? log->out : std::string());
  }
  void end(int signal) {
    ::kill(server_->pid(), signal);
    for (int i = 0; i < 300 && !has_ended(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(50));
    server_.reset();
  }
  int pid() const { return server_ ? server_->pid() : 0; }

  // An image of busybox; changes are lines of a Dockerfile. mark: makes it another image than one with the same changes.
  void make_image(const std::string& tag, const std::string& mark, const std::vector<std::string>& changes) {
    const std::string root = folder_ + "/root";
    const std::string make = format(
        "set -e; rm -rf {0}; mkdir -p {0}/bin {0}/etc {0}/data {0}/tmp; cp /bin/busybox {0}/bin; for a in sh sleep cat echo test touch "
        "httpd nc; do ln -s busybox "
        "{0}/bin/$a; done; echo root:x:0:0::/:/bin/sh >{0}/etc/passwd; echo {1} >{0}/mark; tar -C {0} --owner=0 --group=0 -cf - .",
        root, mark);
    auto tar = base::run_process({"sh", "-c", make}, {}, std::chrono::seconds(20), 16u << 20);
    std::string path =
        "/images/create?fromSrc=-&repo=" + http::percent_encode(tag.substr(0, tag.find(':'))) + "&tag=" + tag.substr(tag.find(':') + 1);
    for (const std::string& change : changes) path += "&changes=" + http::percent_encode(change);
    auto made = tar ? client_->call({.method = "POST", .path = path, .body = tar->out}) : Result<http::Response>(tar.error());
    if (!made) why_ = "no image: " + made.error().message;
  }
  // Created from that body and started; its id, empty when that fails (why() says it).
  std::string run(const std::string& name, const std::string& body) {
    auto id = engine::create_container(*client_, name, body);
    auto started = id ? engine::start_container(*client_, *id) : Result<void>(id.error());
    if (!started) why_ = started.error().message;
    return started ? *id : std::string();
  }
  // All that are there. A list of this engine may name one for good that is gone, where its health check ended while it was removed.
  std::vector<engine::EngineContainer> containers() {
    auto all = client_->containers(true);
    if (!all) why_ = all.error().message;
    std::vector<engine::EngineContainer> out;
    for (const engine::EngineContainer& one : all.value_or(std::vector<engine::EngineContainer>())) {
      auto there = engine::inspect_container(*client_, one.id);
      if (there || there.error().code != Code::kNotFound) out.push_back(one);
    }
    return out;
  }
  JsonValue inspect(const std::string& name) {
    auto text = engine::inspect_container(*client_, name);
    auto value = text ? JsonValue::parse(*text) : Result<JsonValue>(text.error());
    return value ? *value : JsonValue();
  }

 private:
  bool has_ended() const {
    siginfo_t ended{};
    return ::waitid(P_PID, static_cast<id_t>(server_->pid()), &ended, WEXITED | WNOHANG | WNOWAIT) != 0 || ended.si_pid != 0;
  }
  void launch() {
    server_.reset();
    server_ = std::make_unique<http::StartedProgram>(
        std::vector<std::string>{"dockerd", "--host", "unix://" + socket(), "--data-root", folder_ + "/data", "--exec-root",
                                 folder_ + "/exec", "--pidfile", folder_ + "/pid", "--bridge", "none", "--iptables=false",
                                 "--ip-masq=false"},
        folder_ + "/log");
  }
  static std::string reason() {
    struct stat info{};
    if (!http::is_installed("dockerd")) return "dockerd is not installed";
    if (!std::filesystem::exists("/bin/busybox")) return "busybox is not installed";
    if (::geteuid() != 0) return "only root can start an engine";
    // Ours has no bridge, and takes that interface away when it starts.
    if (::stat("/sys/class/net/docker0", &info) == 0) return "there is an engine with the interface docker0";
    return {};
  }

  std::string why_, folder_;
  std::unique_ptr<http::StartedProgram> server_;
  std::optional<engine::Client> client_;
};

}  // namespace batten::update
