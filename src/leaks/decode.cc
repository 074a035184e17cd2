// SPDX-License-Identifier: Apache-2.0
//
// Runs are found 64 characters at a time: a word of bits says which of them may be part of one, and a few shifts whether 20 of them stand
// together.
#include "leaks/decode.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <optional>

#include "base/base64.h"
#include "leaks/key_store.h"

namespace batten::leaks {
namespace {

constexpr std::size_t kMinRun = 20, kMaxRun = 4u << 20;
constexpr std::size_t kMinLine = 60;  // of wrapped base64
// Lines that make no sense together are tried again without the first of them: so often in all.
constexpr std::size_t kMaxJoins = 8;

enum : std::uint8_t { kHexDigit = 1, kBase64 = 2 };

constexpr std::array<std::uint8_t, 256> kClasses = [] {
  std::array<std::uint8_t, 256> out{};
  for (int c = '0'; c <= '9'; ++c) out[static_cast<std::size_t>(c)] = kHexDigit | kBase64;
  for (int c = 'a'; c <= 'z'; ++c) out[static_cast<std::size_t>(c)] = kBase64 | (c <= 'f' ? kHexDigit : 0);
  for (int c = 'A'; c <= 'Z'; ++c) out[static_cast<std::size_t>(c)] = kBase64 | (c <= 'F' ? kHexDigit : 0);
  for (char c : {'+', '/', '-', '_'}) out[static_cast<std::size_t>(c)] = kBase64;
  return out;
}();

bool in_class(char c, std::uint8_t wanted) { return (kClasses[static_cast<unsigned char>(c)] & wanted) != 0; }

// A bit for each of the first 64 characters that base64 uses.
std::uint64_t which(std::string_view text) {
  std::uint64_t bits = 0;
  std::size_t at = 0;
#ifdef __SSE2__
  const __m128i to_lower = _mm_set1_epi8(0x20), a = _mm_set1_epi8('a'), zero = _mm_set1_epi8('0'), most = _mm_set1_epi8(25);
  const __m128i nine = _mm_set1_epi8(9), plus = _mm_set1_epi8('+'), slash = _mm_set1_epi8('/');
  const __m128i minus = _mm_set1_epi8('-'), underscore = _mm_set1_epi8('_');
  for (; at + 16 <= text.size(); at += 16) {
    const __m128i c = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
    const __m128i letter = _mm_sub_epi8(_mm_or_si128(c, to_lower), a), digit = _mm_sub_epi8(c, zero);
    const __m128i word = _mm_or_si128(_mm_cmpeq_epi8(_mm_min_epu8(letter, most), letter), _mm_cmpeq_epi8(_mm_min_epu8(digit, nine), digit));
    const __m128i standard = _mm_or_si128(_mm_cmpeq_epi8(c, plus), _mm_cmpeq_epi8(c, slash));
    const __m128i for_urls = _mm_or_si128(_mm_cmpeq_epi8(c, minus), _mm_cmpeq_epi8(c, underscore));
    const __m128i in = _mm_or_si128(word, _mm_or_si128(standard, for_urls));
    bits |= static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(in))) << at;
  }
#endif
  for (; at < text.size(); ++at) bits |= std::uint64_t{in_class(text[at], kBase64)} << at;
  return bits;
}

bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b\x08"); }

std::optional<std::string> from_hex(std::string_view run) {
  if (run.size() % 2 != 0) return std::nullopt;
  std::string out;
  out.reserve(run.size() / 2);
  auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
  for (std::size_t i = 0; i < run.size(); i += 2) out.push_back(static_cast<char>(digit(run[i]) * 16 + digit(run[i + 1])));
  return out;
}

std::optional<std::string> from_base64(std::string run) {
  if (run.size() % 4 == 1) return std::nullopt;
  std::ranges::replace(run, '-', '+');
  std::ranges::replace(run, '_', '/');
  return base::unbase64(run);
}

constexpr std::array<std::int8_t, 256> kSixBits = [] {
  std::array<std::int8_t, 256> out{};
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t i = 0; i < kDigits.size(); ++i) out[static_cast<unsigned char>(kDigits[i])] = static_cast<std::int8_t>(i);
  out[static_cast<unsigned char>('-')] = 62;
  out[static_cast<unsigned char>('_')] = 63;
  return out;
}();

// Are the first twelve bytes characters, or what a gzip or a key store begins with? Long names and paths are runs too: one in a hundred
// thousand of them passes. At least kMinRun characters.
bool begins_readable(std::string_view run) {
  if (run.starts_with("H4sI")) return true;  // gzip
  // Java's magic numbers, DER.
  if (run.starts_with("/u3+") || run.starts_with("zs7O") || run.starts_with("MI")) {
    const std::optional<std::string> first = from_base64(std::string(run.substr(0, 16)));
    return first && begins_key_store(*first);
  }
  for (std::size_t i = 0; i < 16; i += 4) {
    unsigned bits = 0;
    for (std::size_t j = 0; j < 4; ++j) bits = bits << 6 | static_cast<unsigned>(kSixBits[static_cast<unsigned char>(run[i + j])]);
    for (int shift = 16; shift >= 0; shift -= 8) {
      const unsigned c = bits >> shift & 0xff;
      if ((c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c >= 0x7f) return false;
    }
  }
  return true;
}

class Runs {
 public:
  Runs(std::string_view text, std::size_t max_bytes, const std::function<void(const Decoded&)>& visit)
      : text_(text), left_(max_bytes), joins_left_(kMaxJoins * text.size()), visit_(visit) {}

  bool run() {
    std::size_t at = 0, behind = 0;  // characters of a run that end where the next 64 begin
    while (at < text_.size()) {
      const std::uint64_t bits = which(text_.substr(at, 64));
      const auto leading = static_cast<std::size_t>(std::countr_one(bits));
      std::uint64_t together = bits & bits >> 1;
      together &= together >> 2;
      together &= together >> 4;
      together &= together >> 8;
      together &= together >> 4;
      if (behind + leading < kMinRun && together == 0) {
        behind = static_cast<std::size_t>(std::countl_one(bits));
        at += 64;
        continue;
      }
      std::size_t begin = behind + leading >= kMinRun ? at - behind : at + static_cast<std::size_t>(std::countr_zero(together));
      std::size_t end = std::max(begin, at);
      while (end < text_.size() && in_class(text_[end], kBase64)) ++end;
      at = take(begin, end);
      behind = 0;
    }
    return whole_;
  }

 private:
  // Gives where to go on.
  std::size_t take(std::size_t begin, std::size_t end) {
    std::string_view run = text_.substr(begin, end - begin);
    if (std::ranges::all_of(run, [](char c) { return in_class(c, kHexDigit); })) {
      if (run.size() >= 2 * kMinRun) offer("hex", begin, end - begin, from_hex(run));
      return end;
    }
    if (!begins_readable(run)) return end;
    if (run.size() >= kMinLine && joins_left_ == 0) whole_ = false;
    if (run.size() >= kMinLine && joins_left_ > 0) {
      std::size_t wrapped_end = end;
      std::string joined = unwrapped(begin, end, wrapped_end);
      joins_left_ -= std::min(joins_left_, joined.size());
      // What stands below may be a word of its own, as long as it likes: "port: 1" below a value without padding.
      if (offer("base64", begin, wrapped_end - begin, from_base64(std::move(joined))) || wrapped_end == end) return wrapped_end;
    }
    offer("base64", begin, end - begin, from_base64(std::string(run)));
    return end;
  }

  // The run and the lines behind it, as long as they are full, and the last one. Such a line holds nothing else, but padding and what
  // closes a string.
  std::string unwrapped(std::size_t begin, std::size_t end, std::size_t& wrapped_end) const {
    std::string out(text_.substr(begin, end - begin));
    std::size_t width = out.size();
    while (out.size() < kMaxRun) {
      std::size_t line = wrapped_end;
      if (line < text_.size() && text_[line] == '\r') ++line;
      if (line >= text_.size() || text_[line] != '\n') break;
      ++line;
      while (line < text_.size() && (text_[line] == ' ' || text_[line] == '\t')) ++line;
      std::size_t line_end = line;
      while (line_end < text_.size() && in_class(text_[line_end], kBase64)) ++line_end;
      std::size_t length = line_end - line;
      if (length == 0 || length > width || text_.substr(line, 4) == "----") break;
      if (line_end < text_.size() && std::string_view("=\r\n\\\"'`<").find(text_[line_end]) == std::string_view::npos) break;
      out += text_.substr(line, length);
      wrapped_end = line_end;
      if (length < width) break;
    }
    return out;
  }

  // Does it decode to something to look at?
  bool offer(std::string_view coding, std::size_t offset, std::size_t length, std::optional<std::string> bytes) {
    if (!bytes || bytes->size() < kMinRun / 2 || !(is_readable(*bytes) || is_gzip(*bytes) || begins_key_store(*bytes))) return false;
    if (bytes->size() > left_) {
      whole_ = false;
      return true;
    }
    left_ -= bytes->size();
    visit_({coding, offset, length, std::move(*bytes)});
    return true;
  }

  std::string_view text_;
  std::size_t left_, joins_left_;
  const std::function<void(const Decoded&)>& visit_;
  bool whole_ = true;
};

// A word in which three characters or more are written as %XX.
void each_escaped(std::string_view text, const std::function<void(const Decoded&)>& visit) {
  auto escape_at = [&](std::size_t at) {
    return at + 2 < text.size() && text[at] == '%' && in_class(text[at + 1], kHexDigit) && in_class(text[at + 2], kHexDigit);
  };
  auto in_word = [](char c) { return static_cast<unsigned char>(c) > ' ' && c != '"' && c != '\'' && c != '<' && c != '>' && c != '`'; };
  std::size_t at = 0;
  while ((at = text.find('%', at)) != std::string_view::npos) {
    if (!escape_at(at)) {
      ++at;
      continue;
    }
    std::size_t begin = at, end = at, escapes = 0;
    while (begin > 0 && at - begin < 1024 && in_word(text[begin - 1])) --begin;
    while (end < text.size() && end - begin < 65536 && in_word(text[end])) ++end;
    std::string bytes;
    for (std::size_t i = begin; i < end; ++i) {
      if (escape_at(i) && i + 2 < end) {
        bytes += *from_hex(text.substr(i + 1, 2));
        i += 2;
        ++escapes;
      } else {
        bytes += text[i];
      }
    }
    if (escapes >= 2 && bytes.size() >= kMinRun / 2 && is_readable(bytes)) visit({"url", begin, end - begin, std::move(bytes)});
    at = std::max(end, at + 1);
  }
}

}  // namespace

bool is_readable(std::string_view bytes) {
  std::size_t odd = 0;
  for (char one : bytes) {
    const auto c = static_cast<unsigned char>(one);
    if (c == 0) return false;
    odd += (c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c >= 0x7f ? 1 : 0;
  }
  return odd * 20 <= bytes.size();
}

bool each_decoded(std::string_view text, std::size_t max_bytes, const std::function<void(const Decoded&)>& visit) {
  bool whole = Runs(text, max_bytes, visit).run();
  each_escaped(text, visit);
  return whole;
}

Utf16 utf16_of(std::string_view head) {
  if (head.size() < 8) return Utf16::kNo;
  if (head.starts_with("\xff\xfe") && head.substr(2, 2) != std::string_view("\0\0", 2)) return Utf16::kLittle;
  if (head.starts_with("\xfe\xff")) return Utf16::kBig;
  head = head.substr(0, 512);
  std::size_t zeros[2] = {0, 0};
  for (std::size_t i = 0; i < head.size(); ++i) zeros[i % 2] += head[i] == '\0' ? 1 : 0;
  const std::size_t half = head.size() / 2;
  if (zeros[1] * 10 >= half * 9 && zeros[0] == 0) return Utf16::kLittle;
  if (zeros[0] * 10 >= half * 9 && zeros[1] == 0) return Utf16::kBig;
  return Utf16::kNo;
}

std::string from_utf16(std::string_view bytes, Utf16 order) {
  std::string out;
  out.reserve(bytes.size() / 2);
  const std::size_t low = order == Utf16::kBig ? 1 : 0;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const auto unit =
        static_cast<unsigned>(static_cast<unsigned char>(bytes[i + low]) | static_cast<unsigned char>(bytes[i + 1 - low]) << 8);
    if (unit == 0xfeff) continue;
    if (unit < 0x80) {
      out += static_cast<char>(unit);
    } else if (unit < 0x800) {
      out += static_cast<char>(0xc0 | unit >> 6);
      out += static_cast<char>(0x80 | (unit & 0x3f));
    } else {  // halves of a pair stay apart: no secret has such characters
      out += static_cast<char>(0xe0 | unit >> 12);
      out += static_cast<char>(0x80 | (unit >> 6 & 0x3f));
      out += static_cast<char>(0x80 | (unit & 0x3f));
    }
  }
  return out;
}

}  // namespace batten::leaks
