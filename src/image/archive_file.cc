// SPDX-License-Identifier: Apache-2.0
#include "image/archive_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/byte_source.h"
#include "base/file.h"
#include "base/format.h"

namespace batten::image {
namespace {

constexpr std::uint64_t kMaxDocumentBytes = 8u << 20;

std::string head_of(int fd) {
  std::string head(512, '\0');
  ssize_t got = ::pread(fd, head.data(), head.size(), 0);
  head.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return head;
}

}  // namespace

bool looks_like_archive(const std::string& path) {
  if (path == "-") return true;
  if (!base::is_regular_file(path)) return false;
  auto fd = base::open_read(path);
  if (!fd) return false;
  std::string head = head_of(fd->get());
  return (head.size() >= 265 && head.substr(257, 5) == "ustar") || archive::detect_compression(head) != archive::Compression::kNone;
}

Result<std::shared_ptr<ArchiveFile>> ArchiveFile::open(base::Fd fd, const SourceOptions& options, Parser& parser) {
  auto out = std::make_shared<ArchiveFile>();
  out->fd_ = std::move(fd);
  int number = out->fd_.get();
  struct stat info{};
  if (::fstat(number, &info) != 0) return base::errno_error("archive", errno);
  bool seekable = S_ISREG(info.st_mode);
  if (seekable) {
    out->size_bytes_ = static_cast<std::uint64_t>(info.st_size);
    std::string head = head_of(number);
    if (archive::detect_compression(head) == archive::Compression::kNone) {
      ArchiveIndex index = TRY(parser.archive_index(number));
      for (ArchiveMember& member : index.members) {
        // The worker's numbers are not to be trusted further than the file goes.
        if (member.offset > out->size_bytes_ || member.size_bytes > out->size_bytes_ - member.offset) {
          if (member.link_target.empty())
            return Error{Code::kCorrupt, format("archive member {}: reaches beyond the end of the file", member.name)};
        }
        std::string name = member.name;
        out->members_[name] = std::move(member);
      }
      out->notes_ = std::move(index.notes);
      return out;
    }
  }
  out->streamed_ = true;
  LayerBytes bytes{number, 0, seekable ? std::optional(out->size_bytes_) : std::nullopt};
  base::Progress* progress = options.progress;
  ArchiveContents contents = TRY(parser.archive_contents(bytes, [&](std::uint64_t done) {
    if (progress != nullptr) progress->update("archive", done, out->size_bytes_);
  }));
  if (progress != nullptr) progress->finish("archive");
  for (SmallMember& member : contents.documents) out->documents_[member.name] = std::move(member.bytes);
  for (LayerMember& member : contents.layers) out->facts_[member.name] = std::move(member.facts);
  out->notes_ = std::move(contents.notes);
  return out;
}

Result<const ArchiveMember*> ArchiveFile::member(std::string name) const {
  for (int links = 0; links < 10; ++links) {
    auto at = members_.find(name);
    if (at == members_.end()) return Error{Code::kNotFound, format("archive has no member {}", name)};
    if (at->second.link_target.empty()) return &at->second;
    name = at->second.link_target;
  }
  return Error{Code::kCorrupt, format("archive member {}: its links go round in a circle", name)};
}

bool ArchiveFile::has(const std::string& name) const {
  return streamed_ ? documents_.contains(name) || facts_.contains(name) : member(name).has_value();
}

Result<std::string> ArchiveFile::document(const std::string& name) const {
  if (streamed_) {
    auto at = documents_.find(name);
    if (at == documents_.end()) return Error{Code::kNotFound, format("archive has no document {}", name)};
    return at->second;
  }
  const ArchiveMember* found = TRY(member(name));
  if (found->size_bytes > kMaxDocumentBytes)
    return Error{Code::kLimit, format("archive member {}: {} bytes for a document", name, found->size_bytes)};
  return TRY_IN("archive member " + name, base::read_at(fd_.get(), found->offset, found->size_bytes));
}

Result<LayerHandle> ArchiveFile::layer(const std::shared_ptr<ArchiveFile>& archive, const std::string& name) {
  LayerHandle handle;
  if (archive->streamed_) {
    auto at = archive->facts_.find(name);
    if (at == archive->facts_.end()) return Error{Code::kNotFound, format("archive has no readable layer {}", name)};
    handle.facts = at->second;
    return handle;
  }
  const ArchiveMember* found = TRY(archive->member(name));
  handle.size_bytes = found->size_bytes;
  handle.open = [archive, offset = found->offset, size = found->size_bytes]() -> Result<LayerInput> {
    LayerInput input;
    input.fd = base::Fd(::fcntl(archive->fd_.get(), F_DUPFD_CLOEXEC, 3));
    if (!input.fd.valid()) return base::errno_error("archive", errno);
    input.offset = offset;
    input.size_bytes = size;
    return input;
  };
  return handle;
}

}  // namespace batten::image
