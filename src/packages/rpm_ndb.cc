// SPDX-License-Identifier: Apache-2.0
#include "packages/rpm_ndb.h"

#include <vector>

#include "base/format.h"
#include "base/reader.h"

namespace batten::packages {
namespace {

constexpr std::uint32_t magic(const char (&text)[5]) {
  std::uint32_t out = 0;
  for (int i = 3; i >= 0; --i) out = out << 8 | static_cast<unsigned char>(text[i]);
  return out;
}

constexpr std::uint32_t kFileMagic = magic("RpmP"), kSlotMagic = magic("Slot"), kBlobMagic = magic("BlbS"), kBlobEndMagic = magic("BlbE");
constexpr std::size_t kPageBytes = 4096, kSlotBytes = 16, kHeaderSlots = 2, kBlockBytes = 16;
constexpr std::size_t kBlobHeadBytes = 16, kBlobTailBytes = 12;

std::uint32_t adler32(std::string_view bytes) {
  constexpr std::uint32_t kModulus = 65521;
  constexpr std::size_t kRun = 5552;  // the longest run whose sums fit 32 bits
  std::uint32_t a = 1, b = 0;
  while (!bytes.empty()) {
    std::string_view run = bytes.substr(0, kRun);
    for (char c : run) b += a += static_cast<unsigned char>(c);
    a %= kModulus;
    b %= kModulus;
    bytes.remove_prefix(run.size());
  }
  return b << 16 | a;
}

struct Slot {
  std::uint32_t number, offset_blocks, blocks;
};

// Which blocks of the file are taken. Blobs are disjoint: a file that says otherwise is not read again and again.
class Blocks {
 public:
  explicit Blocks(std::size_t bytes) : used_(bytes / kBlockBytes) {}
  bool take(const Slot& slot) {
    for (std::size_t i = slot.offset_blocks; i < slot.offset_blocks + std::size_t{slot.blocks}; ++i) {
      if (used_[i]) return false;
      used_[i] = true;
    }
    return true;
  }

 private:
  std::vector<bool> used_;
};

Result<std::string_view> read_blob(std::string_view bytes, const Slot& slot, Blocks& blocks) {
  std::uint64_t offset = std::uint64_t{slot.offset_blocks} * kBlockBytes;
  std::uint64_t size = std::uint64_t{slot.blocks} * kBlockBytes;
  if (offset > bytes.size() || size > bytes.size() - offset || size < kBlobHeadBytes + kBlobTailBytes) {
    return Error{Code::kCorrupt, format("its blob of {} bytes at {} lies outside the file", size, offset)};
  }
  if (!blocks.take(slot)) return Error{Code::kCorrupt, "its blob belongs to another package"};
  std::string_view blob = bytes.substr(offset, size);
  base::Reader head(blob);
  bool right = head.u32le() == kBlobMagic && head.u32le() == slot.number;
  head.skip(4);
  std::uint32_t length = head.u32le();
  // The tail ends the last block; padding stands before it.
  if (!right || length > size - kBlobHeadBytes - kBlobTailBytes) return Error{Code::kCorrupt, "no blob begins where its slot says"};
  base::Reader tail(blob);
  tail.seek(size - kBlobTailBytes);
  std::uint32_t sum = tail.u32le();
  if (tail.u32le() != length || tail.u32le() != kBlobEndMagic) return Error{Code::kCorrupt, "its blob has no end"};
  if (sum != adler32(blob.substr(0, size - kBlobTailBytes))) return Error{Code::kCorrupt, "its blob has a wrong checksum"};
  return blob.substr(kBlobHeadBytes, length);
}

}  // namespace

Result<void> read_ndb(std::string_view bytes, const BlobVisitor& visit, const TroubleVisitor& trouble) {
  base::Reader header(bytes);
  std::uint32_t file_magic = header.u32le();
  std::uint32_t version = header.u32le();
  header.skip(4);
  std::uint32_t slot_pages = header.u32le();
  if (!header.ok() || file_magic != kFileMagic) return Error{Code::kCorrupt, "not an rpm NDB database"};
  if (version != 0) return Error{Code::kUnsupported, format("rpm NDB database of version {}; 0 is known", version)};
  std::uint64_t slots_end = std::uint64_t{slot_pages} * kPageBytes;
  if (slot_pages == 0 || slots_end > bytes.size()) {
    return Error{Code::kCorrupt, format("rpm NDB database: {} pages of slots in {} bytes", slot_pages, bytes.size())};
  }
  base::Reader slots(bytes.substr(0, slots_end));
  slots.seek(kHeaderSlots * kSlotBytes);
  Blocks blocks(bytes.size());
  while (!slots.at_end()) {
    std::uint32_t slot_magic = slots.u32le();
    Slot slot{.number = slots.u32le(), .offset_blocks = slots.u32le(), .blocks = slots.u32le()};
    if (slot_magic != kSlotMagic) {
      trouble(format("the slot at {} is none", slots.position() - kSlotBytes));
      continue;
    }
    if (slot.offset_blocks == 0) continue;
    Result<std::string_view> blob = read_blob(bytes, slot, blocks);
    if (blob) {
      visit(slot.number, *blob);
    } else {
      trouble(format("package number {}: {}", slot.number, blob.error().message));
    }
  }
  return {};
}

}  // namespace batten::packages
