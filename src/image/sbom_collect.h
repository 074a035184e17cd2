// SPDX-License-Identifier: Apache-2.0
//
// What the readers of SBOM formats have in common: an entry of any of them becomes a package, or is counted.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/facts.h"

namespace batten::image {

// A component or package as the document has it.
struct SbomEntry {
  std::string_view name, version, purl;
  std::string maintainer, origin;
  std::vector<std::string> licenses;
  // "batten:path" and the like: names that Batten, Syft and Trivy write are understood.
  std::vector<std::pair<std::string_view, std::string_view>> properties;
};

class SbomCollector {
 public:
  // The image's layers, lowest first, where the document lists them.
  void layer(std::string_view diff_id);
  // Any of them may be empty; the first that has a name is taken.
  void distribution(std::string_view name, std::string_view version, std::string_view pretty_name, std::string_view codename);
  // An entry that is no package of a known kind is counted.
  void add(const SbomEntry& entry);
  // Something else that the document holds and nobody read.
  void note(std::string message);
  model::Inventory finish();

 private:
  void unread(const SbomEntry& entry);
  int layer_index(std::string_view diff_id);

  model::Inventory inventory_;
  std::map<std::pair<std::string, std::string>, std::size_t> distros_;  // what the package URLs say: (namespace, distro) -> how often
  std::map<std::string, int, std::less<>> layers_;
  std::vector<std::string> unread_names_;
  std::size_t unread_ = 0, too_many_ = 0;
};

// "Name <address>", from SPDX's "Person: Name (address)"; empty for NOASSERTION.
std::string actor_of(std::string_view spdx);

}  // namespace batten::image
