// SPDX-License-Identifier: Apache-2.0
//
// The name that stands beside a value ("DB_PASSWORD_PROD", "prodDbPassword", "spring.datasource.password"), word by word: does it say that
// the value is a secret, and of which sort? "passwordField", "token_type", "secret-name" say that it is something else.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace batten::leaks {

enum class SecretNoun : std::uint8_t { kNone, kPassword, kSecret, kToken, kKey, kCredential };

struct SecretName {
  SecretNoun noun = SecretNoun::kNone;
  bool vague = false;  // words follow that may change what it means: "passwordEncoder"
  bool loud = false;   // in capitals: a variable of the environment or a constant
};

// In lower case, split at '_', '-', '.', other marks, and where capitals begin. At most 16.
std::vector<std::string> name_words(std::string_view name);

SecretName read_secret_name(std::string_view name);

}  // namespace batten::leaks
