// SPDX-License-Identifier: Apache-2.0
#include "checks/image_check.h"

namespace batten::checks::image {
namespace {

void check(const model::ImageFiles& files, const Settings&, Hits& hits) {
  const model::AccountFile* passwd = account_file(files, "etc/passwd");
  if (passwd == nullptr) return;
  std::vector<std::string> others;
  for (const model::Account& account : passwd->accounts) {
    if (account.id == 0 && account.name != "root") others.push_back(account.name);
  }
  if (!others.empty())
    hits.push_back({.place = {}, .subject = {}, .message = "user 0 is root and also " + named(others), .evidence = "etc/passwd"});
}

constexpr std::string_view kReferences[] = {"Dockle DKL-LI-0002"};
constexpr Example kExamples[] = {
    {.bad = "passwd root 0\n"
            "passwd toor 0\n",
     .good = "passwd root 0\n"
             "passwd toor 1000\n"},
};

}  // namespace

extern constinit const ImageCheck second_root_account;
constinit const ImageCheck second_root_account = {
    .info = {.id = "second-root-account",
             .title = "Another account is root as well",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "To the kernel every account with number 0 is root. One that is called otherwise passes for an ordinary user, in USER "
                    "and in every list.",
             .fix = "Give it a number of its own, or remove it from etc/passwd.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::image
