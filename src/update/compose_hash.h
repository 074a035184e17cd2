// SPDX-License-Identifier: Apache-2.0
//
// The label com.docker.compose.config-hash of a container says of which configuration of its service it was made; `docker compose up` makes
// those anew whose service has another one by now. Only the program that wrote it can compute it (`config --hash SERVICE`); it is believed
// where, of the file as it was, it says what the container has.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "update/subject.h"

namespace batten::update {

inline constexpr std::string_view kComposeHashLabel = "com.docker.compose.config-hash";

// The command of each program that there may be. labels: of the container. engine: for $DOCKER_HOST.
std::vector<std::vector<std::string>> compose_hash_commands(const ComposeOrigin& origin, const std::map<std::string, std::string>& labels,
                                                            const std::string& engine);
// "web 5891b5b5..." among its lines; empty: none.
std::string read_compose_hash(std::string_view output, std::string_view service);

// The same command is asked before and after the file is changed.
class ComposeHash {
 public:
  // Finds the program that says what the container has now; one that does not is not asked again.
  ComposeHash(const ComposeOrigin& origin, const std::map<std::string, std::string>& labels, const std::string& engine);
  // Of the file as it is now; empty: not known.
  std::string now() const;

 private:
  std::string service_;
  std::vector<std::string> command_;  // empty: there is none
};

}  // namespace batten::update
