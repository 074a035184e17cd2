// SPDX-License-Identifier: Apache-2.0
#include "archive/zip_stream.h"

#include <algorithm>

#include "base/format.h"
#include "base/reader.h"
#include "base/text.h"

namespace batten::archive {
namespace {

constexpr std::uint32_t kLocal = 0x04034b50, kEntry = 0x02014b50, kEnd = 0x06054b50, kEnd64 = 0x06064b50, kDescriptor = 0x08074b50;
constexpr std::size_t kLocalBytes = 30, kDescriptorBytes = 24, kMostBehind = 8, kOutBytes = 64u << 10;
constexpr std::uint32_t k32 = 0xffffffff;
constexpr std::uint64_t kFreeBytes = 64u << 20;

std::uint32_t signature_of(std::string_view bytes) { return base::Reader(bytes).u32le(); }

}  // namespace

class ZipStream::Content final : public ByteSource {
 public:
  explicit Content(ZipStream& zip) : zip_(zip) {}
  Result<std::string_view> next() override { return zip_.next_chunk(); }

 private:
  ZipStream& zip_;
};

ZipStream::ZipStream(ByteSource& inner, ZipBudget& budget, bool nested)
    : window_(inner), budget_(budget), nested_(nested), content_(std::make_unique<Content>(*this)) {}
ZipStream::~ZipStream() = default;

ByteSource& ZipStream::content() { return *content_; }

void ZipStream::count_read() {
  if (!nested_) budget_.read_bytes += window_.position() - counted_;
  counted_ = window_.position();
}

Result<void> ZipStream::spend(std::uint64_t inflated) {
  count_read();
  budget_.inflated_bytes += inflated;
  if (budget_.inflated_bytes > budget_.max_inflated_bytes) {
    budget_.spent = true;
    return Error{Code::kLimit, format("more than {} when inflated", base::human_size(budget_.max_inflated_bytes))};
  }
  if (budget_.inflated_bytes > kFreeBytes && budget_.inflated_bytes / budget_.max_ratio > budget_.read_bytes) {
    budget_.spent = true;
    return Error{Code::kLimit, format("{} became {}: a decompression bomb", base::human_size(budget_.read_bytes),
                                      base::human_size(budget_.inflated_bytes))};
  }
  return {};
}

Result<const ZipStreamMember*> ZipStream::next() {
  if (budget_.spent) return Error{Code::kLimit, "not read further"};
  TRY(finish_member());
  std::uint32_t signature = 0;
  while (TRY(find_signature(signature))) {
    std::uint64_t position = window_.position();
    switch (signature) {
      case kLocal: TRY(take_header()); return &member_;
      case kEntry: TRY(take_directory_entry()); break;
      case kEnd:
      case kEnd64: {
        std::size_t size = signature == kEnd ? ZipDirectory::kEndBytes : ZipDirectory::kEnd64Bytes;
        std::string_view bytes = TRY(window_.peek(size));
        if (bytes.size() < size) return Error{Code::kCorrupt, "zip: cut off in its end record"};
        signature == kEnd ? directory_.end(position, bytes) : directory_.end64(position, bytes);
        // What follows, the comment too, is looked through: the last end record is the one that counts.
        window_.take(size);
        break;
      }
      default: window_.take(4);
    }
    count_read();
  }
  count_read();
  if (!directory_.has_end()) {
    return Error{Code::kCorrupt,
                 has_members_ || directory_.entry_count() > 0 ? "zip: no end record, it may have been cut off" : "zip: not a zip archive"};
  }
  directory_.compare(doubts_);
  return nullptr;
}

// To the next signature that means something; true when there is one. Usually it stands right there.
Result<bool> ZipStream::find_signature(std::uint32_t& signature) {
  while (true) {
    std::string_view bytes = TRY(window_.peek(4));
    if (bytes.size() < 4) {
      window_.take(bytes.size());
      return false;
    }
    signature = signature_of(bytes);
    if (signature == kLocal || signature == kEntry || signature == kEnd || signature == kEnd64) return true;
    std::size_t at = bytes.find('P', 1);
    window_.take(at == std::string_view::npos ? bytes.size() : at);
  }
}

Result<void> ZipStream::take_header() {
  if (++budget_.members > budget_.max_members) {
    budget_.spent = true;
    return Error{Code::kLimit, format("zip: more than {} members", budget_.max_members)};
  }
  has_members_ = true;
  member_ = {};
  member_.offset = window_.position();
  base::Reader fixed(TRY(window_.peek(kLocalBytes)));
  fixed.skip(4 + 2);
  std::uint16_t flags = fixed.u16le();
  member_.method = fixed.u16le();
  fixed.skip(2 + 2 + 4);
  std::uint64_t stored = fixed.u32le(), size = fixed.u32le();
  std::size_t name_size = fixed.u16le(), extra_size = fixed.u16le();
  TRY(fixed.finish("zip: header of a member"));
  std::size_t whole = kLocalBytes + name_size + extra_size;
  base::Reader reader(TRY(window_.peek(whole)));
  reader.skip(kLocalBytes);
  std::string_view name = reader.bytes(name_size);
  base::Reader extra(reader.bytes(extra_size));
  TRY(reader.finish("zip: header of a member"));
  while (extra.ok() && extra.remaining() >= 4) {
    std::uint16_t id = extra.u16le();
    base::Reader field(extra.bytes(extra.u16le()));
    if (id != 1) continue;
    if (size == k32) size = field.u64le();
    if (stored == k32) stored = field.u64le();
  }
  member_.encrypted = (flags & 1) != 0;
  if (name_size > budget_.max_name_bytes) {
    doubts_.add(format("a name of {} bytes: the member is left out", name_size));
    member_.method = 0xffff;
  }
  member_.name = name.substr(0, budget_.max_name_bytes);
  has_descriptor_ = (flags & 8) != 0;
  window_.take(whole);

  open_ = true;
  content_ended_ = content_failed_ = false;
  made_ = 0;
  data_start_ = window_.position();
  data_end_.reset();
  if (!has_descriptor_ || stored != 0) {
    if (stored > UINT64_MAX - data_start_) return Error{Code::kCorrupt, "zip: a member longer than any file"};
    data_end_ = data_start_ + stored;
  }
  bool deflated = member_.readable() && member_.method == 8;
  mode_ = deflated ? Mode::kDeflated : data_end_ ? Mode::kStored : Mode::kUntilDescriptor;
  if (deflated) {
    if (!codec_) {
      codec_ = make_deflate_codec();
      out_.resize(kOutBytes);
    }
    TRY(codec_->start());
    tail_.clear();
  }
  return {};
}

Result<std::string_view> ZipStream::next_chunk() {
  if (!open_ || content_ended_ || !member_.readable()) return std::string_view();
  if (content_failed_) return Error{Code::kCorrupt, "zip: not read further"};
  auto read = [&]() -> Result<std::string_view> {
    switch (mode_) {
      case Mode::kNone: return std::string_view();
      case Mode::kStored: return next_stored();
      case Mode::kDeflated: return next_deflated();
      case Mode::kUntilDescriptor: return next_until_descriptor();
    }
    return std::string_view();
  };
  Result<std::string_view> chunk = read();
  if (!chunk) {
    content_failed_ = true;
    return chunk;
  }
  if (chunk->empty()) content_ended_ = true;
  made_ += chunk->size();
  return chunk;
}

Result<std::string_view> ZipStream::next_stored() {
  std::uint64_t left = *data_end_ - window_.position();
  if (left == 0) return std::string_view();
  std::string_view bytes = TRY(window_.peek(1));
  if (bytes.empty()) return Error{Code::kCorrupt, "zip: cut off in a member"};
  bytes = bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(left, bytes.size())));
  window_.take(bytes.size());
  TRY(spend(bytes.size()));
  return bytes;
}

// The decoder took the bytes, and of these and those before so many too much.
void ZipStream::take_deflated(std::string_view bytes, std::size_t behind) {
  if (behind <= bytes.size()) {
    tail_.append(bytes.substr(bytes.size() - std::min(bytes.size(), kMostBehind)));
    window_.take(bytes.size() - behind);
  } else {
    std::string before = tail_.substr(tail_.size() - std::min(tail_.size(), behind - bytes.size()));
    window_.put_back(before);
  }
  if (tail_.size() > kMostBehind) tail_.erase(0, tail_.size() - kMostBehind);
}

Result<std::string_view> ZipStream::next_deflated() {
  while (true) {
    std::string_view bytes = TRY(window_.peek(1));
    if (data_end_)
      bytes = bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(*data_end_ - window_.position(), bytes.size())));
    std::string_view left = bytes;
    CodecStep step = TRY_IN("zip: deflate", codec_->step(left, out_));
    bool stuck = step.made == 0 && !step.ended && left.size() == bytes.size();
    take_deflated(bytes.substr(0, bytes.size() - left.size()), step.behind);
    TRY(spend(step.made));
    if (step.ended) {
      mode_ = Mode::kNone;
      if (!data_end_) data_end_ = window_.position();
    } else if (stuck && bytes.empty()) {
      return Error{Code::kCorrupt, "zip: a member ends early"};
    }
    if (step.made > 0) return std::string_view(out_.data(), step.made);
    if (step.ended) return std::string_view();
  }
}

// A stored member whose length stands behind it: it ends where a descriptor with signature gives just that length.
Result<std::string_view> ZipStream::next_until_descriptor() {
  while (true) {
    std::string_view bytes = TRY(window_.peek(kDescriptorBytes));
    if (bytes.size() < 12) return Error{Code::kCorrupt, "zip: cut off in a member of unknown length"};
    std::size_t at = bytes.find('P');
    std::size_t length = 0;
    if (at == 0 && signature_of(bytes) == kDescriptor && descriptor_fits(bytes, false, length)) {
      data_end_ = window_.position();
      mode_ = Mode::kNone;
      return std::string_view();
    }
    std::size_t part = at == 0 ? 1 : std::min(at, bytes.size());
    window_.take(part);
    TRY(spend(part));
    return bytes.substr(0, part);
  }
}

// Does a descriptor stand at the front that says what was read? Its four forms: with signature or without, lengths of 4 or 8 bytes.
bool ZipStream::descriptor_fits(std::string_view bytes, bool with_sizes, std::size_t& length) const {
  std::uint64_t stored = window_.position() - data_start_;
  for (bool with_signature : {true, false}) {
    if (with_signature != (signature_of(bytes) == kDescriptor)) continue;
    for (bool wide : {false, true}) {
      base::Reader reader(bytes);
      reader.skip(with_signature ? 8 : 4);
      std::uint64_t says_stored = wide ? reader.u64le() : reader.u32le(), says_size = wide ? reader.u64le() : reader.u32le();
      length = reader.position();
      bool sizes_fit = !with_sizes || says_size == made_;
      // A member that is only stored is as long as it is, whether or not it could be read.
      if (!with_sizes && member_.method == 0 && !member_.encrypted) sizes_fit = says_size == stored;
      if (reader.ok() && says_stored == stored && sizes_fit) return true;
    }
  }
  return false;
}

Result<void> ZipStream::take_descriptor() {
  std::string_view bytes = TRY(window_.peek(kDescriptorBytes));
  std::size_t length = 0;
  bool inflated = content_ended_ && !content_failed_ && member_.readable();
  if (descriptor_fits(bytes, inflated, length)) {
    window_.take(length);
  } else {
    doubts_.add(format("{}: what follows it does not say its length", base::printable(std::string_view(member_.name).substr(0, 200))));
  }
  return {};
}

Result<void> ZipStream::finish_member() {
  if (!open_) return {};
  if (!data_end_) {
    if (content_failed_) return Error{Code::kCorrupt, "zip: where the member ends is not known"};
    if (member_.readable()) {
      while (!TRY(next_chunk()).empty()) {
      }
    } else {
      while (!TRY(next_until_descriptor()).empty()) {
      }
    }
  }
  std::uint64_t left = *data_end_ - window_.position();
  if (mode_ == Mode::kNone && content_ended_ && left > 0) {
    doubts_.add(format("{}: {} bytes behind its end", base::printable(std::string_view(member_.name).substr(0, 200)), left));
  }
  TRY_IN("zip: a member", window_.pass(left));
  directory_.member(member_.offset, member_.name, window_.position() - data_start_);
  if (has_descriptor_) TRY(take_descriptor());
  open_ = false;
  count_read();
  return {};
}

Result<void> ZipStream::take_directory_entry() {
  std::uint64_t position = window_.position();
  std::string_view fixed = TRY(window_.peek(ZipDirectory::kEntryBytes));
  if (fixed.size() < ZipDirectory::kEntryBytes) return Error{Code::kCorrupt, "zip: cut off in its directory"};
  std::size_t whole = ZipDirectory::lengths(fixed).all();
  std::string_view bytes = TRY(window_.peek(whole));
  if (bytes.size() < whole) return Error{Code::kCorrupt, "zip: cut off in its directory"};
  if (directory_.entry_count() >= budget_.max_members) {
    budget_.spent = true;
    return Error{Code::kLimit, format("zip: a directory of more than {} members", budget_.max_members)};
  }
  directory_.entry(position, bytes);
  window_.take(whole);
  return {};
}

}  // namespace batten::archive
