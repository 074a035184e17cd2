// SPDX-License-Identifier: Apache-2.0
//
// Lock files and metadata of language packages: the first byte says which one the rest is.
#include "packages/fuzz_cataloger.h"

int lock_file_fuzz(const std::uint8_t* data, std::size_t size);

int lock_file_fuzz(const std::uint8_t* data, std::size_t size) {
  // As many as divide the digit '0', so that the corpus can begin with '0', '1', ..
  constexpr batten::packages::FuzzedFile kFiles[] = {{"yarn_lock", "app/yarn.lock"},
                                                     {"gemspec", "gems/specifications/a-1.gemspec"},
                                                     {"gemfile_lock", "app/Gemfile.lock"},
                                                     {"gradle_lock", "app/gradle.lockfile"},
                                                     {"mix_lock", "app/mix.lock"},
                                                     {"cabal_freeze", "app/cabal.project.freeze"},
                                                     {"go_mod", "app/go.mod"},
                                                     {"python_requirements", "app/requirements.txt"},
                                                     {"python_metadata", "lib/a-1.dist-info/METADATA"},
                                                     {"r_description", "usr/lib/R/library/a/DESCRIPTION"},
                                                     {"bun_lock", "app/bun.lock"},
                                                     {"package_lock", "app/package-lock.json"}};
  static_assert('0' % std::size(kFiles) == 0);
  return batten::packages::fuzz_one_of(kFiles, data, size);
}
