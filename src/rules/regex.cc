// SPDX-License-Identifier: Apache-2.0
#include "rules/regex.h"

#include <re2/re2.h>

#include <algorithm>
#include <string>
#include <utility>

#include "base/format.h"
#include "base/text.h"

namespace batten::rules {
namespace {

constexpr std::int64_t kMaxProgramBytes = 8 << 20;

re2::RE2::Options options() {
  re2::RE2::Options out(re2::RE2::POSIX);
  out.set_log_errors(false);
  out.set_max_mem(kMaxProgramBytes);
  return out;
}

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

struct Regex::Impl {
  re2::RE2 pattern;
  explicit Impl(std::string_view text) : pattern(piece(text), options()) {}
};

Regex::Regex(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Regex::~Regex() = default;
Regex::Regex(Regex&&) noexcept = default;
Regex& Regex::operator=(Regex&&) noexcept = default;

Result<Regex> Regex::compile(std::string_view pattern) {
  auto impl = std::make_unique<Impl>(pattern);
  if (!impl->pattern.ok()) return Error{Code::kInvalidArgument, format("regex '{}': {}", base::printable(pattern), impl->pattern.error())};
  return Regex(std::move(impl));
}

bool Regex::matches(std::string_view text) const {
  const bool ascii = std::ranges::all_of(text, [](char c) { return c >= 0; });
  if (ascii) return re2::RE2::FullMatch(piece(text), impl_->pattern);
  return re2::RE2::FullMatch(base::to_utf8(text), impl_->pattern);
}

}  // namespace batten::rules
