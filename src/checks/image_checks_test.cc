// SPDX-License-Identifier: Apache-2.0
//
// The examples of checks of images: a line per fact, "distro ID", "setuid MODE PATH", "writable MODE PATH" (PATH/ is a directory),
// "needless MODE PATH", "passwd NAME ID [empty|shadowed]", "shadow NAME [empty|locked]", "group NAME ID", "shadow-unread".
#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "checks/image_check.h"

namespace batten::checks {
namespace {

using model::NotableFile;

model::AccountFile& file_of(model::ImageFiles& files, const std::string& path) {
  auto at = std::ranges::find(files.accounts, path, &model::AccountFile::path);
  return at != files.accounts.end() ? *at : files.accounts.emplace_back(model::AccountFile{path, {}});
}

void read_line(std::string_view line, model::ImageFiles& files) {
  std::vector<std::string_view> words = base::words(line);
  if (words.empty()) return;
  std::string_view kind = words[0];
  if (kind == "shadow-unread") {
    file_of(files, "etc/shadow");
    return;
  }
  ASSERT_GE(words.size(), 2u) << line;
  if (kind == "distro") {
    files.distro = words[1];
  } else if (kind == "passwd" || kind == "shadow" || kind == "group") {
    model::Account account{std::string(words[1])};
    if (kind != "shadow") account.id = base::parse_unsigned(words.at(2)).value();
    account.no_password = words.back() == "empty";
    account.shadowed = words.back() == "shadowed";
    file_of(files, "etc/" + std::string(kind)).accounts.push_back(account);
  } else {
    NotableFile file;
    file.path = words.at(2);
    file.directory = file.path.ends_with('/');
    if (file.directory) file.path.pop_back();
    std::from_chars(words[1].data(), words[1].data() + words[1].size(), file.mode, 8);
    file.traits = kind == "setuid" ? NotableFile::kSetuid : kind == "writable" ? NotableFile::kWritable : NotableFile::kNeedless;
    files.notable.push_back(std::move(file));
  }
}

model::ImageFiles made(std::string_view text) {
  model::ImageFiles files;
  base::each_line(text, [&](std::string_view line) { read_line(line, files); });
  std::ranges::sort(files.notable, {}, &NotableFile::path);
  return files;
}

Hits hits_of(std::string_view id, std::string_view text) {
  Hits hits;
  for (const ImageCheck* check : all_image_checks()) {
    if (check->info.id == id) check->check(made(text), {}, hits);
  }
  return hits;
}

TEST(ImageChecks, EachFindsItsBadExampleAndNotItsGoodOne) {
  ASSERT_GE(all_image_checks().size(), 7u);
  for (const ImageCheck* check : all_image_checks()) {
    SCOPED_TRACE(check->info.id);
    ASSERT_FALSE(check->examples.empty());
    EXPECT_FALSE(check->info.title.empty() || check->info.why.empty() || check->info.fix.empty());
    EXPECT_TRUE(check->info.why.ends_with('.') && check->info.fix.ends_with('.'));
    for (const Example& example : check->examples) {
      Hits bad = hits_of(check->info.id, example.bad), good = hits_of(check->info.id, example.good);
      EXPECT_TRUE(std::ranges::any_of(bad, [](const Hit& hit) { return hit.outcome == model::Outcome::kFail; })) << example.bad;
      for (const Hit& hit : bad) EXPECT_FALSE(hit.message.empty() || hit.message.ends_with('.')) << hit.message;
      EXPECT_TRUE(good.empty()) << good.front().message << "\n" << example.good;
    }
    Hits none;
    check->check({}, {}, none);
    EXPECT_TRUE(none.empty()) << "of no files: " << none.front().message;
  }
}

TEST(ImageChecks, OneResultNamesAllUsualSetuidProgramsAndOthersHaveTheirOwn) {
  constexpr std::string_view kText =
      "distro debian\nsetuid 4755 usr/bin/su\nsetuid 4755 bin/mount\nsetuid 4755 opt/a\nsetuid 2755 usr/local/bin/su\n";
  Hits usual = hits_of("setuid-programs", kText), unusual = hits_of("setuid-program-unusual", kText);
  ASSERT_EQ(usual.size(), 1u);
  EXPECT_EQ(usual[0].message, "the distribution's programs with a setuid or setgid bit are there: bin/mount, usr/bin/su");
  ASSERT_EQ(unusual.size(), 2u);
  EXPECT_EQ(unusual[0].message, "opt/a runs with the rights of its owner, whoever starts it");
  EXPECT_EQ(unusual[0].evidence, "-rwsr-xr-x");
  EXPECT_EQ(unusual[1].message, "usr/local/bin/su runs with the rights of its group, whoever starts it");
  EXPECT_EQ(unusual[1].evidence, "-rwxr-sr-x");
}

TEST(ImageChecks, AThousandAreCountedNotListed) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "setuid 4755 opt/" + std::to_string(i) + "\n";
  Hits hits = hits_of("setuid-program-unusual", text);
  ASSERT_EQ(hits.size(), 51u);
  EXPECT_TRUE(hits.back().message.ends_with(" and 930 more")) << hits.back().message;
}

TEST(ImageChecks, PasswordsThatCantBeReadAreNotCalledGood) {
  Hits hits = hits_of("account-without-password", "passwd root 0 shadowed\nshadow-unread\n");
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_EQ(hits[0].outcome, model::Outcome::kUnknown);
  EXPECT_TRUE(hits_of("account-without-password", "passwd root 0 shadowed\n").empty()) << "no etc/shadow: nobody can log in by a password";
}

TEST(ImageChecks, LeftoversAreNamedByWhatTheyBelongTo) {
  Hits hits = hits_of("needless-files",
                      "needless 0644 app/.git/HEAD\nneedless 0644 var/lib/apt/lists/a\nneedless 0644 var/lib/apt/lists/b\n"
                      "needless 0644 var/cache/apk/x\nneedless 0644 app/Dockerfile\n");
  ASSERT_EQ(hits.size(), 1u);
  EXPECT_EQ(hits[0].message, "left over from building: app/.git, app/Dockerfile, var/cache/apk, var/lib/apt/lists");
}

}  // namespace
}  // namespace batten::checks
