// SPDX-License-Identifier: Apache-2.0
//
// yarn.lock of yarn 1 ("yarn lockfile v1"). A block begins with the requests that it answers, at the left edge and ended by a colon:
// "NAME@RANGE", several of them separated by commas; its fields are indented by two blanks. An alias ("x@npm:y@^1") is listed under its
// real name. The lock file of yarn 2 and later, which has a block "__metadata:", is YAML and another cataloger's.
#include "base/text.h"
#include "packages/cataloger.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

std::string_view unquoted(std::string_view text) {
  text = base::trim(text);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  return text;
}

// A range in quotes may hold a comma of its own.
std::string_view first_request(std::string_view requests) {
  if (requests.starts_with('"')) return requests.substr(1, requests.find('"', 1) - 1);
  return base::trim(requests.substr(0, requests.find(',')));
}

// "@s/a@npm:@t/b@^1.0" -> "@t/b"; empty for what lies on the developer's disk, or when it is no request.
std::string_view name_of_request(std::string_view request) {
  std::size_t at = request.find('@', 1);
  if (at == std::string_view::npos) return {};
  std::string_view range = request.substr(at + 1);
  if (range.starts_with("file:") || range.starts_with("link:")) return {};
  if (!range.starts_with("npm:")) return request.substr(0, at);
  range.remove_prefix(4);
  return range.substr(0, range.find('@', 1));
}

class Blocks {
 public:
  explicit Blocks(PackageList& list) : list_(list) {}

  void line(std::string_view text) {
    if (text.empty() || text.front() == '#') return;
    if (text.front() != ' ') {
      text = base::trim(text);
      name_ = {};
      if (!text.ends_with(':')) return;
      text.remove_suffix(1);
      name_ = name_of_request(first_request(text));
    } else if (text.starts_with("  version ") && !name_.empty()) {
      list_.add(name_, unquoted(text.substr(10)));
      name_ = {};
    }
  }

 private:
  PackageList& list_;
  std::string_view name_;
};

Result<void> parse_lock(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  if (is_of_dependency(path)) return {};
  std::string_view text = TRY(plain_text(content));
  if (text.starts_with("__metadata:") || text.contains("\n__metadata:")) return {};
  PackageList list("npm", path, facts, notes);
  Blocks blocks(list);
  base::each_line(text, [&](std::string_view line) { blocks.line(line); });
  return {};
}

constexpr std::string_view kClaims[] = {"**/yarn.lock"};
constexpr std::string_view kMatches[] = {"app/yarn.lock"};
constexpr std::string_view kMatchesNot[] = {"app/.yarnrc.yml"};
constexpr CatalogerExample kExamples[] = {
    {"app/yarn.lock",
     "# yarn lockfile v1\n\n\n\"@s/ms@2.1.2\", \"@s/ms@^2.1.0\":\n  version \"2.1.2\"\n  resolved \"https://registry.example.org/ms\"\n\n"
     "debug@^4.0.0, debug@~4.3.0:\n  version \"4.3.4\"\n  dependencies:\n    version \"^1.0.0\"\n    \"@s/ms\" \"2.1.2\"\n",
     "@s/ms 2.1.2, debug 4.3.4"},
    {"app/yarn.lock",
     "\"alias@npm:@s/real@^1.0\":\r\n  version \"1.0.1\"\r\n\r\n\"own@file:../own\":\r\n  version "
     "\"0.0.0\"\r\n\r\nb@https://example.org/b.tgz:\r\n"
     "  version \"3.0.0\"\r\n",
     "@s/real 1.0.1, b 3.0.0"},
    {"app/yarn.lock", "__metadata:\n  version: 6\n\n\"a@npm:^1.0.0\":\n  version: 1.0.0\n", ""},
};

}  // namespace

extern constinit const Cataloger yarn_lock;
constinit const Cataloger yarn_lock = {
    .name = "yarn_lock",
    .summary = "npm packages of yarn.lock (yarn 1)",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 64u << 20,
    .parse = parse_lock,
    .declares = true,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
