// SPDX-License-Identifier: Apache-2.0
//
// In which containers programs that are not in the image are refused while the monitor runs, and the alerts about them.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "metrics/registry.h"
#include "model/alert.h"
#include "model/running_container.h"
#include "monitor/drift_denial.h"
#include "watch/response_options.h"

namespace batten::watch {

class DriftGuard {
 public:
  // As DriftDenial::open. registry: must outlive this.
  static Result<std::unique_ptr<DriftGuard>> start(const ResponseOptions& options, metrics::Registry& registry);
  DriftGuard(std::vector<std::string> names, std::unique_ptr<monitor::DriftDenial> denial, metrics::Registry& registry);

  // In words, how programs are denied.
  std::string means() const { return denial_->means(); }
  // A container runs, or more is known of it.
  void container(std::uint64_t cgroup, const model::RunningContainer& container);
  void gone(std::uint64_t cgroup);
  // Alerts about what was refused since, without the host's name.
  std::vector<model::Alert> take(std::uint64_t time_ns);
  base::Notes take_notes() { return denial_->take_notes(); }

 private:
  std::vector<std::string> names_;
  std::unique_ptr<monitor::DriftDenial> denial_;
  metrics::Family<metrics::Counter>& counter_;
  std::map<std::uint64_t, model::RunningContainer> guarded_;  // by the cgroup it was seen by first
};

}  // namespace batten::watch
