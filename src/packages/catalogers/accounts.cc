// SPDX-License-Identifier: Apache-2.0
//
// The accounts of a root file system, for the checks of images: etc/passwd "name:password:uid:..", etc/group "name:password:gid:..",
// etc/shadow "name:hash:.." (passwd(5), group(5), shadow(5)). Of a password nothing is kept but that there is none.
#include "base/format.h"
#include "base/path.h"
#include "base/text.h"
#include "packages/cataloger.h"
#include "packages/file_notes.h"

namespace batten::packages::catalogers {
namespace {

constexpr std::size_t kMaxAccounts = 20'000, kMaxNameBytes = 256;

Result<void> parse_accounts(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (content.contains('\0')) return Error{Code::kCorrupt, "not a list of accounts: it has NUL bytes"};
  FileNotes file_notes(path, notes);
  std::string_view kind = base::base_name(path);
  bool shadow = kind == "shadow", passwd = kind == "passwd";
  std::size_t number = 0;
  base::each_line(content, [&](std::string_view line) {
    ++number;
    // Lines with + and - take accounts from elsewhere (nsswitch's compat).
    if (base::trim(line).empty() || line.starts_with('#') || line.starts_with('+') || line.starts_with('-')) return;
    if (facts.accounts.size() >= kMaxAccounts) return file_notes.skipped(format("line {}: more than {} accounts", number, kMaxAccounts));
    std::vector<std::string_view> fields = base::split(line.substr(0, 4096), ':');
    std::uint64_t id = fields.size() > 2 ? base::parse_unsigned(fields[2]).value_or(model::Account::kNoId) : model::Account::kNoId;
    bool whole = fields.size() >= (shadow ? 2u : 3u) && (shadow || id <= UINT32_MAX);
    if (!whole || fields[0].empty() || fields[0].size() > kMaxNameBytes)
      return file_notes.skipped(format("line {} is none of an account", number));
    model::Account& account = facts.accounts.emplace_back();
    account.name = fields[0];
    if (!shadow) account.id = id;
    account.no_password = kind != "group" && fields[1].empty();
    account.shadowed = passwd && fields[1] == "x";
  });
  return {};
}

constexpr std::string_view kClaims[] = {"etc/passwd", "etc/shadow", "etc/group"};
constexpr std::string_view kMatches[] = {"etc/passwd", "etc/shadow", "etc/group"};
constexpr std::string_view kMatchesNot[] = {"etc/passwd-", "usr/share/base-passwd/passwd.master", "etc/gshadow"};
constexpr CatalogerExample kExamples[] = {
    {"etc/passwd", "root:x:0:0:root:/root:/bin/sh\n# comment\nguest::405:100::/:\n+::::::\n",
     "account root 0 shadowed, account guest 405 without password"},
    {"etc/shadow", "root:*:19000:0:99999:7:::\napp::19000::::::\n", "account root, account app without password"},
    {"etc/group", "root:x:0:root\nwheel::10:\n", "account root 0, account wheel 10"},
};

}  // namespace

extern constinit const Cataloger accounts;
constinit const Cataloger accounts = {
    .name = "accounts",
    .summary = "users and groups, for the checks of images",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 4u << 20,
    .parse = parse_accounts,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
