// SPDX-License-Identifier: Apache-2.0
//
// A form in which VEX statements are written. One file in vex/ per form.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/note.h"
#include "base/result.h"
#include "policy/vex_collector.h"
#include "policy/vex_statement.h"

namespace batten::policy {

struct VexExample {
  std::string_view document;
  std::string_view says;  // of the first statement: "CVE-2099-0001 not_affected vulnerable_code_not_present pkg:deb/debian/zlib1g"
};

struct VexFormat {
  std::string_view name;   // "openvex"
  std::string_view title;  // "OpenVEX", for messages
  std::string_view summary;
  bool (*recognises)(json::View root);
  // The document's bytes come from anywhere: what is broken is skipped and said.
  void (*parse)(json::View root, VexCollector& out);
  std::span<const VexExample> examples;
};

std::span<const VexFormat* const> all_vex_formats();

// All statements of a document of any form, in its order; of an attestation those of its predicate. file names it in messages. corrupt when
// it is no JSON, limit when it is too large or deep, unsupported when no form is recognised.
Result<std::vector<VexStatement>> read_vex(std::string_view file, std::string_view bytes, base::Notes& notes);

}  // namespace batten::policy
