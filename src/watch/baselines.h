// SPDX-License-Identifier: Apache-2.0
//
// Baselines of images: what their containers do is learned for a while from when the image is first seen, and then is what rules compare
// with (batten.baseline.*). An image is its repository, so that a new version of it is held against the old one's baseline; an image
// without a name is its id. Kept in a file (docs/FORMATS.md, "Baselines"), so that a restart goes on.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "model/baseline.h"
#include "model/event.h"
#include "model/prefilter.h"
#include "model/process.h"
#include "model/running_container.h"
#include "watch/baseline_file.h"

namespace batten::watch {

class Baselines {
 public:
  static constexpr std::size_t kMaxImages = 1'024;
  struct Options {
    std::string path;            // empty: kept in memory alone
    std::uint64_t learn_ns = 0;  // how long an image is learned; 0: none is
    std::string proc = "/proc";  // for sockets that are there already; empty: of a recorded file, nothing is asked
  };
  // not_found: there is no such file and nothing is to be learned; corrupt, denied, limit.
  static Result<std::unique_ptr<Baselines>> open(Options options);

  bool learns() const { return options_.learn_ns > 0; }
  // What is learned has to be seen, whether rules ask for it or not.
  void widen(model::Prefilter& filter) const;

  // A container runs, or more is known of it: what it listens on already belongs to it.
  void saw(const model::RunningContainer& container, std::uint64_t time_ns);
  // Of every event. container: null for the host, of which nothing is learned.
  void saw(const model::Event& event, const model::Process& process, const model::RunningContainer* container, std::uint64_t time_ns) {
    if (learns() && container != nullptr && container->baseline == nullptr && container->known) learn(event, process, *container, time_ns);
  }
  // Adds the baseline of its image, when that is learned.
  void annotate(model::RunningContainer& container) const;

  // To be called about once a second. True: there are more to annotate with.
  bool tidy(std::uint64_t time_ns);
  // Writes the file when there is something new.
  Result<void> save();
  // Lines for people: what was learned, what was too much.
  std::vector<std::string> take_messages() { return std::exchange(messages_, {}); }

 private:
  struct Image {
    model::Baseline seen;                            // while it is learned
    std::shared_ptr<const model::Baseline> learned;  // afterwards
    std::uint64_t before_ns = 0;                     // how long it was learned in earlier runs
    std::uint64_t first_ns = 0, last_ns = 0;         // of this run; 0: not seen yet
  };

  explicit Baselines(Options options) : options_(std::move(options)) {}
  Image* learning(const model::RunningContainer& container, std::uint64_t time_ns);
  void learn(const model::Event& event, const model::Process& process, const model::RunningContainer& container, std::uint64_t time_ns);
  void end_learning(const std::string& name, Image& image);
  void learn_sockets(const model::RunningContainer& container, Image& image);

  Options options_;
  std::map<std::string, Image, std::less<>> images_;
  std::set<std::string> asked_;  // containers whose sockets were read
  std::vector<std::string> messages_;
  bool changed_ = false, too_many_ = false;
};

}  // namespace batten::watch
