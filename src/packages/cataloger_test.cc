// SPDX-License-Identifier: Apache-2.0
//
// Every cataloger's own examples, and what they have in common.
#include "packages/cataloger.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/glob.h"
#include "base/path.h"
#include "base/text.h"

namespace batten::packages {
namespace {

bool claims(const Cataloger& cataloger, std::string_view path) {
  return std::ranges::any_of(cataloger.claims, [&](std::string_view glob) { return base::glob_match(glob, path); });
}

std::string found(const model::FileFacts& facts) {
  std::vector<std::string> out;
  for (const model::Package& package : facts.packages) out.push_back(package.name + " " + package.version);
  for (const model::PackageDetail& detail : facts.details) {
    if (!detail.files.empty()) out.push_back(detail.name + ": " + base::join(detail.files, " "));
    for (const std::string& licence : detail.licenses) out.push_back(detail.name + " licence " + licence);
  }
  if (facts.distro)
    out.push_back("distro " + facts.distro->id + " " +
                  (facts.distro->version_id.empty() ? facts.distro->codename : facts.distro->version_id));
  for (const model::Repository& repository : facts.repositories) {
    out.push_back("repository " + repository.uri + (repository.suite.empty() ? "" : " " + repository.suite));
  }
  for (const model::Account& account : facts.accounts) {
    std::string id = account.id == model::Account::kNoId ? "" : " " + std::to_string(account.id);
    out.push_back("account " + account.name + id + (account.no_password ? " without password" : "") +
                  (account.shadowed ? " shadowed" : ""));
  }
  return base::join(out, ", ");
}

TEST(Catalogers, DescribeThemselves) {
  ASSERT_FALSE(all_catalogers().empty());
  std::set<std::string_view> names;
  for (const Cataloger* cataloger : all_catalogers()) {
    SCOPED_TRACE(cataloger->name);
    EXPECT_TRUE(names.insert(cataloger->name).second);
    EXPECT_FALSE(cataloger->summary.empty());
    EXPECT_GT(cataloger->revision, 0);
    EXPECT_GT(cataloger->max_bytes, 0u);
    EXPECT_NE(cataloger->parse == nullptr, cataloger->parse_stream == nullptr);
    EXPECT_LE(cataloger->magic.size(), 16u);
    EXPECT_FALSE(cataloger->magic.empty() && cataloger->claims.empty());
    EXPECT_EQ(cataloger->matches.empty(), cataloger->claims.empty());
    EXPECT_EQ(cataloger->matches_not.empty(), cataloger->claims.empty());
    EXPECT_FALSE(cataloger->examples.empty());
    for (std::string_view glob : cataloger->claims) {
      // The index sorts claims by their last component: at most one star in it, not in all of them at its end.
      std::string_view name = base::base_name(glob);
      EXPECT_FALSE(name.empty());
      EXPECT_EQ(name.find('*'), name.rfind('*')) << glob;
      EXPECT_TRUE(!name.ends_with('*') || !base::parent_path(glob).contains('*')) << glob;
      EXPECT_FALSE(name.contains('?')) << glob;
    }
  }
}

TEST(Catalogers, ClaimWhatTheySay) {
  for (const Cataloger* cataloger : all_catalogers()) {
    SCOPED_TRACE(cataloger->name);
    for (std::string_view path : cataloger->matches) EXPECT_TRUE(claims(*cataloger, path)) << path;
    for (std::string_view path : cataloger->matches_not) EXPECT_FALSE(claims(*cataloger, path)) << path;
  }
}

TEST(Catalogers, FindWhatTheirExamplesSay) {
  for (const Cataloger* cataloger : all_catalogers()) {
    for (const CatalogerExample& example : cataloger->examples) {
      SCOPED_TRACE(std::string(cataloger->name) + ": " + std::string(example.content));
      bool by_content = !cataloger->magic.empty() && example.content.starts_with(cataloger->magic);
      EXPECT_TRUE(by_content || claims(*cataloger, example.path)) << example.path;
      model::FileFacts facts;
      base::Notes notes;
      Result<void> parsed = catalog(*cataloger, example.path, example.content, facts, notes);
      ASSERT_TRUE(parsed) << parsed.error().message;
      EXPECT_EQ(found(facts), example.expect);
      for (const model::Package& package : facts.packages) {
        EXPECT_EQ(package.location.path, example.path);
        EXPECT_FALSE(package.type.empty() || package.name.empty() || package.version.empty());
        // Packages of a distribution are built from source packages; those of a language are not.
        bool has_source = model::is_of_system(package.type);
        EXPECT_EQ(!package.source_name.empty(), has_source);
        EXPECT_EQ(!package.source_version.empty(), has_source);
      }
    }
  }
}

// Whatever is in the file: an error or notes, never a crash, never silence about bytes that are no such file.
TEST(Catalogers, SurviveGarbage) {
  std::string garbage;
  for (int i = 0; i < 5000; ++i) garbage.push_back(static_cast<char>(i * 7919 >> 3));
  for (const Cataloger* cataloger : all_catalogers()) {
    SCOPED_TRACE(cataloger->name);
    for (std::string_view content :
         {std::string_view(garbage), std::string_view("\xff\xfe\n\n:\n: \n \n"), std::string_view("\0\0\0\0", 4)}) {
      model::FileFacts facts;
      base::Notes notes;
      Result<void> parsed = catalog(*cataloger, cataloger->examples[0].path, content, facts, notes);
      EXPECT_TRUE(facts.packages.empty());
      EXPECT_TRUE(parsed || !parsed.error().message.empty());
    }
  }
}

}  // namespace
}  // namespace batten::packages
