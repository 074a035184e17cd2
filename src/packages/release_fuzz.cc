// SPDX-License-Identifier: Apache-2.0
//
// What says which distribution it is and where it takes packages from: the first byte says which file the rest is.
#include "packages/fuzz_cataloger.h"

int release_fuzz(const std::uint8_t* data, std::size_t size);

int release_fuzz(const std::uint8_t* data, std::size_t size) {
  constexpr batten::packages::FuzzedFile kFiles[] = {
      {"os_release", "etc/os-release"},
      {"release_file", "etc/redhat-release"},
      {"release_file", "etc/debian_version"},
      {"apt_sources", "etc/apt/sources.list"},
      {"apt_sources", "etc/apt/sources.list.d/debian.sources"},
      {"rpm_manifest", "var/lib/rpmmanifest/container-manifest-2"},
  };
  return batten::packages::fuzz_one_of(kFiles, data, size);
}
