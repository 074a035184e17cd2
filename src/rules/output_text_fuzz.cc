// SPDX-License-Identifier: Apache-2.0
//
// Outputs of rules: any text is either refused or has fields that are there; patterns take any text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "rules/output_text.h"
#include "rules/pattern.h"
#include "rules/regex.h"
#include "rules/text_set.h"

int output_text_fuzz(const std::uint8_t* data, std::size_t size);

int output_text_fuzz(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  batten::rules::ReadingTable readings;
  if (auto parts = batten::rules::parse_output(text, readings)) {
    for (const batten::rules::OutputPart& part : *parts) {
      if (part.reading != batten::rules::kNoReading && part.reading >= readings.size()) std::abort();
      if (part.text.empty()) std::abort();
    }
  }
  const std::size_t half = size / 2;
  const std::string_view pattern = text.substr(0, half), subject = text.substr(half);
  // A text with its special characters taken out matches itself.
  if (!batten::rules::is_glob(subject) && !batten::rules::glob_matches(subject, subject)) std::abort();
  (void)batten::rules::glob_matches(pattern, subject, {.any_case = true, .stops_at_slash = true});
  batten::rules::PathTree paths;
  paths.add(pattern);
  (void)paths.matches(subject);
  if (size < 256) {
    if (auto regex = batten::rules::Regex::compile(pattern)) (void)regex->matches(subject);
  }
  return 0;
}
