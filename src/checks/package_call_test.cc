// SPDX-License-Identifier: Apache-2.0
#include "checks/package_call.h"

#include <gtest/gtest.h>

#include "base/format.h"
#include "manifest/mapped_text.h"

namespace batten::checks {
namespace {

// "action:package|package!" with ! behind those that have no version.
std::string shape(std::string_view text) {
  manifest::MappedText whole;
  whole.append(text, 0);
  manifest::ShellScript script = manifest::parse_shell(whole, manifest::Lines(text));
  if (script.commands.size() != 1) return format("{} commands", script.commands.size());
  PackageCall call = package_call(script.commands[0]);
  if (!call) return "none";
  constexpr std::string_view kActions[] = {"other",           "install", "project", "build dependencies", "refresh", "upgrade",
                                           "release upgrade", "remove",  "clean"};
  std::string out(kActions[static_cast<std::size_t>(call.action)]);
  for (const manifest::ShellWord* package : call.packages) {
    out += (package == call.packages.front() ? ":" : "|") + package->value + (is_pinned(call.tool, *package) ? "" : "!");
  }
  return out;
}

TEST(PackageCall, WhatIsInstalled) {
  struct Case {
    std::string_view text, expected;
  };
  constexpr Case kCases[] = {
      {"apt-get -qq -o Dpkg::Use-Pty=0 install -y -t bookworm a b=1 c/bookworm ./d.deb $E f-", "install:a!|b=1|c/bookworm|./d.deb|$E|f-"},
      {"/usr/bin/apt-get update -qq", "refresh"},
      {"apt list", "other:"},
      {"apk add --no-cache -t .deps a 'b~1' 'c>=2' d@edge", "install:a!|b~1|c>=2|d@edge!"},
      {"apk --update add a", "install:a!"},
      {"yum -y install a-1.2-3.el9.x86_64 java-11-openjdk b", "install:a-1.2-3.el9.x86_64|java-11-openjdk!|b!"},
      {"dnf install -y --enablerepo crb a @x https://h/y.rpm", "install:a!|@x|https://h/y.rpm"},
      {"zypper --non-interactive in --no-recommends a 'b=1'", "install:a!|b=1"},
      {"zypper dup", "release upgrade"},
      {"pip3.12 install -r x.txt -i https://h a b==1 'c>=1' 'd<2' . .[dev] git+https://h/e git+https://h/e@v1",
       "install:a!|b==1|c>=1!|d<2|.|.[dev]|git+https://h/e!|git+https://h/e@v1"},
      {"python -m pip install git+ssh://git@h/e", "install:git+ssh://git@h/e!"},
      {"python -m venv x", "none"},
      {"uv pip install a", "install:a!"},
      {"pip download a", "other"},
      {"npm i -g a @b/c @b/c@1 d@latest e@^2", "install:a!|@b/c!|@b/c@1|d@latest!|e@^2"},
      {"npm install --omit=dev", "project"},
      {"npm --prefix x ci", "project"},
      {"yarn", "project"},
      {"yarn global add a", "install:a!"},
      {"yarn build", "other"},
      {"pnpm i --frozen-lockfile", "project"},
      {"gem install a b:1", "install:a!|b:1"},
      {"go install -tags x h/a@latest", "install:h/a@latest!"},
      {"go install h/a@$V ./...", "install:h/a@$V|./..."},
      {"cargo +nightly install --locked a b@1", "install:a!|b@1"},
      {"conda install -y -c conda-forge a b=1", "install:a!|b=1"},
      {"echo install a", "none"},
      {"", "0 commands"},
  };
  for (const Case& one : kCases) {
    std::string expected(one.expected);
    if (expected.ends_with(':')) expected.pop_back();
    EXPECT_EQ(shape(one.text), expected) << one.text;
  }
}

TEST(PackageCall, Names) {
  EXPECT_EQ(package_name(PackageTool::kApt, "vim=2:9.0"), "vim");
  EXPECT_EQ(package_name(PackageTool::kApt, "vim:amd64"), "vim");
  EXPECT_EQ(package_name(PackageTool::kApk, "vim~9"), "vim");
  EXPECT_EQ(package_name(PackageTool::kPip, "a[b]>=1"), "a");
  EXPECT_EQ(package_name(PackageTool::kNpm, "@a/b@1"), "@a/b");
}

}  // namespace
}  // namespace batten::checks
