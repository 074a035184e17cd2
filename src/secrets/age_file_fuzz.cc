// SPDX-License-Identifier: Apache-2.0
//
// Any file, with the identity that those of the corpus are for; the same bytes as identities.
#include "secrets/age_file.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

int age_file_fuzz(const std::uint8_t* data, std::size_t size);

int age_file_fuzz(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  std::vector<batten::base::SecretBytes> identities;
  identities.emplace_back("0123456789abcdef0123456789abcdef");
  auto opened = batten::secrets::open_age_file(text, identities);
  if (!opened && opened.error().message.empty()) std::abort();
  auto read = batten::secrets::age_identities(text);
  if (read && (read->empty() || read->front().size() != 32)) std::abort();
  return 0;
}
