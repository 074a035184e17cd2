// SPDX-License-Identifier: Apache-2.0
#include "update/notice.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace batten::update {
namespace {

HistoryEntry entry(Outcome outcome) {
  HistoryEntry out;
  out.at = 1'764'000'000;
  out.subject = "compose/shop/web";
  out.from = "r.example/app:1";
  out.to = "r.example/app:2";
  out.outcome = outcome;
  out.result = "healthy after 3 s";
  out.removed = {"CVE-2024-5535 openssl"};
  return out;
}

const model::AlertValue* field(const model::Alert& alert, std::string_view name) {
  const auto found = std::ranges::find(alert.fields, name, &std::pair<std::string, model::AlertValue>::first);
  return found == alert.fields.end() ? nullptr : &found->second;
}

TEST(Notice, TheOutcomeDecidesHowUrgentItIs) {
  EXPECT_EQ(notice_of(entry(Outcome::kKept), "h").priority, model::Priority::kNotice);
  EXPECT_EQ(notice_of(entry(Outcome::kRolledBack), "h").priority, model::Priority::kError);
  EXPECT_EQ(notice_of(entry(Outcome::kNeedsHelp), "h").priority, model::Priority::kCritical);
  EXPECT_EQ(notice_of(entry(Outcome::kNothingDone), "h").rule, "Update was not made");
}

TEST(Notice, SaysWhatWasUpdatedAndNamesTheImageThatRuns) {
  const model::Alert kept = notice_of(entry(Outcome::kKept), "web1"), back = notice_of(entry(Outcome::kRolledBack), "web1");
  EXPECT_EQ(kept.output, "shop/web: healthy after 3 s (from r.example/app:1 to r.example/app:2)");
  EXPECT_EQ(kept.container_name, "shop/web");
  EXPECT_EQ(kept.image, "r.example/app:2");
  EXPECT_EQ(back.image, "r.example/app:1");
  EXPECT_EQ(kept.hostname, "web1");
  EXPECT_EQ(kept.time_ns, 1'764'000'000'000'000'000u);
  ASSERT_NE(field(kept, "update.removed"), nullptr);
  EXPECT_EQ(std::get<std::vector<std::string>>(*field(kept, "update.removed")), std::vector<std::string>{"CVE-2024-5535 openssl"});
  EXPECT_TRUE(std::ranges::is_sorted(kept.fields, {}, &std::pair<std::string, model::AlertValue>::first));
}

TEST(Notice, HostileTextsDoNotReachTheTerminal) {
  HistoryEntry hostile = entry(Outcome::kKept);
  hostile.result = "\x1b[2Jgone";
  EXPECT_EQ(notice_of(hostile, "h").output.find('\x1b'), std::string::npos);
}

Proposal proposal(Decision decision, bool removes) {
  Proposal out;
  out.subject.id = "container/web";
  out.subject.name = "web";
  out.decision = decision;
  out.why = "r.example/app:2 removes 1 high";
  Candidate candidate;
  candidate.reference = "r.example/app:2";
  if (removes) candidate.removes = {{"CVE-2024-5535", "openssl", model::Severity::kHigh, "3.0.15"}};
  out.candidates.push_back(candidate);
  out.chosen = 0;
  return out;
}

TEST(Notice, OfAPlan) {
  const model::Alert useful = notice_of(proposal(Decision::kUpdate, true), 7, "h"),
                     plain = notice_of(proposal(Decision::kUpdate, false), 7, "h");
  EXPECT_EQ(useful.rule, "Update is available");
  EXPECT_EQ(useful.priority, model::Priority::kWarning);
  EXPECT_EQ(plain.priority, model::Priority::kInformational);
  EXPECT_EQ(useful.output, "web: r.example/app:2 removes 1 high");
  EXPECT_EQ(notice_of(proposal(Decision::kRefused, false), 7, "h").rule, "Update was refused by the gate");
  EXPECT_EQ(notice_of(proposal(Decision::kCurrent, false), 7, "h").rule, "");
}

}  // namespace
}  // namespace batten::update
