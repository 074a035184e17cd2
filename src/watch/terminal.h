// SPDX-License-Identifier: Apache-2.0
//
// The terminal that this process runs in, taken over for a view: another screen, no echo, keys one by one. It is given back as it was when
// the object goes, and by signals that end the process too. At most one at a time.
#pragma once

#include <termios.h>

#include <string>
#include <string_view>

#include "base/result.h"
#include "watch/cell_text.h"
#include "watch/top_screen.h"

namespace batten::watch {

class Terminal {
 public:
  // unsupported: standard input and output are no terminal, or one that can't move its cursor (TERM=dumb).
  static Result<Terminal> open();
  Terminal(Terminal&& other) noexcept;
  Terminal& operator=(Terminal&&) = delete;
  Terminal(const Terminal&) = delete;
  ~Terminal();

  // As it is now.
  ScreenSize size() const;
  // What was typed since, empty: nothing. False: the terminal is gone.
  bool read(std::string& bytes);
  // False: it is gone.
  bool write(std::string_view bytes);
  // Gives it back, stops this process as ^Z does, and takes it over anew when it goes on.
  void suspend();

 private:
  explicit Terminal(const termios& before) : before_(before) {}
  void take_over();
  void give_back();

  termios before_{};
  bool ours_ = false;
};

// What the locale allows.
Letters terminal_letters();

}  // namespace batten::watch
