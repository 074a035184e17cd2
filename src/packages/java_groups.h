// SPDX-License-Identifier: Apache-2.0
//
// The groups of well-known artifacts whose jars do not say them (those built by Gradle and Ant). Both must fit: the artifact's name, and
// where the classes are.
#pragma once

#include <string>
#include <string_view>

#include "packages/java_coordinates.h"

namespace batten::packages {

struct KnownGroup {
  std::string group, artifact;  // both empty: not known
};

// version: decides where a project changed its group.
KnownGroup known_group(std::string_view artifact, std::string_view version, const ClassDirectories& classes);

}  // namespace batten::packages
