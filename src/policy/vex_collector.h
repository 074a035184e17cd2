// SPDX-License-Identifier: Apache-2.0
//
// What the parsers of VEX documents fill: statements that are complete, and why others are not, within limits.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/note.h"
#include "policy/vex_statement.h"

namespace batten::policy {

class VexCollector {
 public:
  explicit VexCollector(std::string source) : source_(std::move(source)) {}

  // A statement without vulnerability or product is skipped, and so is one that says "not_affected" without saying why.
  void add(VexStatement statement);
  void skip(std::string_view place, std::string_view why);
  // May another reference to a product be followed, another component be kept? Counts it. At the limit there is a note.
  bool take();
  bool take(const VexComponent& component);
  // No take() succeeds any more: what is left need not be looked at.
  bool full() const { return full_; }

  std::vector<VexStatement> take_statements() { return std::move(statements_); }
  // The first few of what was skipped one by one, then how many more.
  base::Notes notes() const;

 private:
  std::string source_;
  std::vector<VexStatement> statements_;
  base::Notes skipped_;
  std::size_t skipped_count_ = 0, taken_ = 0, taken_bytes_ = 0;
  bool full_ = false;
};

// Texts that are none, of another kind or too long add nothing; nor does what comes after the first few.
void add_purl(VexComponent& component, std::string_view text);
void add_cpe(VexComponent& component, std::string_view text);
// algorithm: "sha-256", "sha256", "SHA-256"; others are left aside.
void add_digest(VexComponent& component, std::string_view algorithm, std::string_view hex);

// At most 2000 bytes of a text of the document, valid UTF-8.
std::string vex_text(std::string_view text);

}  // namespace batten::policy
