// SPDX-License-Identifier: Apache-2.0
//
// Loaded rules, ready to judge events. Loading reads files of the Falco rule language (docs/RULES.md); a loaded set never changes, only
// what it has counted does, so a reload builds another beside it and swaps.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/alert.h"
#include "model/prefilter.h"
#include "rules/definition.h"
#include "rules/diagnostic.h"
#include "rules/moment.h"

namespace batten::rules {

struct RuleFile {
  std::string name;  // for messages
  std::string text;
};

// "rules: - enable: {rule: glob}" or "{tag: name}", in order; later ones win.
struct Selection {
  bool enable = true;
  std::string rule_glob;  // either this
  std::string tag;        // or this
};

struct LoadOptions {
  model::Priority least = model::Priority::kDebug;  // rules below are not loaded
  std::vector<Selection> selections = {};
  std::vector<std::string> appended_fields = {"container.id", "container.name", "container.image.repository", "container.image.tag",
                                              "k8s.pod.name", "k8s.ns.name"};  // printed behind every output as "container_id=.."
  bool text_paths_only = false;  // fd.name means the text that the program gave and nothing else, as in Falco
  bool all_matches = false;      // every rule that matches fires, not only the first
};

class Program;  // what conditions are compiled to

class Ruleset {
 public:
  Ruleset(std::vector<Definition> definitions, const LoadOptions& options, std::unique_ptr<Program> program);
  Ruleset(Ruleset&&) noexcept;
  Ruleset& operator=(Ruleset&&) noexcept;
  ~Ruleset();

  // Alerts of this event, in the order of the rules. Not for two threads at once.
  void judge(const Moment& moment, std::vector<model::Alert>& out);
  // Enabled rules; their index is the number in Prefilter and counts.
  const std::vector<Definition>& rules() const { return definitions_; }
  // Moments that say which of its clauses they meet are judged by it.
  model::Prefilter prefilter();
  // How often each rule matched, and how long judging took in all. By index of rules().
  struct Counts {
    std::vector<std::uint64_t> matches;
    std::uint64_t events = 0;
  };
  Counts counts() const;
  // What is counted across events goes on in another set, for rules that are the same there.
  void take_over(Ruleset& before);

 private:
  std::vector<Definition> definitions_;
  LoadOptions options_;
  std::unique_ptr<Program> program_;
};

struct LoadResult {
  std::optional<Ruleset> rules;  // none when there is an error
  Diagnostics diagnostics;       // errors and warnings
};

LoadResult load(std::span<const RuleFile> files, const LoadOptions& options = {});
// The second half of it: a set of those definitions that are enabled. None when diagnostics get an error.
std::optional<Ruleset> build(std::vector<Definition> definitions, const LoadOptions& options, Diagnostics& diagnostics);
// The rules that come with Batten.
std::span<const RuleFile> own_rules();

}  // namespace batten::rules
