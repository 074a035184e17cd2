// SPDX-License-Identifier: Apache-2.0
#include "match/reach.h"

#include <algorithm>

#include "base/format.h"
#include "model/symbol.h"

namespace batten::match {
namespace {

using model::Reached;

// Images are Linux; which processor a program is for is not asked.
bool is_for_linux(const model::Import& import) {
  return import.goos.empty() || std::ranges::find(import.goos, "linux") != import.goos.end();
}

class Names {
 public:
  void add(std::string name) {
    if (count_++ == 0) first_ = std::move(name);
  }
  bool empty() const { return count_ == 0; }
  std::string text() const { return count_ > 1 ? format("{} and {} more", first_, count_ - 1) : first_; }

 private:
  std::string first_;
  std::size_t count_ = 0;
};

}  // namespace

Reach reach_of(RowSpan rows, const model::Package& package) {
  if (!package.has_symbols) return {};
  Names present, absent;
  auto look_for = [&](std::string name) {
    bool there = std::ranges::binary_search(package.symbols, model::symbol_number(name));
    (there ? present : absent).add(std::move(name));
  };
  for (const model::Advisory* row : rows) {
    // GitHub's records do not say; those of the Go database that name nothing are about the whole module.
    if (row->imports.empty() && row->record_id.starts_with("GO-")) return {};
    for (const model::Import& import : row->imports) {
      if (!is_for_linux(import)) continue;
      if (import.symbols.empty()) look_for(import.path);
      for (const std::string& symbol : import.symbols) look_for(import.path + "." + symbol);
    }
  }
  if (!present.empty()) return {Reached::kPresent, present.text()};
  if (!absent.empty()) return {Reached::kAbsent, absent.text()};
  bool other_systems = std::ranges::any_of(rows, [](const model::Advisory* row) { return !row->imports.empty(); });
  return other_systems ? Reach{Reached::kAbsent, "what is affected on other systems than Linux"} : Reach{};
}

void rank_by_reach(model::Finding& finding) {
  if (finding.reached != Reached::kAbsent) return;
  finding.severity = model::Severity::kNegligible;
  finding.severity_source = "batten: the vulnerable functions are not in the program";
}

}  // namespace batten::match
