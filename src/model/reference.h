// SPDX-License-Identifier: Apache-2.0
//
// A reference to an image in a registry: [registry/]repository[:tag][@digest], by the grammar of the distribution project, with
// docker.io and library/ as everybody's defaults.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "model/digest.h"

namespace batten::model {

struct Reference {
  std::string registry;    // "docker.io", "localhost:5000"
  std::string repository;  // "library/ubuntu"
  std::string tag;         // "latest" when neither tag nor digest is given
  Digest digest;           // may be empty

  bool operator==(const Reference&) const = default;
  // "docker.io/library/ubuntu:22.04"
  std::string text() const;
  // What a manifest is asked for by: the digest, else the tag.
  std::string target() const { return digest.empty() ? tag : digest.text(); }
};

// invalid_argument says what is wrong.
Result<Reference> parse_reference(std::string_view text);

}  // namespace batten::model
