// SPDX-License-Identifier: Apache-2.0
#include "image/archive_pass.h"

#include <utility>

#include "archive/tar.h"
#include "base/file.h"
#include "base/format.h"
#include "base/path.h"
#include "base/text.h"

namespace batten::image {
namespace {

constexpr std::size_t kMaxMembers = 100'000;
constexpr std::uint64_t kMaxDocumentBytes = 8u << 20;
constexpr std::uint64_t kMaxDocumentsBytes = 64u << 20;

base::Note left_out(std::string_view name, std::string message) {
  return {base::Note::Kind::kSkipped, "archive member " + base::printable(name.substr(0, 200)), std::move(message), ""};
}

bool looks_like_json(std::string_view head) {
  std::string_view text = base::trim(head.substr(0, 256));
  return text.starts_with('{') || text.starts_with('[');
}

bool looks_like_tar(std::string_view head) { return head.size() >= 265 && head.substr(257, 5) == "ustar"; }

}  // namespace

Result<ArchiveIndex> index_archive(int fd, std::uint64_t size_bytes) {
  ArchiveIndex index;
  auto source = archive::file_source(fd, 0, size_bytes, 4096);  // headers only: contents are passed over
  archive::TarReader tar(*source);
  while (std::optional<archive::TarEntry> entry = TRY(tar.next())) {
    if (index.members.size() >= kMaxMembers) return Error{Code::kLimit, format("archive with more than {} members", kMaxMembers)};
    if (entry->type == archive::EntryType::kDirectory) continue;
    std::optional<std::string> name = base::normal_path(entry->name);
    if (!name || name->empty()) {
      index.notes.push_back(left_out(entry->name, "the name leaves the archive; left out"));
      continue;
    }
    ArchiveMember member{*name, entry->content_offset, entry->size_bytes, ""};
    if (entry->type == archive::EntryType::kSymlink) {
      member.link_target = base::link_target(*name, entry->link_name);
    } else if (entry->type == archive::EntryType::kHardLink) {
      member.link_target = base::normal_path(entry->link_name).value_or("");
    } else if (entry->type != archive::EntryType::kFile) {
      continue;
    }
    index.members.push_back(std::move(member));
  }
  return index;
}

Result<ArchiveContents> read_archive(archive::ByteSource& stored, LayerVisitor& visitor, bool with_files,
                                     const std::function<void(std::uint64_t)>& tick) {
  std::uint64_t done = 0, ticked = 0, document_bytes = 0;
  auto counted = archive::observed_source(stored, [&](std::string_view chunk) {
    done += chunk.size();
    if (tick && done - ticked >= (8u << 20)) tick(ticked = done);
  });
  auto inflated = archive::sniffed_source(*counted);
  archive::TarReader tar(*inflated);
  ArchiveContents out;
  LayerPassOptions options;
  options.threaded = false;
  options.with_files = with_files;
  while (std::optional<archive::TarEntry> entry = TRY(tar.next())) {
    std::optional<std::string> name = base::normal_path(entry->name);
    if (!name || name->empty() || entry->type != archive::EntryType::kFile || entry->size_bytes == 0) continue;
    if (out.documents.size() + out.layers.size() >= kMaxMembers)
      return Error{Code::kLimit, format("archive with more than {} members", kMaxMembers)};
    archive::EntrySource content(tar);
    archive::PeekedSource whole(content);
    std::string_view head = TRY(whole.head(512));  // a tar header: enough to tell
    if (looks_like_json(head)) {
      if (entry->size_bytes > kMaxDocumentBytes || document_bytes + entry->size_bytes > kMaxDocumentsBytes) {
        out.notes.push_back(left_out(*name, format("a JSON document of {} is not read", base::human_size(entry->size_bytes))));
        continue;
      }
      document_bytes += entry->size_bytes;
      std::string document = TRY(archive::read_all(whole, kMaxDocumentBytes));
      out.documents.push_back({*name, std::move(document)});
    } else if (looks_like_tar(head) || archive::detect_compression(head) != archive::Compression::kNone) {
      Result<model::LayerFacts> facts = read_layer(whole, visitor, options, {});
      if (!facts) {
        out.notes.push_back(left_out(*name, facts.error().message));
        continue;
      }
      out.layers.push_back({*name, std::move(*facts)});
    }
  }
  return out;
}

}  // namespace batten::image
