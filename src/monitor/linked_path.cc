// SPDX-License-Identifier: Apache-2.0
#include "monitor/linked_path.h"

namespace batten::monitor {
namespace {

constexpr int kMaxLinks = 40;
constexpr std::size_t kMaxPath = 64u << 10;  // links may make a path longer and longer

}  // namespace

std::string resolve_links(std::string_view path, bool follow_last, const LinkAt& link_at) {
  std::string done, rest(path);
  for (int links = 0; !rest.empty();) {
    const std::size_t at = rest.find('/');
    const std::string part = rest.substr(0, at);
    rest = at == std::string::npos ? std::string() : rest.substr(at + 1);
    if (part.empty() || part == ".") continue;
    if (part == "..") {
      done.resize(done.empty() ? 0 : done.rfind('/'));
      continue;
    }
    const std::size_t before = done.size();
    done += "/" + part;
    if ((rest.empty() && !follow_last) || links >= kMaxLinks || rest.size() > kMaxPath) continue;
    const std::optional<std::string> target = link_at(done);
    if (!target) continue;
    ++links;
    done.resize(target->starts_with('/') ? 0 : before);
    rest = rest.empty() ? *target : *target + "/" + rest;
  }
  return done.empty() ? "/" : done;
}

}  // namespace batten::monitor
