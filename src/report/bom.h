// SPDX-License-Identifier: Apache-2.0
//
// A report as a software bill of materials, before it has a format: what CycloneDX (ECMA-424) and SPDX documents have in common. Plain
// values; what a document calls a time is the image's own, so that the same image gives the same bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/report.h"

namespace batten::report {

struct BomLicense {
  enum class Kind : unsigned char { kId, kExpression, kName };
  Kind kind = Kind::kName;
  std::string text;  // an id as the SPDX list writes it
};

struct BomProperty {
  std::string name, value;  // "batten:layer"
};

struct BomComponent {
  std::string reference;  // unique in the document, printable ASCII without blanks
  std::string type;       // "library", "operating-system", "container", "file"
  std::string name, version, description;
  std::string supplier, publisher;  // who distributes it; who packaged it ("Name <address>")
  std::string sha256;               // hex; of an image: its manifest's or else its configuration's digest
  std::vector<BomLicense> licenses;
  std::string purl;  // printable ASCII without blanks, or empty
  std::vector<BomProperty> properties;
};

struct BomRating {
  std::string source, severity, method, vector;  // method "CVSSv31", "other"; severity a word of CycloneDX or empty
  std::optional<double> score;
};

struct BomAffected {
  std::string reference, version;
  std::string_view status;  // "affected", "unaffected", "unknown"
};

// Findings of one vulnerability that say the same of several packages.
struct BomVulnerability {
  std::string id, source, title, description, recommendation;
  std::string published;  // RFC 3339 or empty
  std::vector<BomRating> ratings;
  std::vector<std::string> aliases, advisories;  // addresses
  std::string analysis_state;                    // "not_affected", "in_triage" or empty
  std::string analysis_response;                 // "will_not_fix", "update" or empty
  std::string analysis_detail;
  std::vector<BomAffected> affects;
  std::vector<BomProperty> properties;
};

struct Bom {
  BomComponent subject;
  std::optional<BomComponent> system;    // the distribution
  std::vector<BomComponent> components;  // one per package of the report, in its order
  std::vector<BomVulnerability> vulnerabilities;
  std::vector<std::string> not_read;
  bool incomplete = false;  // something was not read
  std::string created;      // the image's time as 2026-11-24T09:39:00Z; 1970 when it tells none
};

Bom bom_of(const model::Report& report);

// RFC 9562 version 8 (free form) from a hash of the text.
std::string content_uuid(std::string_view text);

}  // namespace batten::report
