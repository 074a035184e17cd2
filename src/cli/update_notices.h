// SPDX-License-Identifier: Apache-2.0
//
// Where updates are told of: the outputs that alerts can go to.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "alert/dispatcher.h"
#include "base/result.h"
#include "cli/command.h"
#include "update/history.h"
#include "update/plan.h"

namespace batten::cli {

inline constexpr OptionSpec kNoticeOptions[] = {
    {"--notify", "KIND=TARGET", "tell of updates there, as alerts of the monitor: slack, http, alertmanager, command, file, ...", true},
};

class UpdateNotices {
 public:
  static Result<UpdateNotices> open(const Arguments& arguments);

  void tell(const update::HistoryEntry& entry);
  // Of each proposal once, until it says something else.
  void tell(const update::Plan& plan);
  // What was sent is sent, or waits for the next run.
  void flush();

 private:
  std::unique_ptr<alert::Dispatcher> dispatcher_;  // null: nobody wants to know
  std::string hostname_;
  std::map<std::string, std::string> told_;  // what was said last, by subject
};

}  // namespace batten::cli
