// SPDX-License-Identifier: Apache-2.0
//
// rpm's formats: the first byte says whether the rest is an NDB, Berkeley DB or SQLite file or a header alone.
#include "packages/fuzz_cataloger.h"
#include "packages/rpm_header.h"

int rpm_fuzz(const std::uint8_t* data, std::size_t size);

int rpm_fuzz(const std::uint8_t* data, std::size_t size) {
  if (size > 0 && data[0] == 3) {
    std::string_view blob(reinterpret_cast<const char*>(data) + 1, size - 1);
    (void)batten::packages::parse_rpm_header(blob, 1u << 20);
    return 0;
  }
  constexpr batten::packages::FuzzedFile kFiles[] = {
      {"rpm_ndb", "var/lib/rpm/Packages.db"},
      {"rpm_bdb", "var/lib/rpm/Packages"},
      {"rpm_sqlite", "var/lib/rpm/rpmdb.sqlite"},
  };
  return batten::packages::fuzz_one_of(kFiles, data, size);
}
