// SPDX-License-Identifier: Apache-2.0
//
// For tests: real databases that stand beside the checkout and are not part of it, and a place to hand them to other programs.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <optional>
#include <string>

#include "base/file.h"
#include "base/format.h"
#include "packages/cataloger.h"

namespace batten::packages {

// $BATTEN_SHARED/NAME, else ../shared/NAME beside the checkout.
std::string shared_path(const std::string& name);

// nullopt when it is not there: the test is skipped.
inline std::optional<std::string> shared_file(const std::string& name) {
  Result<std::string> bytes = base::read_file(shared_path(name), 1ull << 30);
  if (!bytes) return std::nullopt;
  return *std::move(bytes);
}

// Empty and ours alone; gone at the end.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "batten-packages-XXXXXX").string();
    if (::mkdtemp(name.data()) != nullptr) path_ = name;
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    std::error_code error;
    if (!path_.empty()) std::filesystem::remove_all(path_, error);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

struct Parsed {
  Result<void> result;
  model::FileFacts facts;
  base::Notes notes;
};

// The content parsed by the cataloger of that name.
inline Parsed parse_with(std::string_view cataloger, std::string_view path, std::string_view content) {
  Parsed out;
  out.result = Error{Code::kNotFound, format("no cataloger {}", cataloger)};
  for (const Cataloger* each : all_catalogers()) {
    if (each->name == cataloger) out.result = catalog(*each, path, content, out.facts, out.notes);
  }
  return out;
}

}  // namespace batten::packages
