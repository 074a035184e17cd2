// SPDX-License-Identifier: Apache-2.0
//
// Secrets from their providers to a command: into files of a place in memory, or variables where that is asked for; kept fresh on a thread
// of their own while the command runs.
#pragma once

#include <signal.h>  // NOLINT: sigset_t

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <semaphore>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/fd.h"
#include "base/result.h"
#include "base/secret_bytes.h"
#include "secrets/request.h"
#include "secrets/rotation.h"
#include "secrets/sessions.h"
#include "secrets/tmpfs.h"

namespace batten::secrets {

// What happens to a command when a value of its has changed.
struct OnChange {
  enum class Kind : std::uint8_t { kNothing, kSignal, kRestart } kind = Kind::kNothing;
  int signal = 0;
};
// "none", "restart", "signal:HUP", "signal:SIGUSR1", "signal:10".
Result<OnChange> parse_on_change(std::string_view text);

class Delivery {
 public:
  Delivery(std::vector<Request> requests, Place place, Surroundings surroundings, RotationOptions options);
  // Leases are revoked.
  ~Delivery();
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;

  Sessions& sessions() { return sessions_; }
  // Before begin(): how a file is written, instead of as a new one below the place.
  void write_with(Rotation::Deliver write) { write_ = std::move(write); }
  // All values, once. After an error nothing must be started.
  Result<void> begin();
  // The same in a thread, until one of those signals comes, which the caller has blocked: its number, 0 when all values are there. After a
  // signal none is written any more, what was written is gone from the place, and the process must end by _exit: the thread goes on.
  Result<int> begin_unless(const sigset_t& signals);

  // "NAME=value" for a child: without variables of providers, with NAME_FILE for each file and NAME for each variable. Overwritten by who
  // gets it.
  std::vector<std::string> environment() const;
  Place& place() { return place_; }

  // Asks again in a thread, until end(). changed: the names, after their files are there. told: for people.
  void keep_fresh(std::function<void(const std::vector<const Request*>&)> changed, std::function<void(const std::string&)> told);
  // False when a provider did not answer within that time: the process must then end by _exit, for the thread goes on.
  bool stop(std::chrono::milliseconds patience);
  // One step by hand, where no thread is wanted.
  RotationStep step();
  std::vector<Delivered> delivered() const;
  const std::vector<Request>& requests() const { return rotation_.requests(); }
  // Stops, and revokes; what could not be, for people.
  std::vector<std::string> end(std::chrono::milliseconds patience = std::chrono::seconds(5));
  bool is_stuck() const { return stuck_; }
  // What was leased is for somebody who lives on: nothing is revoked.
  void leave_leases() { leave_leases_ = true; }

 private:
  Result<void> deliver(const Request& request, std::string_view value);

  Place place_;
  Sessions sessions_;
  Rotation::Deliver write_;
  mutable std::mutex values_mutex_;  // of variables_ and paths_, and of what is in the place
  std::map<std::string, base::SecretBytes> variables_;
  std::map<std::string, std::string> paths_;
  mutable std::mutex mutex_;  // of rotation_, held while a provider is asked
  Rotation rotation_;
  std::condition_variable_any woken_;
  std::binary_semaphore ended_{0};  // by the thread, when it does nothing more
  base::Fd begun_event_;
  Result<void> begun_;
  bool stuck_ = false, leave_leases_ = false;
  std::jthread thread_;
};

}  // namespace batten::secrets
