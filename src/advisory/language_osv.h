// SPDX-License-Identifier: Apache-2.0
//
// OSV records about packages of programming languages, as osv.dev serves them per ecosystem: GitHub's reviewed advisories (GHSA-), the
// ecosystem's own (PYSEC-, RUSTSEC-, GO-, ...) and malicious packages (MAL-) in one archive.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "advisory/feed.h"
#include "base/result.h"

namespace batten::advisory {

// What makes one ecosystem differ from the next.
struct LanguageEcosystem {
  std::string_view osv;     // its name in OSV records: "PyPI"
  std::string_view type;    // purl type, which is also the ecosystem's name in our rows: "pypi"
  std::string_view scheme;  // "pep440"
  // Further names of archives in a mirror, beside those that osv.dev uses.
  std::span<const std::string_view> mirror_names;
};

// One record: a row for each CVE that its id or aliases name, else one under its own id. Names are lookup names (model/lookup_name).
// Packages and symbols that a record names (the Go database's ecosystem_specific.imports) go into the rows.
// Withdrawn records and those about other ecosystems give nothing. "last_known_affected_version_range" of GitHub ends a range that has no
// other end.
Result<void> import_language_record(const LanguageEcosystem& ecosystem, std::string_view name, std::string_view bytes, FeedSink& sink);

// The ecosystem's archive at osv.dev; each further name of a mirror is a file of its own.
std::vector<FeedFile> language_files(const LanguageEcosystem& ecosystem);

// The functions of such a feed's descriptor.
template <const LanguageEcosystem& kEcosystem>
struct LanguageFeed {
  static bool wanted(const model::Distro&) { return false; }  // packages ask for it
  static std::vector<FeedFile> files(const model::Distro*) { return language_files(kEcosystem); }
  static Result<void> import(std::string_view name, std::string_view bytes, FeedSink& sink) {
    return import_language_record(kEcosystem, name, bytes, sink);
  }
};

}  // namespace batten::advisory
