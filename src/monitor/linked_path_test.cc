// SPDX-License-Identifier: Apache-2.0
#include "monitor/linked_path.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "fuzz/replay.h"

int linked_path_fuzz(const std::uint8_t* data, std::size_t size);

namespace batten::monitor {
namespace {

const std::map<std::string, std::string> kLinks = {{"/x", "/etc"},    {"/bin", "usr/bin"}, {"/usr/bin/sh", "dash"}, {"/loop", "loop"},
                                                   {"/up", "a/b/.."}, {"/etc/far", "/x"},  {"/here", "."},          {"/grow", "grow/grow"}};

std::string resolved(std::string_view path, bool follow_last) {
  return resolve_links(path, follow_last, [](const std::string& at) {
    const auto found = kLinks.find(at);
    return found == kLinks.end() ? std::nullopt : std::optional(found->second);
  });
}

struct Case {
  std::string path;
  bool follow_last;
  std::string real;
};

TEST(LinkedPath, WorksLinksOut) {
  const Case cases[] = {
      {"/x/shadow", false, "/etc/shadow"},
      {"/x", false, "/x"},
      {"/x", true, "/etc"},
      {"//x/./shadow", false, "/etc/shadow"},
      {"/x/../shadow", false, "/shadow"},  // of where the link leads
      {"/bin/../lib", false, "/usr/lib"},
      {"/bin/sh", true, "/usr/bin/dash"},
      {"/bin/sh", false, "/usr/bin/sh"},
      {"/up/c", false, "/a/c"},
      {"/etc/far/passwd", false, "/etc/passwd"},
      {"/here/here/file", false, "/file"},
      {"/../../etc/passwd", false, "/etc/passwd"},
      {"/a/b/c", true, "/a/b/c"},
      {"", false, "/"},
      {"/", true, "/"},
      {"/a/..", false, "/"},
  };
  for (const Case& one : cases) EXPECT_EQ(resolved(one.path, one.follow_last), one.real) << one.path;
}

TEST(LinkedPath, EndsWhereLinksDoNot) {
  EXPECT_EQ(resolved("/loop/file", false), "/loop/file");
  EXPECT_TRUE(resolved("/grow/file", false).ends_with("/file"));
}

TEST(LinkedPath, FuzzCorpus) { REPLAY_CORPUS(linked_path_fuzz); }

}  // namespace
}  // namespace batten::monitor
