// SPDX-License-Identifier: Apache-2.0
//
// What a person types, out of the bytes that a terminal sends: letters as UTF-8, keys without a letter as escape sequences (ECMA-48, as
// xterm and the Linux console send them).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace batten::watch {

enum class Key : unsigned char {
  kLetter,  // with its text
  kEnter,
  kTab,
  kBackTab,
  kBackspace,
  kEscape,
  kUp,
  kDown,
  kLeft,
  kRight,
  kPageUp,
  kPageDown,
  kHome,
  kEnd,
  kInterrupt,  // ^C
  kSuspend,    // ^Z
  kRedraw,     // ^L
};

struct KeyPress {
  Key key = Key::kLetter;
  std::string text = {};  // of kLetter: one letter

  bool operator==(const KeyPress&) const = default;
};

class KeyReader {
 public:
  using Clock = std::chrono::steady_clock;
  // An escape character that nothing follows for so long is the key.
  static constexpr std::chrono::milliseconds kPatience{40};

  // What was typed; a sequence that has not ended waits for its rest. Sequences that mean nothing here are left out.
  std::vector<KeyPress> read(std::string_view bytes, Clock::time_point now);

 private:
  // What one key takes of the bytes that wait; 0: its rest has to come.
  std::size_t take(std::vector<KeyPress>& out);
  std::size_t take_escape(std::vector<KeyPress>& out);

  std::string waiting_;
  Clock::time_point since_;
};

}  // namespace batten::watch
