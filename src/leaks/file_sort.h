// SPDX-License-Identifier: Apache-2.0
//
// What a file is for, by its name: how much a value beside the word "password" says depends on it.
#pragma once

#include <cstdint>
#include <string_view>

namespace batten::leaks {

enum class FileSort : std::uint8_t {
  kCode,           // of a programming language; a page
  kSettings,       // of a service: .env, Compose, Dockerfiles, property files, Terraform's values: what stands there is used as it stands
  kConfiguration,  // other YAML, JSON, TOML, XML
  kScript,         // shell, SQL, Terraform: as configuration, but what stands there without quotes is code
  kProse,          // Markdown, plain text, manual pages
  kTranslation,    // words for people in many languages
  kUnknown,
};

FileSort file_sort(std::string_view path);

}  // namespace batten::leaks
