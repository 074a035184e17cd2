// SPDX-License-Identifier: Apache-2.0
#include "update/approvals.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>

#include "base/fd.h"
#include "base/file.h"
#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "update/settings_read.h"

namespace batten::update {
namespace {

constexpr std::uint64_t kMaxBytes = 8u << 20;
constexpr std::size_t kMostPlans = 100;

std::string line_of(const Approval& approval) {
  json::Writer out(0);
  out.begin_object().member("plan", approval.plan).member("subject", approval.subject).member("reference", approval.reference);
  out.member("digest", approval.digest.text()).member("policy", approval.policy).member("at", approval.at).member_if("by", approval.by);
  out.end_object();
  return out.take() + "\n";
}

std::string user_name() {
  if (const passwd* user = ::getpwuid(::getuid()); user != nullptr && user->pw_name != nullptr) return user->pw_name;
  return format("user {}", ::getuid());
}

bool is_plan_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 &&
         std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// Waiting plans pile up when nobody approves them: the oldest go.
void remove_old_plans(const std::string& directory) {
  auto names = base::list_directory(directory);
  if (!names || names->size() <= kMostPlans) return;
  std::vector<std::pair<std::int64_t, std::string>> plans;
  for (const std::string& name : *names) {
    auto text = base::read_file(directory + "/" + name, kMaxBytes);
    auto approvals = text ? parse_approvals(*text) : std::vector<Approval>();
    plans.emplace_back(approvals.empty() ? 0 : approvals[0].at, directory + "/" + name);
  }
  std::ranges::sort(plans);
  for (std::size_t i = 0; i + kMostPlans < plans.size(); ++i) (void)::unlink(plans[i].second.c_str());
}

}  // namespace

std::string state_directory() {
  if (std::string given = base::environment("BATTEN_STATE_DIR"); !given.empty()) return given + "/update";
  if (::geteuid() == 0) return "/var/lib/batten/update";
  if (std::string state = base::environment("XDG_STATE_HOME"); !state.empty()) return state + "/batten/update";
  return base::environment("HOME") + "/.local/state/batten/update";
}

std::vector<Approval> parse_approvals(std::string_view text) {
  std::vector<Approval> out;
  base::each_line(text, [&](std::string_view line) {
    auto document = json::Document::parse(line, {.max_bytes = 1u << 16, .max_depth = 5});
    if (!document) return;
    Approval approval;
    approval.plan = (*document)["plan"].string();
    approval.subject = (*document)["subject"].string();
    approval.reference = (*document)["reference"].string();
    approval.digest = model::Digest::parse((*document)["digest"].string()).value_or(model::Digest());
    approval.policy = (*document)["policy"].string();
    approval.at = (*document)["at"].integer().value_or(0);
    approval.by = (*document)["by"].string();
    if (!approval.subject.empty() && !approval.digest.empty() && !approval.policy.empty()) out.push_back(std::move(approval));
  });
  return out;
}

Result<Approvals> Approvals::read(const std::string& directory) {
  Approvals out;
  auto text = base::read_file(directory + "/approvals", kMaxBytes);
  if (!text && text.error().code == Code::kNotFound) return out;
  if (!text) return base::in_context("approvals", text.error());
  out.all_ = parse_approvals(*text);
  return out;
}

bool Approvals::has(const std::string& subject, const model::Digest& digest, const std::string& policy) const {
  return std::ranges::any_of(all_, [&](const Approval& approval) {
    return approval.subject == subject && approval.digest == digest && approval.policy == policy;
  });
}

Result<void> keep_plan(const std::string& directory, const Plan& plan) {
  std::string lines;
  for (const Proposal& proposal : plan.proposals) {
    if (!proposal.settings.needs_approval) continue;
    if (proposal.rebuild)
      lines += line_of({plan.id, proposal.subject.id, "a new build of " + proposal.subject.image, build_key(proposal),
                        settings_hash(proposal.settings), plan.made, ""});
    if (!proposal.chosen) continue;
    const Candidate& chosen = proposal.candidates[*proposal.chosen];
    lines += line_of({plan.id, proposal.subject.id, chosen.reference, chosen.digest, settings_hash(proposal.settings), plan.made, ""});
  }
  if (lines.empty()) return {};
  TRY(base::write_file_atomic(format("{}/plans/{}.json", directory, plan.id), lines));
  remove_old_plans(directory + "/plans");
  return {};
}

Result<std::vector<Approval>> approve_plan(const std::string& directory, const std::string& plan_id, std::int64_t now) {
  if (!is_plan_id(plan_id)) return Error{Code::kInvalidArgument, format("'{}' is no id of a plan", base::printable(plan_id))};
  auto text = base::read_file(format("{}/plans/{}.json", directory, plan_id), kMaxBytes);
  if (!text && text.error().code == Code::kNotFound)
    return Error{Code::kNotFound, format("no plan {} waits for approval: batten update shows the plan as it is now", plan_id)};
  std::vector<Approval> waiting = parse_approvals(TRY(std::move(text)));
  if (waiting.empty()) return Error{Code::kCorrupt, format("plan {} can't be read", plan_id)};
  TRY(base::make_directories(directory));
  base::Fd file(::open((directory + "/approvals").c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600));
  if (!file.valid()) return base::errno_error(directory + "/approvals", errno);
  std::string lines;
  for (Approval& approval : waiting) {
    approval.at = now;
    approval.by = user_name();
    lines += line_of(approval);
  }
  if (::flock(file.get(), LOCK_EX) != 0) return base::errno_error(directory + "/approvals", errno);
  TRY_IN(directory + "/approvals", base::write_all(file.get(), lines));
  if (::fsync(file.get()) != 0) return base::errno_error(directory + "/approvals", errno);
  return waiting;
}

}  // namespace batten::update
