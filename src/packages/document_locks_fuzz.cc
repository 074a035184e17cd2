// SPDX-License-Identifier: Apache-2.0
//
// Lock and project files in TOML, YAML and XML: the first byte says which one the rest is ("B" the first, "C" the second, ...).
#include "packages/fuzz_cataloger.h"

int document_locks_fuzz(const std::uint8_t* data, std::size_t size);

int document_locks_fuzz(const std::uint8_t* data, std::size_t size) {
  constexpr batten::packages::FuzzedFile kFiles[] = {
      {"poetry_lock", "app/poetry.lock"},    {"uv_lock", "app/uv.lock"},       {"pdm_lock", "app/pdm.lock"},
      {"pylock", "app/pylock.toml"},         {"cargo_lock", "app/Cargo.lock"}, {"julia_manifest", "app/Manifest.toml"},
      {"pubspec_lock", "app/pubspec.lock"},  {"yarn_berry", "app/yarn.lock"},  {"pnpm_lock", "app/pnpm-lock.yaml"},
      {"stack_lock", "app/stack.yaml.lock"}, {"pom", "app/pom.xml"},
  };
  static_assert('B' % std::size(kFiles) == 0);
  return batten::packages::fuzz_one_of(kFiles, data, size);
}
