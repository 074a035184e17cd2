// SPDX-License-Identifier: Apache-2.0
#include "audit/watched_paths.h"

#include <chrono>

#include "base/process.h"
#include "base/text.h"

namespace batten::audit {
namespace {

constexpr std::size_t kMaxPaths = 10'000;

std::string without_slash(std::string_view path) {
  while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  return std::string(path);
}

}  // namespace

std::vector<std::string> watched_paths(std::string_view rules) {
  std::vector<std::string> out;
  base::each_line(rules, [&](std::string_view line) {
    std::vector<std::string_view> words = base::words(line);
    if (words.empty() || words[0].starts_with('#')) return;
    // "never" rules hide what others watch.
    bool never = words.size() > 1 && (words[1].starts_with("never,") || words[1].ends_with(",never"));
    for (std::size_t at = 0; at + 1 < words.size() && !never; ++at) {
      std::string_view value = words[at + 1];
      bool is_watch = words[at] == "-w" && value.starts_with('/');
      bool is_field = words[at] == "-F" && (value.starts_with("path=/") || value.starts_with("dir=/"));
      if ((is_watch || is_field) && out.size() < kMaxPaths) out.push_back(without_slash(value.substr(is_watch ? 0 : value.find('=') + 1)));
    }
  });
  return out;
}

model::HostAudit look_at_audit(const HostFiles& files) {
  model::HostAudit out;
  if (files.is_this_host()) {
    auto loaded = base::run_process({"auditctl", "-l"}, "", std::chrono::seconds(5));
    if (loaded && loaded->exit_status == 0) {
      out.read = true;
      out.where = "auditctl -l";
      out.watched = watched_paths(loaded->out);
      return out;
    }
  }
  std::vector<std::string> paths{"/etc/audit/audit.rules"};
  auto names = files.list("/etc/audit/rules.d");
  if (names) {
    for (const std::string& name : *names) {
      if (name.ends_with(".rules")) paths.push_back("/etc/audit/rules.d/" + name);
    }
  } else if (names.error().code != Code::kNotFound) {
    out.why = names.error().message;
  }
  bool any = false;
  for (const std::string& path : paths) {
    auto text = files.read(path);
    if (!text && text.error().code != Code::kNotFound) out.why = text.error().message;
    if (!text) continue;
    any = true;
    for (std::string& watched : watched_paths(*text)) {
      if (out.watched.size() < kMaxPaths) out.watched.push_back(std::move(watched));
    }
  }
  out.read = out.why.empty();
  out.where = any ? "/etc/audit" : "no audit rules: there is nothing in /etc/audit";
  return out;
}

}  // namespace batten::audit
