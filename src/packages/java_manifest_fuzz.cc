// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>

#include "packages/java_coordinates.h"
#include "packages/java_manifest.h"

int java_manifest_fuzz(const std::uint8_t* data, std::size_t size);

// The first line is a file's name, the rest its manifest.
int java_manifest_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten::packages;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  std::string_view name = text.substr(0, text.find('\n'));
  text.remove_prefix(name.size());
  JarManifest manifest = parse_jar_manifest(text);
  Coordinates guessed = guess_coordinates(name, manifest, {}, false);
  if (guessed.artifact.size() > name.size() + 500 || guessed.found_by.empty()) std::abort();
  (void)parse_pom_properties(text);
  return 0;
}
