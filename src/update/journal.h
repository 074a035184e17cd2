// SPDX-License-Identifier: Apache-2.0
//
// What an update is about to do, on disk before it is done: one file for each operation, appended and synced step by step, gone (moved to
// history) when the operation has ended. A process that is killed at any step leaves enough to finish it or take it back.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace batten::update {

struct JournalStep {
  std::string name;                           // "created", "renamed": about to be done
  std::map<std::string, std::string> values;  // what doing it or taking it back needs: container ids, names, file contents
  std::int64_t at_ms = 0;
};

// One redeployment that was begun.
struct Operation {
  std::string id;                            // of the operation: unique, sorts by time
  std::string subject;                       // Subject::id
  std::string target;                        // Target::name
  std::map<std::string, std::string> order;  // what was ordered, enough to go on
  std::vector<JournalStep> steps;

  const JournalStep* last(std::string_view name) const;
};

// One process at a time: the directory is locked.
class Journal {
 public:
  // directory is made (0700). conflict: another process has it.
  static Result<Journal> open(const std::string& directory);
  Journal(Journal&&) noexcept;
  Journal& operator=(Journal&&) noexcept;
  ~Journal();

  // Each is on the disk (fsync) when it comes back; an error means that the step must not be done.
  Result<Operation> begin(const std::string& subject, const std::string& target, std::map<std::string, std::string> order);
  Result<void> step(Operation& operation, std::string name, std::map<std::string, std::string> values = {});
  Result<void> end(const Operation& operation);

  // The id of the operation that was begun last by this process; empty: none.
  const std::string& last_begun() const;

  // What did not end. A last line that was cut is left away: its step was not done. corrupt: a file that can't be read at all.
  Result<std::vector<Operation>> unfinished() const;

 private:
  struct State;
  explicit Journal(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace batten::update
