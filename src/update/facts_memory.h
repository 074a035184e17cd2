// SPDX-License-Identifier: Apache-2.0
//
// What a scan said of an image, kept between runs as JSON: the same image against the same advisories need not be scanned again.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "update/candidate.h"

namespace batten::update {

std::string write_facts(const ImageFacts& facts);
// corrupt, limit.
Result<ImageFacts> parse_facts(std::string_view json);

// Files by key in a directory; directory empty: never finds, never keeps.
class FactsMemory {
 public:
  explicit FactsMemory(std::string directory) : directory_(std::move(directory)) {}

  std::optional<ImageFacts> find(const std::string& key) const;
  // Failing to write is no error. Of more than a thousand files all are given up: what is still wanted comes back.
  void keep(const std::string& key, const ImageFacts& facts) const;

 private:
  std::string path_of(const std::string& key) const;
  std::string directory_;
};

}  // namespace batten::update
