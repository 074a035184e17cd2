// SPDX-License-Identifier: Apache-2.0
//
// A statement of a feed about one package: which versions have which vulnerability, and what became of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace batten::model {

enum class Severity : std::uint8_t { kUnknown, kNegligible, kLow, kMedium, kHigh, kCritical };

// Kept apart, because they ask for different actions.
enum class State : std::uint8_t {
  kFixed,               // an update that removes it is available
  kAffected,            // vulnerable, no fix yet
  kWontFix,             // the vendor decided not to fix it
  kDeferred,            // postponed: no own advisory, maybe with a later update
  kNotAffected,         // the vendor says this build is not vulnerable
  kUnderInvestigation,  // not yet decided
  kEndOfLife,           // the release or package gets no fixes any more
};

// "fixed", "affected", "wont-fix", "deferred", "not-affected", "under-investigation", "end-of-life".
std::string_view state_name(State state);
std::string_view severity_name(Severity severity);  // "unknown" ... "critical"
std::optional<Severity> parse_severity(std::string_view name);

// One range of affected versions: introduced <= v, and v < fixed or v <= last_affected when given.
// introduced empty: from the first version on.
struct VersionRange {
  std::string introduced;
  std::string fixed;
  std::string last_affected;

  bool operator==(const VersionRange&) const = default;
};

// A package of a module in which the flaw is: a program that has none of the symbols does not reach it.
struct Import {
  std::string path;                       // "golang.org/x/net/html"
  std::vector<std::string> symbols;       // "Parse", "Decoder.Token"; empty: all of the package
  std::vector<std::string> goos, goarch;  // empty: all

  bool operator==(const Import&) const = default;
};

// One row of a feed: ecosystem + package + vulnerability.
struct Advisory {
  std::string vulnerability_id;  // "CVE-2024-5535" where the feed says a CVE, else its own id ("DSA-5764-1")
  std::string record_id;         // the feed's record ("DEBIAN-CVE-2024-5535", "ALSA-2024:9333")
  std::string ecosystem;         // "debian:12", "alpine:3.20", "ubuntu:22.04", "ubuntu-pro:18.04", "almalinux:9", "redhat:9", ...
  std::string package;           // name the feed uses
  bool by_source = false;        // package names a source package (deb, apk origin), not a binary one (rpm)
  std::string scheme;            // version scheme: "dpkg", "apk", "rpm"
  State state = State::kAffected;
  std::vector<VersionRange> ranges;        // OR-ed; empty with versions empty: every version
  std::vector<std::string> versions;       // exact versions, OR-ed with ranges
  std::vector<std::string> arches;         // empty: all
  std::string modularity;                  // "name:stream" of an rpm module; empty: not modular
  std::vector<std::string> cpes;           // Red Hat product / repository CPEs that it is about; empty: all
  Severity severity = Severity::kUnknown;  // what the vendor says for this package in this release
  std::string severity_text;               // the vendor's own word ("unimportant", "Important")
  std::string note;                        // the vendor's reason (nodsa_reason, notes)
  std::vector<Import> imports;             // of the package, where the flaw is; empty: not known

  bool operator==(const Advisory&) const = default;
};

struct Cvss {
  std::string version;  // "2.0", "3.0", "3.1", "4.0"
  std::string vector;
  double score = 0;    // 0 when not given
  std::string source;  // "debian", "nvd", "redhat", ...

  bool operator==(const Cvss&) const = default;
};

// What is known about a vulnerability apart from any package.
struct Vulnerability {
  std::string id;
  std::vector<std::string> aliases;
  std::string title;                // one line, may be empty
  std::string description;          // first 4 KiB
  std::string published, modified;  // RFC 3339 or empty
  std::vector<Cvss> cvss;
  std::vector<std::string> references;  // URLs, at most 20
  std::vector<std::string> cwes;
  bool withdrawn = false;

  bool operator==(const Vulnerability&) const = default;
};

}  // namespace batten::model
