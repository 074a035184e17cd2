// SPDX-License-Identifier: Apache-2.0
//
// Images that could take the place of the one that runs, and what a scan knows of each.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/advisory.h"
#include "model/digest.h"
#include "model/image.h"

namespace batten::update {

struct Vulnerability {
  std::string id;       // "CVE-2024-5535"
  std::string package;  // "openssl"
  model::Severity severity = model::Severity::kUnknown;
  std::string fixed_version;  // in the distribution's or ecosystem's repository; empty: nowhere
  bool in_base = false;       // its package comes with the layers of the base image

  auto operator<=>(const Vulnerability&) const = default;
};

struct ImageFacts {
  std::vector<Vulnerability> vulnerabilities;  // that count; each id and package once, sorted
  std::size_t packages = 0;
  std::uint64_t size = 0;        // bytes of its layers as they are stored
  std::int64_t created = 0;      // seconds since 1970; 0: the image does not say
  std::string base_name;         // the base image it says it was built from, or that was recognised; empty: not known
  std::string base_digest = {};  // of its manifest, as the engine knows it; empty: not known
  bool complete = true;          // false: something could not be read, so that "clean" can't be said
  std::string advisories;        // date of the feeds
  std::string unread;            // what was not read, when it is not complete
};

// What a scan of an image says. Image: "registry.example/app@sha256:..." or, for what runs, what the engine has ("docker:ID").
using Scanner = std::function<Result<ImageFacts>(const std::string& image, const model::Platform& platform)>;

enum class Verified : std::uint8_t { kNotChecked, kVerified, kFailed };
struct Verification {
  Verified state = Verified::kNotChecked;
  std::string by;  // who signed it, or why it failed
};
// Whether a signature of exactly this digest holds. None: nothing is verified, and the plan says so.
using Verifier = std::function<Verification(const std::string& image)>;

struct Candidate {
  std::string tag;         // empty: only by digest
  std::string reference;   // "registry.example/app:1.2.4"
  model::Digest digest;    // of what the tag points to now: a manifest or an index
  model::Digest manifest;  // of the manifest for the subject's platform
  bool same_tag = false;   // the tag that runs, pointing elsewhere
  std::uint64_t size = 0;  // as the registry says: bytes of its layers
  std::int64_t created = 0;
  std::optional<ImageFacts> facts;
  std::string unusable;  // why it can't be: no such platform, could not be scanned, too young, refused by the gate...
  bool later = false;    // unusable only for now: it is too young
  bool unknown = false;  // unusable because it could not be looked at
  bool runs = false;     // turned out to be the image that runs
  Verification verification;
  std::vector<Vulnerability> removes, brings;  // against what runs
};

}  // namespace batten::update
