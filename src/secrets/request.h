// SPDX-License-Identifier: Apache-2.0
//
// What a user asks to have delivered, and how: as words
//
//   NAME=REF[,file=PATH][,env][,uid=N][,gid=N][,mode=0400]
//
// or as a mapping of .batten.yaml ("secrets:") or of a Compose file ("x-batten-secrets:"):
//
//   secrets:
//     db-password: vault:secret/data/app#password
//     API_KEY: {ref: "aws-sm:prod/api#key", file: keys/api, uid: 10001, mode: "0440"}
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/yaml.h"
#include "secrets/reference.h"

namespace batten::secrets {

struct Request {
  std::string name;
  Reference reference;
  std::string file;          // where it is wanted: below the place of delivery, or absolute; empty: the name
  bool as_file = true;       // "env" alone switches it off, "file=" on again
  bool as_variable = false;  // the variable NAME holds the value
  std::optional<std::uint32_t> uid, gid;
  std::uint32_t mode = 0400;

  const std::string& file_name() const { return file.empty() ? name : file; }
  bool operator==(const Request&) const = default;
};

// invalid_argument, with what was wrong. Names are letters, digits, '_', '-' and '.', not at the beginning; with env those of a variable.
Result<Request> parse_request(std::string_view text);
// Of a mapping; where: the file, for messages. No requests for an absent View.
Result<std::vector<Request>> read_requests(yaml::View mapping, std::string_view where);
// "secrets:" or "x-batten-secrets:" of a file; not_found when it has neither.
Result<std::vector<Request>> requests_of_file(const std::string& path);

// invalid_argument when two have one name, or one file.
Result<void> check_distinct(std::span<const Request> requests);

// The variable that says where the file is: NAME_FILE, '-' and '.' as '_'.
std::string file_variable(const Request& request);

}  // namespace batten::secrets
