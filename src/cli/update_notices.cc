// SPDX-License-Identifier: Apache-2.0
#include "cli/update_notices.h"

#include <chrono>

#include "alert/output_config.h"
#include "base/time.h"
#include "update/approvals.h"
#include "update/notice.h"
#include "watch/surroundings.h"

namespace batten::cli {
namespace {

constexpr std::chrono::seconds kPatience{10};

}  // namespace

Result<UpdateNotices> UpdateNotices::open(const Arguments& arguments) {
  UpdateNotices out;
  out.hostname_ = watch::own_hostname();
  const auto given = arguments.options.find("notify");
  if (given == arguments.options.end()) return out;
  std::vector<alert::OutputConfig> outputs;
  for (const std::string& one : given->second) outputs.push_back(TRY_IN("--notify", alert::parse_output(one)));
  alert::DispatchOptions options;
  options.state_directory = update::state_directory() + "/notices";
  out.dispatcher_ = TRY(alert::Dispatcher::start(outputs, options));
  return out;
}

void UpdateNotices::tell(const update::HistoryEntry& entry) {
  if (dispatcher_) dispatcher_->dispatch(update::notice_of(entry, hostname_));
}

void UpdateNotices::tell(const update::Plan& plan) {
  if (!dispatcher_) return;
  for (const update::Proposal& proposal : plan.proposals) {
    model::Alert notice = update::notice_of(proposal, base::now_seconds(), hostname_);
    std::string& last = told_[proposal.subject.id];
    const std::string said = notice.rule.empty() ? std::string() : notice.rule + "\n" + notice.output;
    if (said == last) continue;
    last = said;
    if (!said.empty()) dispatcher_->dispatch(std::move(notice));
  }
}

void UpdateNotices::flush() {
  if (dispatcher_) (void)dispatcher_->flush(kPatience);
}

}  // namespace batten::cli
