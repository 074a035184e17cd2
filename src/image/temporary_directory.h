// SPDX-License-Identifier: Apache-2.0
//
// For tests: a directory for one test, removed with its content when the test ends; a variable of the environment for as long.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <system_error>

namespace batten::image {

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "batten-image-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data()) == nullptr ? std::string() : pattern;
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::string& path() const { return path_; }
  std::string at(const std::string& name) const { return path_ + "/" + name; }
  // Makes the directories above it too; throws when it can not, which fails the test.
  void file(const std::string& name, const std::string& content) const {
    std::filesystem::create_directories(std::filesystem::path(at(name)).parent_path());
    std::ofstream out;
    out.exceptions(std::ios::failbit | std::ios::badbit);
    out.open(at(name), std::ios::binary);
    out << content;
    out.close();
  }

 private:
  std::string path_;
};

class EnvironmentVariable {
 public:
  EnvironmentVariable(const char* name, const std::string& value) : name_(name) {
    if (const char* before = ::getenv(name)) before_ = before;
    ::setenv(name, value.c_str(), 1);
  }
  ~EnvironmentVariable() {
    if (before_) {
      ::setenv(name_, before_->c_str(), 1);
    } else {
      ::unsetenv(name_);
    }
  }
  EnvironmentVariable(const EnvironmentVariable&) = delete;
  EnvironmentVariable& operator=(const EnvironmentVariable&) = delete;

 private:
  const char* name_;
  std::optional<std::string> before_;
};

// Credential files are looked for here and nowhere else.
class NoLogins {
 public:
  explicit NoLogins(const std::string& directory)
      : file_("REGISTRY_AUTH_FILE", ""),
        runtime_("XDG_RUNTIME_DIR", ""),
        docker_("DOCKER_CONFIG", directory),
        mirrors_("BATTEN_REGISTRY_MIRRORS", "") {}

 private:
  EnvironmentVariable file_, runtime_, docker_, mirrors_;
};

}  // namespace batten::image
