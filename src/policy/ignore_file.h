// SPDX-License-Identifier: Apache-2.0
//
// Findings that somebody looked at and decided to leave: one rule a line,
//
//   ID [package=NAME] [type=TYPE] [purl=PURL] [path=GLOB] [layer=base|own] [state=STATE] [until=YYYY-MM-DD] [reason="why"]      # comment
//
// A rule hides a finding of which all that it says is true. TYPE is the package URL's: deb, rpm, npm, ... GLOB is about the file in which
// the package was found, as in usr/lib/python3/**. layer: the package comes from the base image, or from a layer of the image's own; a base
// image that is only guessed hides nothing. PURL may leave out version and qualifiers; STATE is affected, fixed, wont-fix, deferred,
// under-investigation or end-of-life. Quotes may stand around any value. A line with an ID alone, or with exp:YYYY-MM-DD behind it, as
// .trivyignore has them, is a rule too; it gets a note, because nobody will know why.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/purl.h"
#include "model/report.h"

namespace batten::policy {

struct IgnoreRule {
  std::string id;                          // "CVE-2024-5535", also an alias; "*" with package, type, purl, path, layer or state
  std::string package;                     // empty: any
  std::string type;                        // empty: any
  std::optional<model::Purl> purl;         // what it leaves out matches any; no value: any
  std::optional<model::State> state;       // no value: any
  std::optional<model::LayerOwner> layer;  // base or own; no value: any
  std::string path;                        // glob on the package's location; empty: any
  std::optional<std::int64_t> until;       // the last day on which it holds, seconds of its start
  std::string reason;
  int line = 0;
};

struct IgnoreRules {
  std::string name;  // of the file, for messages
  std::vector<IgnoreRule> rules;
};

// invalid_argument "ignore.txt:12: until=soon: want YYYY-MM-DD".
Result<IgnoreRules> parse_ignore_file(std::string_view name, std::string_view text);

// Sets suppressed_by of the findings that a rule in force hides. Notes: rules that have expired (they hide nothing), that hide nothing
// because nothing matches, that have no reason, that ask for a base image which is not known for sure.
void apply_ignore_rules(const IgnoreRules& rules, std::int64_t date, model::Report& report);

}  // namespace batten::policy
