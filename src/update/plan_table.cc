// SPDX-License-Identifier: Apache-2.0
#include "update/plan_table.h"

#include <algorithm>
#include <array>

#include "base/format.h"
#include "base/text.h"
#include "base/time.h"
#include "report/style.h"
#include "update/gate.h"
#include "update/plan_json.h"
#include "update/vulnerabilities.h"

namespace batten::update {
namespace {

using report::Colour;

constexpr std::size_t kIndent = 10, kMostPassedOver = 3;

struct Kind {
  Decision decision;
  std::string_view label;  // before a proposal
  std::string_view count;  // in the first line
  Colour colour;
};

// In the order in which they are shown.
constexpr std::array<Kind, 7> kKinds = {{{Decision::kUpdate, "update", "to update", Colour::kYellow},
                                         {Decision::kRebuild, "rebuild", "to rebuild", Colour::kYellow},
                                         {Decision::kWait, "wait", "waiting", Colour::kCyan},
                                         {Decision::kRefused, "refused", "refused", Colour::kRed},
                                         {Decision::kNoImageYet, "no image", "without an image yet", Colour::kYellow},
                                         {Decision::kUnknown, "unknown", "not known", Colour::kRed},
                                         {Decision::kCurrent, "current", "current", Colour::kGreen}}};

class Table {
 public:
  Table(const Plan& plan, const TableOptions& options)
      : plan_(plan), options_(options), style_(options.color), width_(static_cast<std::size_t>(std::clamp(options.width, 50, 160))) {}

  std::string write() {
    first_line();
    for (const Kind& kind : kKinds) {
      for (const Proposal& proposal : plan_.proposals) {
        if (proposal.decision != kind.decision) continue;
        if (kind.decision == Decision::kCurrent && !options_.all) {
          current_line(proposal, kind);
        } else {
          block(proposal, kind);
        }
      }
    }
    return std::move(out_);
  }

 private:
  void first_line() {
    std::string counts;
    for (const Kind& kind : kKinds) {
      auto count = std::ranges::count(plan_.proposals, kind.decision, &Proposal::decision);
      if (count > 0) counts += format("{}{} {}", counts.empty() ? "" : ", ", count, kind.count);
    }
    std::string text = format("plan {}: {}", plan_.id, counts.empty() ? "nothing runs here" : counts);
    for (const std::string& part : report::wrap(text, width_)) out_ += part + "\n";
  }

  void current_line(const Proposal& proposal, const Kind& kind) {
    if (!current_began_) out_ += '\n';
    current_began_ = true;
    std::size_t names = std::min<std::size_t>(30, width_ / 4);
    out_ += style_.paint(kind.colour, report::pad(kind.label, kIndent)) + report::pad(proposal.subject.name, names) + "  " +
            report::fit(report::one_line(proposal.subject.image + ": " + proposal.why), width_ - kIndent - names - 2) + "\n";
  }

  void block(const Proposal& proposal, const Kind& kind) {
    const Subject& subject = proposal.subject;
    std::string step = base::printable(subject.image);
    if (proposal.chosen) {
      const Candidate& chosen = proposal.candidates[*proposal.chosen];
      step += chosen.same_tag ? format(" -> {}", chosen.digest.short_text()) : format(" -> {}", base::printable(chosen.tag));
    }
    out_ += "\n" + style_.paint(kind.colour, report::pad(kind.label, kIndent)) + style_.paint(Colour::kBold, base::printable(subject.name));
    std::size_t used = kIndent + base::display_width(base::printable(subject.name)) + 2;
    if (used + base::display_width(step) <= width_) {
      out_ += "  " + step + "\n";
    } else {
      out_ += "\n";
      line(step);
    }
    line(proposal.why);
    if (proposal.chosen) line(chosen_text(proposal.candidates[*proposal.chosen]));
    passed_over(proposal);
    if (!proposal.subject.dependents.empty() && proposal.chosen) line("depend on it: " + base::join(proposal.subject.dependents, ", "));
    for (const std::string& advice : proposal.advice) line(advice);
    if (options_.all) everything(proposal);
  }

  std::string chosen_text(const Candidate& chosen) const {
    std::string out = format("removes {}; brings {}", counted(chosen.removes), counted(chosen.brings));
    if (chosen.created > 0) out += format("; made {} ago", age_text(plan_.made - chosen.created));
    if (chosen.size > 0) out += "; " + base::human_size(chosen.size);
    switch (chosen.verification.state) {
      case Verified::kVerified: out += "; signed by " + base::printable(chosen.verification.by); break;
      case Verified::kFailed: out += "; its signature is wrong"; break;
      case Verified::kNotChecked: out += "; signature not verified"; break;
    }
    return out;
  }

  void passed_over(const Proposal& proposal) {
    std::size_t shown = 0, left = 0;
    for (std::size_t i = 0; i < proposal.candidates.size(); ++i) {
      const Candidate& candidate = proposal.candidates[i];
      if (candidate.unusable.empty() || proposal.why.contains(candidate.unusable) || options_.all) continue;
      if (shown++ < kMostPassedOver) {
        line(format("passed over {}: {}", candidate.tag, candidate.unusable));
      } else {
        ++left;
      }
    }
    if (left > 0) line(format("passed over {} more (--all)", left));
  }

  void everything(const Proposal& proposal) {
    for (const Candidate& candidate : proposal.candidates) {
      std::string what = !candidate.unusable.empty() ? candidate.unusable : candidate.facts ? chosen_text(candidate) : "not looked at";
      line(format("candidate {}{}: {}", candidate.tag, candidate.same_tag ? " (moved)" : "", what));
    }
    if (!proposal.running) return;
    for (const Vulnerability& one : proposal.running->vulnerabilities) {
      bool gone = proposal.chosen && has(proposal.candidates[*proposal.chosen].removes, one);
      line(format("{} {} {}{}{}", model::severity_name(one.severity), one.id, one.package,
                  one.fixed_version.empty() ? "" : ", fixed in " + one.fixed_version, gone ? ": removed" : ""));
    }
  }

  void line(const std::string& text) {
    for (const std::string& part : report::wrap(base::printable(text), width_ - kIndent)) out_ += std::string(kIndent, ' ') + part + "\n";
  }

  const Plan& plan_;
  const TableOptions& options_;
  report::Style style_;
  std::size_t width_;
  std::string out_;
  bool current_began_ = false;
};

}  // namespace

std::string plan_table(const Plan& plan, const TableOptions& options) { return Table(plan, options).write(); }

}  // namespace batten::update
