// SPDX-License-Identifier: Apache-2.0
#include "image/squash.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/hash.h"
#include "image/layer_tree.h"

namespace batten::image {
namespace {

using model::FileFacts;
using model::LayerFacts;
using model::Package;

constexpr const char* kStatus = "var/lib/dpkg/status";

Package deb(const std::string& name, const std::string& version) {
  Package out;
  out.type = "deb";
  out.name = name;
  out.version = version;
  out.arch = "amd64";
  return out;
}

// A layer with one package database.
LayerFacts with_packages(std::vector<Package> packages, const std::string& path = kStatus) {
  LayerFacts out;
  out.files.emplace_back();
  out.files[0].path = path;
  out.files[0].packages = std::move(packages);
  out.path_hashes = {base::sha256_prefix(path)};
  return out;
}

LayerFacts with_paths(const std::vector<std::string>& paths) {
  LayerFacts out;
  for (const std::string& path : paths) out.path_hashes.push_back(base::sha256_prefix(path));
  std::sort(out.path_hashes.begin(), out.path_hashes.end());
  return out;
}

TEST(Squash, UpperDatabaseHidesLowerAndPackagesKeepTheLayerThatBroughtThem) {
  auto inventory = squash({with_packages({deb("bash", "5.2-1"), deb("openssl", "3.0.11")}), LayerFacts{},
                           with_packages({deb("bash", "5.2-1"), deb("openssl", "3.0.15"), deb("curl", "7.88")})});
  ASSERT_EQ(inventory.packages.size(), 3u);
  EXPECT_EQ(inventory.packages[0].name, "bash");
  EXPECT_EQ(inventory.packages[0].location.layer_index, 0);
  EXPECT_EQ(inventory.packages[1].name, "curl");
  EXPECT_EQ(inventory.packages[1].location.layer_index, 2);
  EXPECT_EQ(inventory.packages[2].version, "3.0.15");
  EXPECT_EQ(inventory.packages[2].location.layer_index, 2);
}

TEST(Squash, WhiteoutsRemove) {
  LayerFacts file_gone;
  file_gone.whiteouts = {kStatus};
  EXPECT_TRUE(squash({with_packages({deb("a", "1")}), file_gone}).packages.empty());
  LayerFacts directory_gone;
  directory_gone.whiteouts = {"var/lib"};
  EXPECT_TRUE(squash({with_packages({deb("a", "1")}), directory_gone}).packages.empty());
  LayerFacts similar;
  similar.whiteouts = {"var/li", "var/lib/dpkg/status-old"};
  EXPECT_EQ(squash({with_packages({deb("a", "1")}), similar}).packages.size(), 1u);
}

TEST(Squash, OpaqueDirectoryHidesBelowButNotItsOwnLayer) {
  LayerFacts opaque = with_packages({deb("b", "2")}, "var/lib/dpkg/status.d/b");
  opaque.opaque_dirs = {"var/lib/dpkg"};
  auto inventory = squash({with_packages({deb("a", "1")}), opaque});
  ASSERT_EQ(inventory.packages.size(), 1u);
  EXPECT_EQ(inventory.packages[0].name, "b");
}

TEST(Squash, AFileWhereADirectoryWasHidesWhatWasBelow) {
  EXPECT_TRUE(squash({with_packages({deb("a", "1")}), with_paths({"var/lib/dpkg"})}).packages.empty());
}

// A layer that lists paths, of which one has a trait.
LayerFacts with_notable(const std::string& path, bool directory = false) {
  LayerFacts out = directory ? LayerFacts{} : with_paths({path});
  if (directory) out.system_directories = {base::sha256_prefix(path)};
  out.notable = {{path, 04755, model::NotableFile::kSetuid, directory}};
  return out;
}

std::string notable_paths(std::vector<LayerFacts> layers) {
  std::string out;
  for (const model::NotableFile& file : squash(std::move(layers)).image_files.notable) out += file.path + " ";
  return out;
}

TEST(Squash, AModeCountsUntilALaterLayerRemovesOrReplacesIt) {
  LayerFacts gone, emptied, listed;
  gone.whiteouts = {"usr/bin/su"};
  emptied.opaque_dirs = {"usr/bin"};
  listed.system_directories = {base::sha256_prefix("etc/all")};
  EXPECT_EQ(notable_paths({with_notable("usr/bin/su"), with_notable("opt/a")}), "opt/a usr/bin/su ");
  EXPECT_EQ(notable_paths({with_notable("usr/bin/su"), gone}), "");
  EXPECT_EQ(notable_paths({with_notable("usr/bin/su"), emptied}), "");
  EXPECT_EQ(notable_paths({with_notable("usr/bin/su"), with_paths({"usr/bin/su"})}), "") << "chmod copies the file up";
  EXPECT_EQ(notable_paths({with_notable("usr/bin/su"), with_notable("usr/bin/su")}), "usr/bin/su ") << "once";
  EXPECT_EQ(notable_paths({gone, with_notable("usr/bin/su")}), "usr/bin/su ");
  EXPECT_EQ(notable_paths({with_notable("etc/all", true), LayerFacts{}}), "etc/all ");
  EXPECT_EQ(notable_paths({with_notable("etc/all", true), listed}), "");
}

TEST(Squash, AccountsAreThoseOfTheTopmostFile) {
  auto accounts = [](const std::string& path, const std::string& name) {
    LayerFacts out = with_packages({}, path);
    out.files[0].accounts = {{name, 0, false, false}};
    return out;
  };
  LayerFacts gone;
  gone.whiteouts = {"etc/shadow"};
  model::ImageFiles files =
      squash({accounts("etc/shadow", "a"), accounts("etc/passwd", "b"), accounts("etc/passwd", "c"), accounts("srv/etc/passwd", "d"), gone})
          .image_files;
  ASSERT_EQ(files.accounts.size(), 1u);
  EXPECT_EQ(files.accounts[0].path, "etc/passwd");
  EXPECT_EQ(files.accounts[0].accounts, (std::vector<model::Account>{{"c", 0, false, false}}));
}

TEST(Squash, DetailsJoinTheirPackage) {
  LayerFacts layer = with_packages({deb("bash", "5.2-1")});
  FileFacts& file = layer.files.emplace_back();
  file.path = "usr/share/doc/bash/copyright";
  model::PackageDetail detail;
  detail.type = "deb";
  detail.name = "bash";
  detail.licenses = {"GPL-3.0-or-later"};
  file.details = {detail};
  auto inventory = squash({layer});
  ASSERT_EQ(inventory.packages.size(), 1u);
  EXPECT_EQ(inventory.packages[0].licenses, std::vector<std::string>{"GPL-3.0-or-later"});
}

TEST(Squash, APackageOfALanguageHasTheOwnerOfItsFile) {
  Package owner = deb("python3-six", "1.16"), other = deb("six-doc", "1.16");
  owner.claimed_files = {base::sha256_prefix("lib/python3/six.dist-info/METADATA")};  // the root's lib leads to usr/lib
  other.claimed_files = owner.claimed_files;
  Package python;
  python.type = "pypi";
  python.name = "six";
  python.version = "1.16";
  auto inventory = squash({with_packages({owner, other}), with_packages({python}, "usr/lib/python3/six.dist-info/METADATA"),
                           with_packages({python}, "opt/lib/python3/six.dist-info/METADATA")});
  ASSERT_EQ(inventory.packages.size(), 4u);
  EXPECT_EQ(inventory.packages[2].location.path, "opt/lib/python3/six.dist-info/METADATA");
  EXPECT_EQ(inventory.packages[2].owner, "");
  EXPECT_EQ(inventory.packages[3].owner, "python3-six") << "the first that lists it";
}

TEST(Squash, OneDatabaseUnderTwoNamesCountsOnce) {
  auto inventory = squash({with_packages({deb("a", "1")}), with_packages({deb("a", "1")}, "usr/lib/dpkg/status")});
  EXPECT_EQ(inventory.packages.size(), 1u);
}

TEST(Squash, TheMostTellingFileSaysWhichDistributionItIs) {
  auto says = [](const std::string& path) {
    LayerFacts out = with_packages({}, path);
    out.files[0].distro.emplace().id = path;
    return out;
  };
  const std::string kFiles[] = {"etc/os-release", "usr/lib/os-release", "etc/redhat-release", "etc/debian_version", "etc/system-release"};
  for (const std::string& better : kFiles) {
    for (const std::string& worse : kFiles) {
      if (&worse <= &better) continue;
      EXPECT_EQ(squash({says(better), says(worse)}).distro.id, better) << worse;
      EXPECT_EQ(squash({says(worse), says(better)}).distro.id, better) << worse;
    }
  }
}

TEST(LayerTree, FollowsLinksInsideTheRootOnly) {
  LayerFacts layer = with_paths({"etc/os-release", "opt/real/release", "usr/data", "loop/a", "loop/b", "out", "etc/passwd"});
  layer.links = {{"etc/os-release", "../../../../usr/data/release", false},
                 {"usr/data", "/opt/real", false},
                 {"loop/a", "b", false},
                 {"loop/b", "a", false},
                 {"out", "../../etc", false}};
  std::vector<LayerFacts> facts{layer};
  LayerTree tree(facts);
  EXPECT_EQ(tree.resolve("etc/os-release"), (LayerTree::Place{0, "opt/real/release"}));
  EXPECT_EQ(tree.resolve("loop/a"), std::nullopt);
  EXPECT_EQ(tree.resolve("out/passwd"), (LayerTree::Place{0, "etc/passwd"}));
  EXPECT_EQ(tree.resolve("out/shadow"), std::nullopt);
  EXPECT_EQ(tree.owner("opt/real/release"), 0u);
  EXPECT_EQ(tree.owner("no/such"), std::nullopt);
}

TEST(LayerTree, FindsEveryPathOfALayerAndNoOther) {
  std::vector<std::string> paths;
  for (int i = 0; i < 5000; ++i) paths.push_back("usr/lib/file" + std::to_string(i));
  // Hashes that lie in two heaps at the ends, as no real paths' do.
  LayerFacts uneven = with_paths({paths[0], paths[1]});
  for (std::uint64_t i = 0; i < 3000; ++i) uneven.path_hashes.insert(uneven.path_hashes.end(), {i, UINT64_MAX - i});
  std::sort(uneven.path_hashes.begin(), uneven.path_hashes.end());
  std::vector<LayerFacts> facts{with_paths(paths), uneven};
  LayerTree tree(facts);
  for (const std::string& path : paths) {
    bool again = path == paths[0] || path == paths[1];
    EXPECT_EQ(tree.owner(path), again ? 1u : 0u) << path;
    EXPECT_EQ(tree.hidden(0, path), again) << path;
    EXPECT_FALSE(tree.owner(path + "x")) << path;
  }
}

TEST(LayerTree, AHardLinkIsTheFileOfItsOwnLayer) {
  LayerFacts lower = with_paths({"a", "b", "c"});
  lower.links = {{"b", "a", true}, {"c", "b", true}};
  LayerFacts upper = with_paths({"a"});
  std::vector<LayerFacts> facts{lower, upper};
  LayerTree tree(facts);
  EXPECT_EQ(tree.resolve("a"), (LayerTree::Place{1, "a"}));
  EXPECT_EQ(tree.resolve("c"), (LayerTree::Place{0, "a"}));
  EXPECT_EQ(tree.resolve("c/d"), std::nullopt);
}

TEST(LayerTree, ADirectoryMayReplaceALink) {
  LayerFacts lower = with_paths({"link", "real/file"});
  lower.links = {{"link", "real", false}};
  LayerFacts upper = with_paths({"link/file"});
  std::vector<LayerFacts> facts{lower, upper};
  EXPECT_EQ(LayerTree(facts).resolve("link/file"), (LayerTree::Place{1, "link/file"}));
  facts.pop_back();
  EXPECT_EQ(LayerTree(facts).resolve("link/file"), (LayerTree::Place{0, "real/file"}));
}

TEST(UnresolvedLinks, NamesTheLayerAndTheFileBehindTheLink) {
  LayerFacts lower = with_paths({"data/release"});
  LayerFacts upper = with_paths({"etc/os-release"});
  upper.links = {{"etc/os-release", "/data/release", false}};
  auto found = unresolved_links({lower, upper}, {"etc/os-release", kStatus});
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].layer_index, 0u);
  EXPECT_EQ(found[0].aliases[0].path, "data/release");
  EXPECT_EQ(found[0].aliases[0].claimed_path, "etc/os-release");
}

// A package that a lock file names and that is installed too is one; two copies that are installed are two.
TEST(Squash, DeclaredAndInstalledIsOnePackage) {
  auto package = [](std::string type, std::string name, bool declared) {
    Package out;
    out.type = std::move(type);
    out.name = std::move(name);
    out.version = "1.0";
    out.declared = declared;
    return out;
  };
  std::vector<LayerFacts> layers = {
      with_packages({package("npm", "lodash", true), package("npm", "left", true)}, "app/package-lock.json"),
      with_packages({package("npm", "lodash", false)}, "app/node_modules/lodash/package.json"),
      with_packages({package("npm", "lodash", false)}, "srv/node_modules/lodash/package.json"),
      with_packages({package("pypi", "Ruamel.Yaml", true)}, "app/poetry.lock"),
      with_packages({package("pypi", "ruamel-yaml", true)}, "app/requirements.txt"),
      with_packages({package("pypi", "ruamel-yaml", true)}, "srv/requirements.txt"),
  };
  std::vector<std::string> found;
  for (const Package& each : squash(layers).packages) found.push_back(each.name + " " + each.location.path);
  EXPECT_EQ(found, (std::vector<std::string>{"left app/package-lock.json", "lodash app/node_modules/lodash/package.json",
                                             "lodash srv/node_modules/lodash/package.json", "Ruamel.Yaml app/poetry.lock",
                                             "ruamel-yaml srv/requirements.txt"}));
}

}  // namespace
}  // namespace batten::image
