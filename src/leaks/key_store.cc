// SPDX-License-Identifier: Apache-2.0
#include "leaks/key_store.h"

#include <optional>
#include <vector>

#include "base/reader.h"
#include "leaks/der.h"

namespace batten::leaks {
namespace {

using der::Item;

// 1.2.840.113549.1.7.1: data. 1.2.840.113549.1.12.10.1.1 and .2: a key, and one in a shroud.
constexpr std::string_view kData = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01", kKeyBag = "\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01\x01",
                           kShrouded = "\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01\x02";

constexpr std::uint32_t kJks = 0xfeedfeed, kJceks = 0xcececece;
constexpr std::uint32_t kMaxEntries = 10'000;
constexpr std::size_t kDigest = 20;

std::optional<Item> only_item(std::string_view bytes) {
  base::Reader reader(bytes);
  return der::next_item(reader);
}

// ContentInfo ::= SEQUENCE { OBJECT, [0] content }.
std::optional<Item> content_of(const std::vector<Item>& info, std::string_view type) {
  if (info.size() != 2 || info[0].tag != der::kObject || info[0].content != type || info[1].tag != der::kExplicit0) return std::nullopt;
  return only_item(info[1].content);
}

// SafeContents: bags of an object identifier and what it says. Any number may stand in it.
void read_bags(std::string_view octets, KeyStore& out) {
  const std::optional<Item> bags = only_item(octets);
  if (!bags || bags->tag != der::kSequence) return;
  base::Reader reader(bags->content);
  for (std::uint32_t i = 0; i < kMaxEntries && !reader.at_end(); ++i) {
    const std::optional<Item> bag = der::next_item(reader);
    if (!bag || bag->tag != der::kSequence) return;
    const std::vector<Item> parts = der::items_of(bag->content);
    if (parts.empty() || parts[0].tag != der::kObject) continue;
    out.has_key = out.has_key || parts[0].content == kShrouded;
    out.has_bare_key = out.has_bare_key || parts[0].content == kKeyBag;
  }
}

// PFX ::= SEQUENCE { INTEGER 3, ContentInfo of data: OCTETS of AuthenticatedSafe, MacData }.
KeyStore read_pkcs12(std::string_view bytes) {
  KeyStore out;
  const std::optional<Item> outer = only_item(bytes);
  if (!outer || outer->tag != der::kSequence) return out;
  const std::vector<Item> parts = der::items_of(outer->content);
  if (parts.size() < 2 || parts[0].tag != der::kInteger || parts[0].content != "\x03" || parts[1].tag != der::kSequence) return out;
  const std::optional<Item> octets = content_of(der::items_of(parts[1].content), kData);
  if (!octets || octets->tag != der::kOctets) return out;
  const std::optional<Item> safe = only_item(octets->content);
  if (!safe || safe->tag != der::kSequence) return out;
  out.form = KeyStore::Form::kPkcs12;
  base::Reader reader(safe->content);
  std::uint32_t count = 0;
  while (!reader.at_end() && count++ < kMaxEntries) {
    const std::optional<Item> info = der::next_item(reader);
    if (!info || info->tag != der::kSequence) return out;
    const std::vector<Item> inside = der::items_of(info->content);
    if (const std::optional<Item> bags = content_of(inside, kData); bags && bags->tag == der::kOctets) read_bags(bags->content, out);
  }
  out.whole = reader.at_end();
  return out;
}

// Entries: a tag, an alias, a date, then a key with its chain, or a certificate; JCEKS also a key as a sealed object of Java, whose length
// nobody says: what follows that is not read.
KeyStore read_java(std::string_view bytes, std::uint32_t magic) {
  KeyStore out;
  base::Reader reader(bytes);
  reader.u32be();
  const std::uint32_t version = reader.u32be(), count = reader.u32be();
  if (!reader.ok() || version == 0 || version > 2 || count > kMaxEntries) return out;
  auto certificate = [&] {
    if (version == 2) reader.skip(reader.u16be());
    reader.skip(reader.u32be());
  };
  KeyStore::Form form = count == 0 ? KeyStore::Form::kJava : KeyStore::Form::kNone;
  for (std::uint32_t i = 0; i < count && reader.ok(); ++i) {
    const std::uint32_t tag = reader.u32be();
    reader.skip(reader.u16be());
    reader.u64be();
    if (!reader.ok() || tag < 1 || tag > 3 || (tag == 3 && magic != kJceks)) return out;
    if (tag == 3) {
      constexpr std::string_view kSerialised = "\xac\xed";
      if (reader.bytes(2) != kSerialised) return out;
      out.form = KeyStore::Form::kJava;
      out.has_key = true;
      return out;
    }
    if (tag == 1) {
      const std::size_t size = reader.u32be();
      // EncryptedPrivateKeyInfo.
      if (const std::string_view key = reader.bytes(size); reader.ok() && !key.starts_with('\x30')) return out;
      const std::uint32_t chain = reader.u32be();
      for (std::uint32_t at = 0; at < chain && at < kMaxEntries && reader.ok(); ++at) certificate();
      out.has_key = true;
    } else {
      certificate();
    }
    form = KeyStore::Form::kJava;
  }
  out.form = form;
  out.whole = reader.ok() && reader.remaining() == kDigest;
  return out;
}

}  // namespace

bool begins_key_store(std::string_view bytes) {
  constexpr std::string_view kJavas[] = {{"\xfe\xed\xfe\xed\0\0\0", 7}, {"\xce\xce\xce\xce\0\0\0", 7}};
  if (bytes.starts_with(kJavas[0]) || bytes.starts_with(kJavas[1])) return true;
  return bytes.starts_with("\x30\x82") && bytes.size() > 8 && bytes.substr(4, 4) == "\x02\x01\x03\x30";
}

KeyStore read_key_store(std::string_view bytes) {
  base::Reader reader(bytes);
  const std::uint32_t magic = reader.u32be();
  if (!reader.ok()) return {};
  if (magic == kJks || magic == kJceks) return read_java(bytes, magic);
  return bytes.front() == '\x30' ? read_pkcs12(bytes) : KeyStore{};
}

}  // namespace batten::leaks
