// SPDX-License-Identifier: Apache-2.0
//
// The bytes of a segment of the queue (see disk_queue.h), which may have been cut off at any place.
#include <array>

#include "alert/disk_queue.h"
#include "base/reader.h"
#include "base/writer.h"

namespace batten::alert {
namespace {

// CRC-32C (Castagnoli; RFC 3720, 12.1), reflected.
constexpr std::array<std::uint32_t, 256> make_table() {
  std::array<std::uint32_t, 256> out{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t value = byte;
    for (int bit = 0; bit < 8; ++bit) value = (value & 1) != 0 ? (value >> 1) ^ 0x82f63b78u : value >> 1;
    out[byte] = value;
  }
  return out;
}
constexpr std::array<std::uint32_t, 256> kTable = make_table();

}  // namespace

std::uint32_t crc32c(std::string_view bytes) {
  std::uint32_t value = ~0u;
  for (char c : bytes) value = kTable[(value ^ static_cast<unsigned char>(c)) & 0xff] ^ (value >> 8);
  return ~value;
}

std::string framed(std::string_view record) {
  base::Writer writer;
  writer.u32le(static_cast<std::uint32_t>(record.size()));
  writer.u32le(crc32c(record));
  writer.bytes(record);
  return writer.take();
}

SegmentScan scan_segment(std::string_view bytes) {
  SegmentScan out;
  if (!bytes.starts_with(kSegmentMagic)) return out;
  base::Reader reader(bytes);
  reader.skip(kSegmentMagic.size());
  out.good_bytes = reader.position();
  while (!reader.at_end()) {
    std::uint32_t size = reader.u32le(), sum = reader.u32le();
    if (size > kMaxRecord) return out;
    std::string_view record = reader.bytes(size);
    if (!reader.ok() || crc32c(record) != sum) return out;
    out.records.push_back(record);
    out.good_bytes = reader.position();
  }
  out.whole = true;
  return out;
}

}  // namespace batten::alert
