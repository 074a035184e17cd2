// SPDX-License-Identifier: Apache-2.0
#include "watch/terminal_keys.h"

#include <algorithm>

#include "base/text.h"

namespace batten::watch {
namespace {

constexpr std::size_t kLongestSequence = 32;

// The last byte of a sequence that begins with ESC [ or ESC O.
std::optional<Key> key_of(char last, std::string_view parameters) {
  switch (last) {
    case 'A': return Key::kUp;
    case 'B': return Key::kDown;
    case 'C': return Key::kRight;
    case 'D': return Key::kLeft;
    case 'H': return Key::kHome;
    case 'F': return Key::kEnd;
    case 'Z': return Key::kBackTab;
    case 'M': return Key::kEnter;  // of the number pad, after ESC O
    default: break;
  }
  if (last != '~') return std::nullopt;
  const std::string_view number = parameters.substr(0, std::min(parameters.find(';'), parameters.size()));
  if (number == "1" || number == "7") return Key::kHome;
  if (number == "4" || number == "8") return Key::kEnd;
  if (number == "5") return Key::kPageUp;
  if (number == "6") return Key::kPageDown;
  return std::nullopt;
}

std::optional<Key> control_key(unsigned char byte) {
  switch (byte) {
    case 0x03: return Key::kInterrupt;
    case 0x08:
    case 0x7F: return Key::kBackspace;
    case '\t': return Key::kTab;
    case '\n':
    case '\r': return Key::kEnter;
    case 0x0C: return Key::kRedraw;
    case 0x1A: return Key::kSuspend;
    default: return std::nullopt;
  }
}

}  // namespace

std::vector<KeyPress> KeyReader::read(std::string_view bytes, Clock::time_point now) {
  std::vector<KeyPress> out;
  if (waiting_.empty() || !bytes.empty()) since_ = now;
  waiting_ += bytes;
  while (!waiting_.empty()) {
    std::size_t taken = take(out);
    if (taken == 0 && waiting_.size() <= kLongestSequence && now - since_ < kPatience) return out;
    if (taken == 0) {  // its rest does not come
      if (waiting_ == "\x1B") out.push_back({Key::kEscape});
      taken = waiting_.size();
    }
    waiting_.erase(0, taken);
  }
  return out;
}

std::size_t KeyReader::take(std::vector<KeyPress>& out) {
  const auto first = static_cast<unsigned char>(waiting_[0]);
  if (first == 0x1B) return take_escape(out);
  if (first < 0x20 || first == 0x7F) {
    if (const std::optional<Key> key = control_key(first)) out.push_back({*key});
    return 1;
  }
  const std::size_t length = first < 0x80 ? 1 : first < 0xC0 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF8 ? 4 : 0;
  if (length == 0) return 1;
  if (waiting_.size() < length) return 0;
  std::string letter = waiting_.substr(0, length);
  if (base::to_utf8(letter) != letter) return 1;
  out.push_back({Key::kLetter, std::move(letter)});
  return length;
}

std::size_t KeyReader::take_escape(std::vector<KeyPress>& out) {
  if (waiting_.size() < 2) return 0;
  if (waiting_[1] != '[' && waiting_[1] != 'O') {
    // The key, and another one typed after it; or a letter with Alt, which means nothing here.
    out.push_back({Key::kEscape});
    return 1;
  }
  std::size_t at = 2;
  while (at < waiting_.size() && waiting_[at] >= 0x20 && waiting_[at] < 0x40) ++at;
  if (at == waiting_.size()) return 0;
  if (const std::optional<Key> key = key_of(waiting_[at], std::string_view(waiting_).substr(2, at - 2))) out.push_back({*key});
  return at + 1;
}

}  // namespace batten::watch
