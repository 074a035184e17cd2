// SPDX-License-Identifier: Apache-2.0
#include "image/squash.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "base/format.h"
#include "base/hash.h"
#include "base/path.h"
#include "image/layer_tree.h"
#include "model/distro_rank.h"
#include "model/lookup_name.h"

namespace batten::image {
namespace {

using model::FileFacts;
using model::LayerFacts;
using model::Package;

std::string identity(const Package& package) { return package.type + '\0' + package.name + '\0' + package.version + '\0' + package.arch; }

void merge_unique(std::vector<std::string>& into, std::vector<std::string>& from) {
  if (into.empty()) {
    into = std::move(from);
    return;
  }
  for (std::string& item : from) {
    if (std::find(into.begin(), into.end(), item) == into.end()) into.push_back(std::move(item));
  }
}

// The layer since which a package is in its database without interruption: walking down from the layer whose database
// counts, through the layers that also hold a database of the same path, while they list the same package.
class Introductions {
 public:
  Introductions(const std::vector<LayerFacts>& facts, const LayerTree& tree) {
    std::unordered_map<std::string_view, int> layers_with;
    for (const LayerFacts& layer : facts) {
      for (const FileFacts& file : layer.files) layers_with[file.path] += file.packages.empty() ? 0 : 1;
    }
    for (std::size_t layer = 0; layer < facts.size(); ++layer) {
      for (const FileFacts& file : facts[layer].files) {
        if (file.packages.empty() || layers_with[file.path] < 2) continue;  // only one layer can have brought them
        std::vector<Listed>& below = databases_[file.path];
        bool anew = !below.empty() && tree.hidden(below.back().layer, file.path, layer);
        Listed& listed = below.emplace_back(Listed{layer, anew, {}});
        for (const Package& package : file.packages) listed.packages.insert(identity(package));
      }
    }
  }

  int layer_of(const std::string& path, std::size_t owner, const Package& package) const {
    std::size_t result = owner;
    auto at = databases_.find(path);
    if (at == databases_.end()) return static_cast<int>(owner);
    std::string wanted = identity(package);
    for (auto entry = at->second.rbegin(); entry != at->second.rend(); ++entry) {
      if (entry->layer > owner) continue;
      if (!entry->packages.contains(wanted)) break;
      result = entry->layer;
      if (entry->anew) break;
    }
    return static_cast<int>(result);
  }

 private:
  // One layer's database.
  struct Listed {
    std::size_t layer;
    bool anew;  // the one below had been removed before
    std::set<std::string> packages;
  };
  std::map<std::string, std::vector<Listed>> databases_;
};

// Details (licences, files) by type and name, handed to the packages of that name.
class Details {
 public:
  void add(model::PackageDetail detail) {
    std::string key = detail.type + '\0' + detail.name;
    by_name_[key].push_back(std::move(detail));
  }

  void join(Package& package) {
    auto at = by_name_.find(package.type + '\0' + package.name);
    if (at == by_name_.end()) return;
    for (model::PackageDetail& detail : at->second) {
      if (!detail.arch.empty() && detail.arch != package.arch) continue;
      std::vector<std::string> licenses = detail.licenses;
      merge_unique(package.licenses, licenses);
      package.claimed_files.insert(package.claimed_files.end(), detail.claimed_files.begin(), detail.claimed_files.end());
      if (package.file_count > 0 || detail.file_count == 0) continue;
      package.files = detail.files;
      package.file_count = detail.file_count;
    }
  }

 private:
  std::unordered_map<std::string, std::vector<model::PackageDetail>> by_name_;
};

bool is_of_system(const Package& package) { return model::is_of_system(package.type); }

// A language's package that came with one of the operating system: said to be. What is looked for is little beside what is owned.
void find_owners(std::vector<Package>& packages) {
  std::unordered_map<std::uint64_t, const std::string*> owner_of;
  struct Wanted {
    Package* package;
    const std::string** owners[2];
  };
  std::vector<Wanted> wanted;
  for (Package& package : packages) {
    if (is_of_system(package)) continue;
    std::string_view path = package.location.path;
    const std::string** as_found = &owner_of[base::sha256_prefix(path)];
    // A package that ships /bin/x in a root whose /bin leads to /usr/bin.
    wanted.push_back({&package, {as_found, path.starts_with("usr/") ? &owner_of[base::sha256_prefix(path.substr(4))] : as_found}});
  }
  for (const Package& package : packages) {
    for (std::uint64_t file : package.claimed_files) {
      auto at = owner_of.find(file);
      if (at != owner_of.end() && at->second == nullptr) at->second = &package.name;
    }
  }
  for (const Wanted& one : wanted) {
    const std::string* owner = *one.owners[0] != nullptr ? *one.owners[0] : *one.owners[1];
    if (owner != nullptr) one.package->owner = *owner;
  }
  for (Package& package : packages) package.claimed_files = {};
}

// What a lock file names and what is installed is one package; so is what two lock files of one directory name.
void drop_declared_twins(std::vector<Package>& packages) {
  auto key = [](const Package& package, std::string_view where) {
    return package.type + '\0' + model::lookup_name(package.type, package.name) + '\0' + package.version + '\0' + std::string(where);
  };
  std::unordered_set<std::string> seen;
  for (const Package& package : packages) {
    if (!package.declared && !is_of_system(package)) seen.insert(key(package, ""));
  }
  std::erase_if(packages, [&](const Package& package) {
    if (!package.declared) return false;
    return seen.contains(key(package, "")) ||
           !seen.insert(key(package, std::string(base::parent_path(package.location.path)) + "/")).second;
  });
}

void sort_and_drop_twins(std::vector<Package>& packages) {
  std::sort(packages.begin(), packages.end(), [](const Package& a, const Package& b) {
    auto key = [](const Package& p) {
      return std::tie(p.type, p.name, p.version, p.arch, p.location.path, p.location.layer_index, p.location.inner);
    };
    return key(a) < key(b);
  });
  // One database under two names (usr-merge links) lists everything twice.
  auto same = [](const Package& a, const Package& b) {
    return std::tie(a.type, a.name, a.version, a.arch) == std::tie(b.type, b.name, b.version, b.arch) && is_of_system(a);
  };
  packages.erase(std::unique(packages.begin(), packages.end(), same), packages.end());
}

// What of them is not hidden, and not listed again with another mode.
void collect_notable(std::vector<LayerFacts>& facts, const LayerTree& tree, std::vector<model::NotableFile>& out) {
  for (std::size_t layer = 0; layer < facts.size(); ++layer) {
    for (model::NotableFile& file : facts[layer].notable) {
      std::uint64_t hash = base::sha256_prefix(file.path);
      auto lists = [&](const LayerFacts& above) {
        return std::binary_search(above.system_directories.begin(), above.system_directories.end(), hash);
      };
      bool again = std::any_of(facts.begin() + static_cast<std::ptrdiff_t>(layer) + 1, facts.end(), lists);
      if (!again && !tree.hidden(layer, file.path)) out.push_back(std::move(file));
    }
  }
  std::ranges::sort(out, {}, &model::NotableFile::path);
}

void keep_accounts(FileFacts& file, std::vector<model::AccountFile>& out) {
  constexpr std::string_view kPaths[] = {"etc/group", "etc/passwd", "etc/shadow"};
  if (std::ranges::find(kPaths, file.path) == std::end(kPaths)) return;
  std::erase_if(out, [&](const model::AccountFile& known) { return known.path == file.path; });
  out.push_back({file.path, std::move(file.accounts)});
}

}  // namespace

model::Inventory squash(std::vector<LayerFacts> facts) {
  model::Inventory out;
  LayerTree tree(facts);
  Introductions introductions(facts, tree);
  Details details;
  std::size_t best_distro = SIZE_MAX;
  for (std::size_t layer = 0; layer < facts.size(); ++layer) {
    for (FileFacts& file : facts[layer].files) {
      // What was read because a link leads to it shows by that link.
      if (file.real_path.empty() && tree.hidden(layer, file.path)) continue;
      for (Package& package : file.packages) {
        package.location.path = file.path;
        package.location.layer_index = introductions.layer_of(file.path, layer, package);
        out.packages.push_back(std::move(package));
      }
      for (model::PackageDetail& detail : file.details) details.add(std::move(detail));
      if (file.distro && model::distro_rank(file.path) < best_distro) {
        best_distro = model::distro_rank(file.path);
        out.distro = std::move(*file.distro);
      }
      keep_accounts(file, out.image_files.accounts);
      for (model::Repository& repository : file.repositories) {
        repository.path = file.path;
        out.repositories.push_back(std::move(repository));
      }
    }
    for (base::Note& note : facts[layer].notes) {
      // In terms of diff IDs: the same layer gives the same words whatever the source.
      std::string where = facts[layer].diff_id.empty() ? format("layer {}", layer + 1) : "layer " + facts[layer].diff_id.short_text();
      note.where = note.where == "layer" ? where : where + ": " + note.where;
      out.notes.push_back(std::move(note));
    }
  }
  collect_notable(facts, tree, out.image_files.notable);
  std::ranges::sort(out.image_files.accounts, {}, &model::AccountFile::path);
  out.image_files.distro = out.distro.id;
  for (Package& package : out.packages) details.join(package);
  find_owners(out.packages);
  drop_declared_twins(out.packages);
  sort_and_drop_twins(out.packages);
  std::sort(out.repositories.begin(), out.repositories.end(),
            [](const auto& a, const auto& b) { return std::tie(a.uri, a.suite, a.components) < std::tie(b.uri, b.suite, b.components); });
  return out;
}

std::vector<LayerAliases> unresolved_links(const std::vector<LayerFacts>& facts, const std::vector<std::string>& claimed,
                                           const std::function<bool(std::string_view, std::string_view)>& read_alike) {
  LayerTree tree(facts);
  std::map<std::size_t, std::vector<Alias>> wanted;
  auto known = [&](std::size_t layer, const std::string& path) {
    const auto& files = facts[layer].files;
    auto at = std::lower_bound(files.begin(), files.end(), path, [](const FileFacts& a, const std::string& b) { return a.path < b; });
    return at != files.end() && at->path == path;
  };
  for (const std::string& path : claimed) {
    std::optional<LayerTree::Place> real = tree.resolve(path);
    if (!real || real->path == path) continue;
    // A hard link keeps a file whose other name is gone.
    bool read = known(real->layer, real->path) && (!read_alike || read_alike(real->path, path));
    if (read && !tree.hidden(real->layer, real->path)) continue;
    wanted[real->layer].push_back({real->path, path});
  }
  std::vector<LayerAliases> out;
  for (auto& [layer, aliases] : wanted) out.push_back({layer, std::move(aliases)});
  return out;
}

}  // namespace batten::image
