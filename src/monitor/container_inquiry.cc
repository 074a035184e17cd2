// SPDX-License-Identifier: Apache-2.0
#include "monitor/container_inquiry.h"

#include <sys/stat.h>

#include <utility>

#include "base/format.h"
#include "engine/client.h"
#include "monitor/container_facts.h"

namespace batten::monitor {
namespace {

constexpr std::size_t kMaxWaiting = 256;
constexpr int kAnswerMilliseconds = 2000;

}  // namespace

ContainerInquiry::ContainerInquiry(ContainerFinder::Places places, std::vector<std::string> hosts)
    : finder_(std::move(places)), hosts_(std::move(hosts)) {}

ContainerInquiry::~ContainerInquiry() = default;  // the thread is asked to stop, and waited for

bool ContainerInquiry::ask(const CgroupName& name) {
  {
    const std::lock_guard lock(mutex_);
    if (questions_.size() + answers_.size() >= kMaxWaiting) return false;
    questions_.push_back(name);
  }
  if (!thread_.joinable()) thread_ = std::jthread([this](const std::stop_token& stop) { work(stop); });
  wake_.notify_one();
  return true;
}

std::vector<ContainerInquiry::Answer> ContainerInquiry::take() {
  std::unique_lock lock(mutex_, std::try_to_lock);
  return lock.owns_lock() ? std::exchange(answers_, {}) : std::vector<Answer>();
}

void ContainerInquiry::work(const std::stop_token& stop) {
  while (true) {
    CgroupName question;
    {
      std::unique_lock lock(mutex_);
      if (!wake_.wait(lock, stop, [&] { return !questions_.empty(); }) || stop.stop_requested()) return;
      question = std::move(questions_.front());
      questions_.pop_front();
    }
    Answer made = answer(question);
    const std::lock_guard lock(mutex_);
    answers_.push_back(std::move(made));
  }
}

ContainerInquiry::Answer ContainerInquiry::answer(const CgroupName& name) {
  using Engine = model::RunningContainer::Engine;
  Answer out{.id = name.id, .container = finder_.find(name), .by_api = false};
  const bool has_api = name.engine != Engine::kContainerd && name.engine != Engine::kCrio;
  if (out.container || !has_api) return out;
  for (const std::string& host : hosts_) {
    Result<engine::Client> client = engine::Client::connect(host, kAnswerMilliseconds);
    if (!client) continue;
    const Result<std::string> text = client->answer(format("/containers/{}/json", name.id), format("container {}", name.id.substr(0, 12)));
    if (!text) continue;
    model::RunningContainer container;
    container.id = name.id;
    container.engine = name.engine == Engine::kUnknown ? Engine::kDocker : name.engine;
    container.pod_uid = name.pod_uid;
    if (Result<void> read = read_docker_inspect(*text, container); !read) continue;
    out.container = std::move(container);
    out.by_api = true;
    return out;
  }
  return out;
}

std::vector<std::string> find_engine_sockets() {
  std::vector<std::string> out;
  for (const char* path : {"/run/docker.sock", "/run/podman/podman.sock"}) {
    struct stat found{};
    if (::stat(path, &found) == 0 && S_ISSOCK(found.st_mode)) out.push_back(format("unix://{}", path));
  }
  return out;
}

}  // namespace batten::monitor
