// SPDX-License-Identifier: Apache-2.0
//
// New random values for secrets.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/secret_bytes.h"

namespace batten::secrets {

struct ValueSpec {
  std::size_t length = 32;  // characters
  std::string alphabet;     // all of them; at least two
  double bits() const;      // that a value of it has
};

// "24", "length=24", "alphabet=hex", "length=24,alphabet=ascii": alnum (the default), hex, digits, base64url, ascii. invalid_argument also
// for less than 64 bits: such a value can be guessed.
Result<ValueSpec> parse_value_spec(std::string_view text);
// Of the kernel's random numbers, each character as likely as any other.
Result<base::SecretBytes> random_value(const ValueSpec& spec);

}  // namespace batten::secrets
