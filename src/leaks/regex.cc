// SPDX-License-Identifier: Apache-2.0
#include "leaks/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <string>
#include <utility>

#include "base/format.h"

namespace batten::leaks {
namespace {

constexpr std::uint32_t kMaxSteps = 1'000'000;

// One a thread: a match needs room of its own.
struct Room {
  pcre2_match_data* data = pcre2_match_data_create(3, nullptr);
  pcre2_match_context* context = pcre2_match_context_create(nullptr);
  Room() {
    pcre2_set_match_limit(context, kMaxSteps);
    pcre2_set_depth_limit(context, 10'000);
  }
  ~Room() {
    pcre2_match_data_free(data);
    pcre2_match_context_free(context);
  }
  Room(const Room&) = delete;
  Room& operator=(const Room&) = delete;
};

}  // namespace

struct Regex::Impl {
  pcre2_code* code = nullptr;
  Impl() = default;
  ~Impl() { pcre2_code_free(code); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
};

Regex::Regex(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Regex::~Regex() = default;
Regex::Regex(Regex&&) noexcept = default;
Regex& Regex::operator=(Regex&&) noexcept = default;

Result<Regex> Regex::compile(std::string_view pattern) {
  auto impl = std::make_unique<Impl>();
  int error = 0;
  PCRE2_SIZE place = 0;
  impl->code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(pattern.data()), pattern.size(),
                             PCRE2_MULTILINE | PCRE2_NEVER_UTF | PCRE2_USE_OFFSET_LIMIT, &error, &place, nullptr);
  if (impl->code == nullptr) {
    char text[256] = {};
    pcre2_get_error_message(error, reinterpret_cast<PCRE2_UCHAR*>(text), sizeof text);
    return Error{Code::kInvalidArgument, format("pattern {}: at {}: {}", pattern, place, text)};
  }
  (void)pcre2_jit_compile(impl->code, PCRE2_JIT_COMPLETE);  // where the system forbids it, matching is interpreted
  return Regex(std::move(impl));
}

std::optional<Regex::Match> Regex::find(std::string_view text, std::size_t start, std::size_t begins_before) const {
  thread_local Room room;
  if (begins_before <= start) return std::nullopt;
  pcre2_set_offset_limit(room.context, begins_before == text.npos ? PCRE2_UNSET : begins_before - 1);
  int count = pcre2_match(impl_->code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), start, 0, room.data, room.context);
  if (count < 0) return std::nullopt;
  const PCRE2_SIZE* ends = pcre2_get_ovector_pointer(room.data);
  auto group = [&](std::uint32_t number) -> std::string_view {
    const PCRE2_SIZE from = ends[2 * number], to = ends[2 * number + 1];
    bool there = (count == 0 || static_cast<int>(number) < count) && from != PCRE2_UNSET;
    return there ? text.substr(from, to - from) : std::string_view();
  };
  return Match{group(0), group(1), group(2)};
}

}  // namespace batten::leaks
