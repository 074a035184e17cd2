// SPDX-License-Identifier: Apache-2.0
#include "image/layer_pass.h"

#include <algorithm>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/format.h"
#include "base/hash.h"
#include "base/path.h"
#include "base/text.h"
#include "image/threaded_source.h"

namespace batten::image {
namespace {

using archive::EntryType;
using archive::TarEntry;

constexpr std::string_view kWhiteout = ".wh.";
constexpr std::string_view kOpaque = ".wh..wh..opq";
constexpr std::uint64_t kTickBytes = 8 << 20;
constexpr std::uint64_t kReserve = 64 << 20;  // kept for the next file
constexpr std::size_t kMaxLinks = 500'000, kMaxWhiteouts = 500'000, kMaxClaimedFiles = 10'000;

class LayerPass {
 public:
  LayerPass(LayerVisitor& visitor, const LayerPassOptions& options) : visitor_(visitor), options_(options) {
    if (options.aliases == nullptr) return;
    for (const Alias& alias : *options.aliases) aliases_[alias.path].push_back(alias.claimed_path);
  }

  Result<model::LayerFacts> run(archive::ByteSource& tar_bytes) {
    archive::TarReader tar(tar_bytes, options_.tar);
    while (std::optional<TarEntry> entry = TRY(tar.next())) {
      ++facts_.entry_count;
      std::string where = format("entry {} ({})", tar.entry_count(), base::printable(std::string_view(entry->name).substr(0, 200)));
      TRY_IN(where, take(tar, *entry));
    }
    if (!tar.ended_properly()) note("layer", "the archive ends without its end marker: it may have been cut off");
    TRY(tar.drain());
    std::sort(facts_.path_hashes.begin(), facts_.path_hashes.end());
    keep_last_of_each_path();
    if (left_out_notes_ > 0) {
      facts_.notes.push_back(
          {base::Note::Kind::kSkipped, "layer", format("{} more notes of this layer are left out", left_out_notes_), ""});
    }
    return std::move(facts_);
  }

 private:
  Result<void> take(archive::TarReader& tar, const TarEntry& entry) {
    std::optional<std::string> path = base::normal_path(entry.name);
    if (!path) {
      note(entry.name, "the name leaves the root of the image; left out");
      return {};
    }
    if (path->empty()) return {};  // the root itself
    std::string_view name = base::base_name(*path);
    if (name.starts_with(kWhiteout)) return whiteout(*path, name);
    if (entry.type == EntryType::kDirectory) return {};
    if (facts_.path_hashes.empty()) facts_.path_hashes.reserve(4096);
    facts_.path_hashes.push_back(base::sha256_prefix(*path));
    switch (entry.type) {
      case EntryType::kSymlink: return link({std::move(*path), entry.link_name, false});
      case EntryType::kHardLink: {
        std::optional<std::string> target = base::normal_path(entry.link_name);
        if (!target) {
          note(entry.name, "a hard link to a place outside the root of the image; left out");
          return {};
        }
        return link({std::move(*path), std::move(*target), true});
      }
      case EntryType::kFile: return file(tar, entry, *path);
      default: return {};
    }
  }

  Result<void> whiteout(const std::string& path, std::string_view name) {
    if (facts_.whiteouts.size() + facts_.opaque_dirs.size() >= kMaxWhiteouts)
      return Error{Code::kLimit, format("more than {} whiteouts", kMaxWhiteouts)};
    std::string_view parent = base::parent_path(path);
    if (name == kOpaque) {
      facts_.opaque_dirs.emplace_back(parent);
    } else if (!name.starts_with(".wh..wh.")) {  // other names of that form belong to AUFS itself
      std::string hidden(parent);
      if (!hidden.empty()) hidden.push_back('/');
      hidden += name.substr(kWhiteout.size());
      facts_.whiteouts.push_back(std::move(hidden));
    }
    return {};
  }

  Result<void> link(model::Link link) {
    if (facts_.links.size() >= kMaxLinks) return Error{Code::kLimit, format("more than {} links", kMaxLinks)};
    if (link.hard) {
      // A hard link is the file that went by before it; only those that lead from or to a claimed name matter.
      if (visitor_.wanted(link.path) == 0 && visitor_.wanted(link.target) == 0) return {};  // a program has the target's name
    }
    if (link.target.size() > 4096) return {};  // longer than the kernel would follow
    facts_.links.push_back(std::move(link));
    return {};
  }

  Result<void> file(archive::TarReader& tar, const TarEntry& entry, const std::string& path) {
    FileShown shown{path, entry.mode & 07777u, entry.size_bytes};
    archive::EntrySource content(tar);
    if (!visitor_.sees_everything()) return claimed(shown, content);
    visitor_.content_begins(shown);
    auto seen = archive::observed_source(content, [this](std::string_view bytes) { visitor_.content(bytes); });
    TRY(claimed(shown, *seen));
    while (!TRY(seen->next()).empty()) {
    }
    base::Notes notes;
    visitor_.content_ends(facts_, notes);
    for (base::Note& item : notes) note(std::move(item));
    return {};
  }

  // What the catalogers want of a file.
  Result<void> claimed(const FileShown& shown, archive::ByteSource& content) {
    const std::string path(shown.path);
    auto alias = aliases_.find(path);
    std::uint64_t needed = visitor_.wanted(path);
    if (needed > 0 && alias == aliases_.end() && visitor_.wants_stream(path)) return stream(shown, "", shown.size_bytes, needed, content);
    bool by_name = needed > 0;
    archive::PeekedSource whole(content);
    if (shown.size_bytes > 0 && (shown.mode & 0111u) != 0) {
      WantedByHead by_head = visitor_.wanted_by_head(shown, TRY(whole.head(kHeadBytes)));
      if (!by_head.left_out.empty()) note({base::Note::Kind::kInfo, base::printable(path), std::string(by_head.left_out), ""});
      needed = std::max(needed, by_head.bytes);
    }
    bool wanted = by_name || needed > 0;
    if (alias != aliases_.end()) {
      const std::vector<std::string>& names = alias->second;
      if (!wanted && names.size() == 1 && visitor_.wants_stream(names[0])) {
        return stream({names[0], shown.mode, shown.size_bytes}, path, shown.size_bytes, visitor_.wanted(names[0]), whole);
      }
      // What has several names is held, also where it would be a stream: no more of it than is kept for one file.
      for (const std::string& claimed : names) {
        std::uint64_t most = visitor_.wanted(claimed);
        needed = std::max(needed, visitor_.wants_stream(claimed) ? std::min(most, kReserve) : most);
      }
      if (visitor_.wants_stream(path)) needed = std::min(needed, kReserve);
    }
    if (needed == 0 || !fits(path, shown.size_bytes, needed)) return {};
    content_.clear();
    content_.reserve(static_cast<std::size_t>(shown.size_bytes));  // at most what fits() allows, and only what is written costs memory
    while (true) {
      std::string_view part = TRY(whole.next());
      if (part.empty()) break;
      content_ += part;
    }
    if (wanted) visit(shown, "", content_);
    if (alias != aliases_.end()) {
      for (const std::string& claimed : alias->second) visit({claimed, shown.mode, shown.size_bytes}, path, content_);
    }
    if (content_.capacity() > kReserve) content_ = std::string();
    return {};
  }

  // A file that is longer than allowed becomes a note, and hides those of its name below.
  bool fits(const std::string& path, std::uint64_t size, std::uint64_t allowed) {
    if (size <= allowed) return true;
    note(path, format("{} is more than the {} that are read of such a file", base::human_size(size), base::human_size(allowed)));
    facts_.files.push_back({.path = path, .real_path = {}, .packages = {}, .details = {}, .distro = {}, .repositories = {}});
    return false;
  }

  Result<void> stream(const FileShown& shown, const std::string& real_path, std::uint64_t size, std::uint64_t allowed,
                      archive::ByteSource& content) {
    std::string path(shown.path);
    if (!fits(real_path.empty() ? path : real_path, size, allowed)) return {};
    base::Notes notes;
    model::FileFacts facts;
    facts.path = path;
    facts.real_path = real_path;
    visitor_.stream(shown, content, facts, notes);
    keep(std::move(facts), std::move(notes));
    return {};
  }

  void visit(const FileShown& shown, const std::string& real_path, std::string_view content) {
    model::FileFacts facts;
    facts.path = shown.path;
    facts.real_path = real_path;
    base::Notes notes;
    visitor_.file(shown, content, facts, notes);
    keep(std::move(facts), std::move(notes));
  }

  void keep(model::FileFacts facts, base::Notes notes) {
    for (model::Package& package : facts.packages) count_files(package);
    for (model::PackageDetail& detail : facts.details) count_files(detail);
    for (base::Note& item : notes) note(std::move(item));
    facts_.files.push_back(std::move(facts));
  }

  template <typename T>
  void count_files(T& owner) const {
    owner.file_count = owner.files.size();
    for (const std::string& file : owner.files) {
      if (owner.claimed_files.size() >= kMaxClaimedFiles) break;
      if (visitor_.wanted(file) > 0 || visitor_.may_be_wanted(file)) owner.claimed_files.push_back(base::sha256_prefix(file));
    }
    if (!options_.with_files) owner.files = {};
  }

  // A tar may hold a path twice: the later entry is what an extraction leaves. Where a link leads from a path, what lies at it is not seen.
  void keep_last_of_each_path() {
    std::map<std::string_view, std::size_t> last;
    for (std::size_t i = 0; i < facts_.files.size(); ++i) {
      auto [at, first] = last.try_emplace(facts_.files[i].path, i);
      if (!first && (facts_.files[at->second].real_path.empty() || !facts_.files[i].real_path.empty())) at->second = i;
    }
    std::vector<model::FileFacts> kept;
    kept.reserve(last.size());
    for (const auto& [path, index] : last) kept.push_back(facts_.files[index]);  // copied: the keys are views of the paths
    facts_.files = std::move(kept);
  }

  void note(std::string_view where, std::string message) {
    note(base::Note{base::Note::Kind::kSkipped, base::printable(where.substr(0, 300)), std::move(message), ""});
  }
  void note(base::Note item) {
    if (facts_.notes.size() < options_.max_notes) {
      facts_.notes.push_back(std::move(item));
    } else {
      ++left_out_notes_;
    }
  }

  LayerVisitor& visitor_;
  const LayerPassOptions& options_;
  std::unordered_map<std::string, std::vector<std::string>> aliases_;
  model::LayerFacts facts_;
  std::string content_;
  std::size_t left_out_notes_ = 0;
};

}  // namespace

Result<model::LayerFacts> read_layer(archive::ByteSource& stored, LayerVisitor& visitor, const LayerPassOptions& options,
                                     const std::function<void(std::uint64_t)>& tick) {
  // The stored bytes: counted and hashed as they are read. Whether they are compressed is told by their first bytes.
  archive::PeekedSource peeked(stored);
  archive::Compression compression = archive::detect_compression(TRY(peeked.head(512)));
  bool compressed = compression != archive::Compression::kNone;

  base::Sha256 blob_hash, tar_hash;
  std::uint64_t done = 0, ticked = 0;
  auto counted = archive::observed_source(peeked, [&](std::string_view chunk) {
    if (compressed) blob_hash.update(chunk);
    done += chunk.size();
    if (done - ticked >= kTickBytes) {
      ticked = done;
      if (tick) tick(done);
    }
  });
  auto inflated = archive::inflated_source(*counted, compression, options.inflate);
  std::unique_ptr<archive::ByteSource> ahead;
  if (compressed && options.threaded) ahead = threaded_source(*inflated);
  auto hashed = archive::observed_source(ahead ? *ahead : *inflated, [&](std::string_view chunk) { tar_hash.update(chunk); });

  LayerPass pass(visitor, options);
  model::LayerFacts facts = TRY(pass.run(*hashed));
  facts.diff_id = model::Digest::of_sha256_hex(tar_hash.finish_hex());
  if (compressed) {
    // Bytes after the compressed stream belong to the blob's digest too.
    ahead.reset();
    while (!TRY(counted->next()).empty()) {
    }
    facts.blob_digest = model::Digest::of_sha256_hex(blob_hash.finish_hex());
  } else {
    facts.blob_digest = facts.diff_id;
  }
  return facts;
}

}  // namespace batten::image
