// SPDX-License-Identifier: Apache-2.0
//
// How a secret that lives elsewhere is written:
//
//   PROVIDER:PATH[#FIELD][?OPTION=VALUE&...]
//
//   vault:secret/data/app#password            field of a secret of Vault or OpenBao, as its API writes the path
//   aws-sm:prod/db#password?stage=AWSPREVIOUS  key of a JSON secret of AWS Secrets Manager
//   file:/run/secrets/db                      a file
//   env:DB_PASSWORD                           a variable of this process
//   exec:/usr/bin/pass show db                what a program prints
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace batten::secrets {

struct Reference {
  std::string provider;  // "vault"
  std::string path;      // "secret/data/app"; percent escapes %23 (#), %3F (?), %25 are undone
  std::string field;     // "password"; empty: the whole secret
  std::map<std::string, std::string> options;

  bool operator==(const Reference&) const = default;
};

// invalid_argument when there is no provider of that name (the nearest name is suggested), no path, an option that it does not know, a ".."
// or an empty part in a path of a provider whose paths are parts of a URL.
Result<Reference> parse_reference(std::string_view text);
// As it was written; never holds a value.
std::string to_string(const Reference& reference);

}  // namespace batten::secrets
