// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <map>

#include "base/format.h"
#include "checks/image_check.h"

namespace batten::checks::image {
namespace {

// The names and numbers that stand twice in one file.
void find_twins(const model::AccountFile& file, std::string_view what, Hits& hits) {
  std::map<std::string_view, std::size_t> names;
  std::map<std::uint64_t, std::vector<std::string>> ids;
  for (const model::Account& account : file.accounts) {
    // A second user 0 has a check of its own.
    if (names[account.name]++ == 0 && (account.id != 0 || what == "group")) ids[account.id].push_back(account.name);
  }
  std::vector<std::string> twice;
  for (const auto& [name, count] : names) {
    if (count > 1) twice.emplace_back(name);
  }
  if (!twice.empty())
    hits.push_back({.place = {}, .subject = {}, .message = format("{} names more than one {}: {}", file.path, what, named(twice))});
  for (const auto& [id, owners] : ids) {
    if (owners.size() < 2) continue;
    hits.push_back({.place = {}, .subject = {}, .message = format("{} {} is given to {}", what, id, named(owners)), .evidence = file.path});
    if (hits.size() > 50) return;
  }
}

void check(const model::ImageFiles& files, const Settings&, Hits& hits) {
  if (const model::AccountFile* passwd = account_file(files, "etc/passwd")) find_twins(*passwd, "user", hits);
  if (const model::AccountFile* group = account_file(files, "etc/group")) find_twins(*group, "group", hits);
}

constexpr std::string_view kReferences[] = {"Dockle DKL-LI-0002"};
constexpr Example kExamples[] = {
    {.bad = "passwd root 0\n"
            "passwd app 1000\n"
            "passwd web 1000\n",
     .good = "passwd root 0\n"
             "passwd app 1000\n"
             "passwd web 1001\n"},
    {.bad = "group root 0\n"
            "group app 1000\n"
            "group app 1001\n",
     .good = "group root 0\n"
             "group app 1000\n"
             "group web 1001\n"},
};

}  // namespace

extern constinit const ImageCheck account_duplicate;
constinit const ImageCheck account_duplicate = {
    .info = {.id = "account-duplicate",
             .title = "Two accounts are one",
             .severity = model::Severity::kMedium,
             .practice = model::PracticeId::kLimitCapabilities,
             .why = "Who has the same number is the same user to the kernel: the files and processes of the one belong to the other. Of "
                    "two lines with one name only the first counts.",
             .fix = "Give each user and group a name and a number of its own.",
             .references = kReferences},
    .check = check,
    .examples = kExamples,
};

}  // namespace batten::checks::image
