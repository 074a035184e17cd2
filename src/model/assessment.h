// SPDX-License-Identifier: Apache-2.0
//
// What checks said of files, containers and this host.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/note.h"
#include "model/advisory.h"
#include "model/place.h"

namespace batten::model {

// The article's five, in its order.
enum class PracticeId : std::uint8_t { kTrustedImages = 1, kLimitCapabilities, kSecretsManagement, kMonitoring, kUpToDate };

// What a check is, for people: the contents of a descriptor. Static text.
struct CheckInfo {
  std::string_view id;     // "apt-unpinned": words joined by dashes, as its file with underscores
  std::string_view title;  // what is wrong, in a few words: "apt-get installs without a version"
  Severity severity = Severity::kMedium;
  PracticeId practice = PracticeId::kLimitCapabilities;
  std::string_view why;  // what can happen, one to three sentences
  std::string_view fix;  // what to do
  std::span<const std::string_view> references =
      {};               // "CIS Docker 1.6: 4.1", "hadolint DL3002", "PSS restricted: runAsNonRoot", "OWASP D1"
  bool strict = false;  // only with the profile strict: sound advice that few follow
};

enum class Outcome : std::uint8_t {
  kFail,
  kPass,
  kNotApplicable,
  kUnknown,  // could not look: message says why
};
constexpr const char* outcome_name(Outcome outcome) {
  switch (outcome) {
    case Outcome::kFail: return "fail";
    case Outcome::kPass: return "pass";
    case Outcome::kNotApplicable: return "not applicable";
    case Outcome::kUnknown: break;
  }
  return "could not look";
}

struct CheckResult {
  const CheckInfo* check = nullptr;  // never null in an assessment
  Outcome outcome = Outcome::kFail;
  Severity severity = Severity::kMedium;  // the check's, unless the policy says otherwise
  std::string subject;                    // "service app", "stage build", "container web", "this host"; empty: the file
  std::string file;                       // path as given; empty: none
  Place place;                            // in file
  std::string message;                    // what is so here, one sentence without a full stop
  std::string evidence;                   // what was seen: a line, "CapEff 000001ffffffffff"; may be empty
  std::string fix;                        // what to do here when more can be said than check->fix
  bool fixable = false;                   // `lint --fix` has a change for it
  std::string suppressed_by;              // reason of the inline comment or rule that hides it; empty: it counts

  bool operator==(const CheckResult&) const = default;
};

struct Assessment {
  std::string target;
  std::vector<std::string> files;    // that were read, in the order of results
  std::vector<CheckResult> results;  // by file, place and check; of a host by check and subject
  std::size_t checks_run = 0;        // pairs of check and file, container or host that were looked at
  base::Notes notes;

  bool operator==(const Assessment&) const = default;
};

}  // namespace batten::model
