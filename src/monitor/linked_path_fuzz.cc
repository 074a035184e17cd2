// SPDX-License-Identifier: Apache-2.0
//
// A path and links as containers choose them: a line of the path, then lines of a link and what it stands for, a blank between them.
#include "monitor/linked_path.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

int linked_path_fuzz(const std::uint8_t* data, std::size_t size);

int linked_path_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten::monitor;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string path(text.substr(0, text.find('\n')));
  std::map<std::string, std::string> links;
  while (text.contains('\n')) {
    text.remove_prefix(text.find('\n') + 1);
    const std::string_view line = text.substr(0, text.find('\n'));
    if (line.contains(' ')) links[std::string(line.substr(0, line.find(' ')))] = line.substr(line.find(' ') + 1);
  }
  for (const bool follow_last : {false, true}) {
    int asked = 0;
    const std::string out = resolve_links(path, follow_last, [&](const std::string& at) -> std::optional<std::string> {
      ++asked;
      if (!at.starts_with('/') || at.ends_with('/')) __builtin_trap();
      const auto found = links.find(at);
      return found == links.end() ? std::nullopt : std::optional(found->second);
    });
    const std::string whole = out + "/";
    if (!out.starts_with('/') || whole.contains("/../") || whole.contains("/./") || (out != "/" && whole.contains("//"))) __builtin_trap();
    if (asked > 1'000'000) __builtin_trap();
  }
  return 0;
}
