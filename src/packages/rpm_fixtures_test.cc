// SPDX-License-Identifier: Apache-2.0
#include "packages/rpm_fixtures.h"

#include <algorithm>

#include "base/writer.h"

namespace batten::packages {
namespace {

void put_be(std::string& out, std::uint64_t value, int size) {
  for (int i = size - 1; i >= 0; --i) out.push_back(static_cast<char>(value >> (8 * i)));
}

std::string ordered(std::uint64_t value, int size, bool big_endian) {
  std::string out;
  put_be(out, value, size);
  if (!big_endian) std::ranges::reverse(out);
  return out;
}

std::uint32_t adler(std::string_view bytes) {
  std::uint32_t a = 1, b = 0;
  for (char c : bytes) {
    a = (a + static_cast<unsigned char>(c)) % 65521;
    b = (b + a) % 65521;
  }
  return b << 16 | a;
}

}  // namespace

RpmTag string_tag(std::uint32_t tag, std::string_view text) { return {tag, 6, 1, std::string(text) + '\0'}; }

RpmTag strings_tag(std::uint32_t tag, const std::vector<std::string>& texts) {
  RpmTag out{tag, 8, static_cast<std::uint32_t>(texts.size()), {}};
  for (const std::string& text : texts) out.data += text + '\0';
  return out;
}

RpmTag numbers_tag(std::uint32_t tag, const std::vector<std::uint32_t>& numbers) {
  RpmTag out{tag, 4, static_cast<std::uint32_t>(numbers.size()), {}};
  for (std::uint32_t number : numbers) put_be(out.data, number, 4);
  return out;
}

std::string rpm_blob(const std::vector<RpmTag>& tags) {
  std::string index, data;
  for (const RpmTag& tag : tags) {
    put_be(index, tag.tag, 4);
    put_be(index, tag.type, 4);
    put_be(index, data.size(), 4);
    put_be(index, tag.count, 4);
    data += tag.data;
  }
  std::string out;
  put_be(out, tags.size(), 4);
  put_be(out, data.size(), 4);
  return out + index + data;
}

std::string small_rpm(std::string_view name, std::size_t min_bytes) {
  return rpm_blob({string_tag(1000, name), string_tag(1001, "1.0"), string_tag(1002, "2"), string_tag(1014, std::string(min_bytes, 'L')),
                   strings_tag(1117, {std::string(name)}), strings_tag(1118, {"/usr/bin/"}), numbers_tag(1116, {0})});
}

void BdbFile::set_u32(std::size_t page, std::size_t offset, std::uint32_t value) {
  bytes.replace(page * page_bytes + offset, 4, ordered(value, 4, big_endian));
}

void BdbFile::set_u16(std::size_t page, std::size_t offset, std::uint16_t value) {
  bytes.replace(page * page_bytes + offset, 2, ordered(value, 2, big_endian));
}

BdbFile bdb_file(const std::vector<std::string>& values, std::size_t page_bytes, bool big_endian) {
  BdbFile file{std::string(page_bytes, '\0'), page_bytes, big_endian};
  auto new_page = [&](std::uint8_t type) {
    std::size_t number = file.bytes.size() / page_bytes;
    file.bytes.append(page_bytes, '\0');
    file.set_u32(number, 8, static_cast<std::uint32_t>(number));
    file.bytes[number * page_bytes + 25] = static_cast<char>(type);
    return number;
  };
  std::size_t page = 0, used = page_bytes;
  std::uint16_t items = 0;
  auto put_item = [&](const std::string& item) {
    used -= item.size();
    file.bytes.replace(page * page_bytes + used, item.size(), item);
    file.set_u16(page, 26 + 2u * items, static_cast<std::uint16_t>(used));
    file.set_u16(page, 20, ++items);
  };
  for (std::size_t i = 0; i <= values.size(); ++i) {
    std::string value = i == 0 ? std::string(4, '\1') : values[i - 1];
    std::string item = "\1" + value;
    bool inline_value = item.size() <= page_bytes / 4;
    std::size_t needs = 5 + (inline_value ? item.size() : 12) + 4;
    if (page == 0 || 26 + 2u * items + needs > used) {
      page = new_page(13);
      used = page_bytes;
      items = 0;
    }
    std::size_t hash_page = page;
    if (!inline_value) {
      item = std::string("\3\0\0\0", 4) + ordered(file.bytes.size() / page_bytes, 4, big_endian) + ordered(value.size(), 4, big_endian);
      for (std::size_t at = 0; at < value.size(); at += page_bytes - 26) {
        std::string part = value.substr(at, page_bytes - 26);
        std::size_t overflow = new_page(7);
        file.bytes.replace(overflow * page_bytes + 26, part.size(), part);
        file.set_u16(overflow, 22, static_cast<std::uint16_t>(part.size()));
        if (at + part.size() < value.size()) file.set_u32(overflow, 16, static_cast<std::uint32_t>(overflow + 1));
      }
    }
    page = hash_page;
    put_item("\1" + ordered(i, 4, big_endian));
    put_item(item);
  }
  file.set_u32(0, 12, 0x061561);
  file.set_u32(0, 16, 9);
  file.set_u32(0, 20, static_cast<std::uint32_t>(page_bytes));
  file.bytes[25] = 8;
  file.set_u32(0, 32, static_cast<std::uint32_t>(file.bytes.size() / page_bytes - 1));
  return file;
}

std::string ndb_file(const std::vector<std::string>& blobs) {
  constexpr std::size_t kSlotsEnd = 4096;
  base::Writer slots, data;
  slots.bytes("RpmP");
  for (std::uint32_t value : {0u, 1u, 1u, static_cast<std::uint32_t>(blobs.size() + 1), 0u, 0u, 0u}) slots.u32le(value);
  std::uint32_t number = 0;
  for (const std::string& blob : blobs) {
    ++number;
    base::Writer entry;
    entry.bytes("BlbS");
    entry.u32le(number);
    entry.u32le(1);
    entry.u32le(static_cast<std::uint32_t>(blob.size()));
    entry.bytes(blob);
    while ((entry.view().size() + 12) % 16 != 0) entry.u8(0);
    entry.u32le(adler(entry.view()));
    entry.u32le(static_cast<std::uint32_t>(blob.size()));
    entry.bytes("BlbE");
    slots.bytes("Slot");
    slots.u32le(number);
    slots.u32le(static_cast<std::uint32_t>((kSlotsEnd + data.view().size()) / 16));
    slots.u32le(static_cast<std::uint32_t>(entry.view().size() / 16));
    data.bytes(entry.view());
  }
  while (slots.view().size() < kSlotsEnd) {
    slots.bytes("Slot");
    for (int i = 0; i < 3; ++i) slots.u32le(0);
  }
  return slots.take() + data.view();
}

}  // namespace batten::packages
