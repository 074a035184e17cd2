// SPDX-License-Identifier: Apache-2.0
//
// Asks about containers in a thread of its own: the files on disk again, then the engines' APIs, which may take as long as they like.
// Whoever asks goes on, and takes the answers when they are there.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "model/running_container.h"
#include "monitor/cgroup_name.h"
#include "monitor/container_finder.h"

namespace batten::monitor {

class ContainerInquiry {
 public:
  struct Answer {
    std::string id;
    Result<model::RunningContainer> container;
    bool by_api = false;
  };
  // hosts: as engine::Client::connect takes them; none: only the disk is asked.
  ContainerInquiry(ContainerFinder::Places places, std::vector<std::string> hosts);
  ~ContainerInquiry();
  ContainerInquiry(const ContainerInquiry&) = delete;
  ContainerInquiry& operator=(const ContainerInquiry&) = delete;

  // False: too many questions wait, ask again later. The thread begins with the first.
  bool ask(const CgroupName& name);
  // Those that have come meanwhile. Does not wait.
  std::vector<Answer> take();

 private:
  void work(const std::stop_token& stop);
  Answer answer(const CgroupName& name);

  ContainerFinder finder_;
  std::vector<std::string> hosts_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::deque<CgroupName> questions_;
  std::vector<Answer> answers_;
  std::jthread thread_;
};

// The sockets of Docker and Podman that exist now, in the form of hosts.
std::vector<std::string> find_engine_sockets();

}  // namespace batten::monitor
