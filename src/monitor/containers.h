// SPDX-License-Identifier: Apache-2.0
//
// Which container an event is of, by its cgroup. Cgroups are known from a scan at the start and from the events of their making; one that
// is not, is asked for once (by a file handle, then by /proc/PID/cgroup). What the engine says of the container is read from its files at
// the first sight of its cgroup, before any of its processes runs, and read anew until the engine has said all.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/note.h"
#include "model/event.h"
#include "model/running_container.h"
#include "monitor/cgroup_name.h"
#include "monitor/cgroup_tree.h"
#include "monitor/container_finder.h"
#include "monitor/container_inquiry.h"

namespace batten::monitor {

class Containers {
 public:
  struct Options {
    ContainerFinder::Places places;
    std::vector<std::string> hosts;  // of engines' APIs, for what is not on disk
    std::size_t max_cgroups = 32'768;
    std::size_t max_gone = 2'048;  // of them: removed ones, kept for late events
    std::uint64_t keep_gone_ns = 30'000'000'000;
    std::string proc = "/proc";
  };
  struct Counts {
    std::uint64_t containers = 0, cgroups = 0, gone = 0;  // now
    std::uint64_t on_disk = 0, by_api = 0;                // containers that were found so, since the start
    std::uint64_t not_found = 0;                          // containers of which no engine has told anything
    std::uint64_t unresolved = 0;                         // cgroups that were gone before anybody knew them; taken for the host's
  };
  // What has become known of a cgroup. A container's: it has got it, or more is known of the container; else container is null.
  enum class Change : std::uint8_t { kContainer, kHost, kGone };
  using Listener = std::function<void(std::uint64_t cgroup, Change change, const model::RunningContainer* container)>;
  // Adds to a container what is known from elsewhere (of its image); asked whenever the engine has told more, and by annotate().
  using Annotator = std::function<void(model::RunningContainer& container)>;

  // tree: null when no cgroup is to be asked for (a recorded file); must outlive this.
  Containers(Options options, const CgroupTree* tree);

  // Of an engine that has started meanwhile.
  void add_places(const ContainerFinder::Places& more);
  void listen(Listener listener) { listener_ = std::move(listener); }
  void annotate_by(Annotator annotator) { annotator_ = std::move(annotator); }
  // All of them anew: more is known.
  void annotate();
  // Those that run now.
  void scan(std::uint64_t time_ns, base::Notes& notes);
  // As a recorded file has it: one more, or more is known of it; and that its cgroup is gone.
  void add(std::uint64_t cgroup, model::RunningContainer container);
  void remove(std::uint64_t cgroup, std::uint64_t time_ns);

  // Of every event; before find(). Those of cgroups change something.
  void apply(const model::Event& event, std::uint64_t time_ns);
  // Null: the host's. Good until the next call of anything here. pid: a process in that cgroup.
  const model::RunningContainer* find(std::uint64_t cgroup, std::uint32_t pid, std::uint64_t time_ns) {
    const auto found = cgroups_.find(cgroup);
    if (found == cgroups_.end()) return find_unknown(cgroup, pid, time_ns);
    const Tracked* tracked = found->second.container.get();
    if (tracked == nullptr) return nullptr;
    if (tracked->ask_ns <= time_ns) ask(*found->second.container, time_ns);
    return &tracked->facts;
  }

  // To be called about once a second, and whenever there is nothing else to do: takes answers, lets go of what is gone.
  void tidy(std::uint64_t time_ns);
  Counts counts() const;
  // What could not be read, each thing once.
  base::Notes take_notes() { return std::exchange(notes_, {}); }
  void each(const std::function<void(std::uint64_t cgroup, const model::RunningContainer&)>& visit) const;

 private:
  static constexpr std::uint64_t kNever = ~std::uint64_t{0};
  struct Tracked {
    model::RunningContainer facts;
    CgroupName name;
    std::uint64_t cgroup = 0;  // its own
    std::uint64_t seen_ns = 0;
    std::uint64_t ask_ns = kNever;  // when to ask anew
    std::uint32_t asked = 0;
    std::uint32_t cgroups = 0;  // that refer to it
    bool counted = false;       // in on_disk or by_api
  };
  struct Cgroup {
    std::shared_ptr<Tracked> container;  // null: the host's
    bool gone = false;
  };
  struct Gone {
    std::uint64_t cgroup = 0, time_ns = 0;
  };

  const model::RunningContainer* find_unknown(std::uint64_t cgroup, std::uint32_t pid, std::uint64_t time_ns);
  std::string path_of(std::uint64_t cgroup, std::uint32_t pid);
  Cgroup& put(std::uint64_t cgroup, std::string_view path, std::uint64_t time_ns);
  // own: the cgroup that the engine has made, not one below it.
  Cgroup& bind(std::uint64_t cgroup, const std::shared_ptr<Tracked>& tracked, bool own);
  std::shared_ptr<Tracked> track(CgroupName name, std::uint64_t time_ns);
  void read_facts(Tracked& tracked, std::uint64_t time_ns);
  void set_facts(Tracked& tracked, model::RunningContainer facts);
  void plan(Tracked& tracked);
  void ask(Tracked& tracked, std::uint64_t time_ns);
  void forget(std::uint64_t cgroup);
  void drop_gone(std::uint64_t time_ns);
  void make_room();
  void note(std::string where, std::string message);

  Options options_;
  const CgroupTree* tree_;
  ContainerFinder finder_;
  ContainerInquiry inquiry_;
  Listener listener_;
  Annotator annotator_;
  std::unordered_map<std::uint64_t, Cgroup> cgroups_;
  std::unordered_map<std::string, std::shared_ptr<Tracked>> by_id_;
  std::deque<Gone> gone_;
  Counts counts_;
  base::Notes notes_;
  std::size_t noted_ = 0;
};

}  // namespace batten::monitor
