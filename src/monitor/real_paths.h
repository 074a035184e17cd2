// SPDX-License-Identifier: Apache-2.0
//
// Where the files of calls really are that leave no descriptor behind (removing, renaming, making, linking, changing mode and owner by
// path): the kernel told the directory that a path begins at, the symbolic links of the rest are looked up here. In the root of the
// process, where that has ended in that of one it descends from or of its container's first, and among the links that were made within the
// last seconds, which their maker may have removed since.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/event.h"
#include "model/prefilter.h"
#include "monitor/attribution.h"
#include "monitor/linked_path.h"
#include "monitor/tree_root.h"

namespace batten::monitor {

class RealPaths {
 public:
  struct Options {
    std::string proc = "/proc";
    std::string host_root = "/";
    std::size_t max_links = 4'096;                // that were made lately
    std::uint64_t link_life_ns = 10'000'000'000;  // after that the file system is asked alone
  };
  explicit RealPaths(Options options) : options_(std::move(options)) {}

  // Links must be seen being made when any rule asks for the place of a file that such a call works on.
  static void widen(model::Prefilter& filter);

  // When there is nothing else to do, at least every second: lets go of the root that was asked last.
  void rest() { root_.reset(); }

  // The record of that event with its real paths, where they are others than what the program's text says; empty: they are not. Events are
  // to be handed over in their order. Good until the next call, 8-byte aligned.
  std::string_view complete(const model::Event& event, const Attributed& whose);

  struct Counts {
    std::uint64_t looked = 0, linked = 0, rootless = 0;  // rootless: nobody was left to ask for the file system
  };
  const Counts& counts() const { return counts_; }

 private:
  struct Made {
    std::string target;
    std::uint64_t time_ns = 0;
  };
  struct Path {
    std::int8_t path, base, real;
    bool follow_last;
  };

  std::optional<std::string> real_of(const model::Event& event, const Path& path, const Attributed& whose);
  std::string resolve(const std::string& path, bool follow_last, const Attributed& whose);
  const TreeRoot* root_of(const Attributed& whose);
  std::optional<TreeRoot> find_root(const Attributed& whose) const;
  void remember(const model::Event& event, const Attributed& whose);
  void add_link(std::string key, std::string target, std::uint64_t time_ns);
  void forget_old(std::uint64_t time_ns);
  void rewrite(const model::Event& event, std::int8_t role, const std::string& real);

  Options options_;
  std::unordered_map<std::string, Made> links_;  // by container and path
  std::deque<std::pair<std::uint64_t, std::string>> order_;
  std::vector<std::uint64_t> words_;  // of the record that was completed
  std::optional<TreeRoot> root_;      // of the process that was asked for last
  model::ProcessKey root_process_;
  Counts counts_;
};

}  // namespace batten::monitor
