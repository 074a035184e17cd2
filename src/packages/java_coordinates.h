// SPDX-License-Identifier: Apache-2.0
//
// Which Maven artifact a jar is that does not carry its coordinates: by its file name, its manifest and the directories of its classes.
// A group is only given for what the jar itself shows: a private jar whose file is called spring-something is not Spring.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "packages/java_manifest.h"

namespace batten::packages {

// "guava-31.1-jre.jar": name "guava", version "31.1-jre"; "netty-transport-4.1.1.Final-linux-x86_64.jar": the classifier is left out.
// Without a version the name is the whole stem.
struct JarFileName {
  std::string name, version;
};
JarFileName parse_jar_file_name(std::string_view file_name);

// Does a file of that name hold that artifact ("a-1.0.jar" and "a.jar" hold "a")?
bool is_file_of(std::string_view file_name, std::string_view artifact);

// In which packages the classes of a jar are, by their directories.
class ClassDirectories {
 public:
  // path: a member of the jar that ends in .class. What an application keeps apart (BOOT-INF/classes/) and versions for a Java release
  // count as if they stood at the root.
  void add(std::string_view path);
  std::uint64_t count() const { return count_; }
  // Of all classes those below the directory ("org/springframework/"; at most three components), in percent.
  unsigned percent(std::string_view directory) const;

 private:
  static constexpr std::size_t kMaxDirectories = 1000;
  std::unordered_map<std::string, std::uint64_t> below_;
  std::uint64_t count_ = 0;
};

struct Coordinates {
  std::string group, artifact, version;  // group and version may be empty: not known
  std::string found_by;
  // "group:artifact" or, when no group is known, "artifact".
  std::string name() const { return group.empty() ? artifact : group + ":" + artifact; }
};

// is_application: the jar holds other jars, or its classes in a directory for an application; none of the known groups is such.
Coordinates guess_coordinates(std::string_view file_name, const JarManifest& manifest, const ClassDirectories& classes,
                              bool is_application);

}  // namespace batten::packages
