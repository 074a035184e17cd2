// SPDX-License-Identifier: Apache-2.0
#include "checks/image_check.h"

namespace batten::checks::image {
namespace {

void check(const model::ImageFiles& files, const Settings&, Hits& hits) {
  const model::AccountFile* passwd = account_file(files, "etc/passwd");
  const model::AccountFile* shadow = account_file(files, "etc/shadow");
  std::vector<std::string> open;
  bool asked = false;
  if (passwd != nullptr) {
    for (const model::Account& account : passwd->accounts) {
      if (account.no_password) open.push_back(account.name);
      asked = asked || account.shadowed;
    }
  }
  if (shadow != nullptr) {
    for (const model::Account& account : shadow->accounts) {
      if (account.no_password) open.push_back(account.name);
    }
  }
  if (!open.empty()) hits.push_back({.place = {}, .subject = {}, .message = "no password is asked of " + named(open)});
  // A file without a line is one that could not be read.
  if (asked && shadow != nullptr && shadow->accounts.empty()) {
    hits.push_back({.place = {},
                    .subject = {},
                    .message = "etc/shadow, where the passwords are, has no account in it or can't be read",
                    .outcome = model::Outcome::kUnknown});
  }
}

constexpr std::string_view kReferences[] = {"Dockle DKL-LI-0001", "CVE-2019-5021"};
constexpr Example kExamples[] = {
    {.bad = "passwd root 0 shadowed\n"
            "shadow root empty\n",
     .good = "passwd root 0 shadowed\n"
             "shadow root locked\n"},
    {.bad = "passwd root 0 shadowed\n"
            "passwd guest 405 empty\n"
            "shadow root locked\n",
     .good = "passwd root 0 shadowed\n"
             "passwd guest 405 shadowed\n"
             "shadow root locked\n"
             "shadow guest locked\n"},
};

}  // namespace

extern constinit const ImageCheck account_without_password;
constinit const ImageCheck account_without_password = {
    .info = {.id = "account-without-password",
             .title = "An account has an empty password",
             .severity = model::Severity::kHigh,
             .practice = model::PracticeId::kSecretsManagement,
             .why = "Whoever reaches a login, su or a service that asks the system for the password becomes that user with none at all. In "
                    "Alpine's images it was root for three years.",
             .fix = "Lock it: passwd -l NAME, or a '!' or '*' as its password in etc/shadow.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::image
