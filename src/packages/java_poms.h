// SPDX-License-Identifier: Apache-2.0
//
// What Maven leaves in a jar: META-INF/maven/GROUP/ARTIFACT/pom.properties and pom.xml, one pair for each artifact that the jar holds
// (several: a fat jar, or one with others shaded in). The properties say which artifact; the project file completes them and names
// licences.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace batten::packages {

struct JarPom {
  std::string group, artifact, version;
  std::vector<std::string> licenses;
  bool has_properties = false;
  bool complete() const { return !group.empty() && !artifact.empty() && !version.empty(); }
};

class JarPoms {
 public:
  static constexpr std::size_t kMaxPoms = 20'000;
  static constexpr std::size_t kMaxBytes = 4u << 20;  // of one file

  // Is a member of that path one of these files?
  static bool is_pom(std::string_view path);
  // Its content; corrupt and limit when it is none, or there are too many.
  Result<void> add(std::string_view path, std::string_view content);
  // By directory. Complete once all members were added.
  const std::map<std::string, JarPom>& all() const { return poms_; }

 private:
  std::map<std::string, JarPom> poms_;
};

}  // namespace batten::packages
