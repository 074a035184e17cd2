// SPDX-License-Identifier: Apache-2.0
#include "leaks/key_shape.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/reader.h"
#include "base/text.h"
#include "leaks/der.h"
#include "leaks/encodings.h"
#include "leaks/entropy.h"

namespace batten::leaks {
namespace {

using der::Item, der::items_of, der::next_item;
using der::kInteger, der::kObject, der::kOctets, der::kSequence;
constexpr std::string_view kOpenSsh{"openssh-key-v1\0", 15};

bool is_base64(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '=';
}

// Newlines written out become newlines.
std::string with_newlines(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == 'n' || text[i + 1] == 'r')) {
      out.push_back('\n');
      ++i;
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

// Runs of base64 in the line; shorter than four are what stands between: quotes, a plus that joins strings.
void add_runs(std::string_view line, bool without_plus, std::string& out) {
  for (std::size_t i = 0; i < line.size();) {
    std::size_t end = i;
    while (end < line.size() && is_base64(line[end])) ++end;
    std::string_view run = line.substr(i, end - i);
    if (without_plus && run.starts_with('+')) run.remove_prefix(1);
    if (run.size() >= 4) out += run;
    i = std::max(end, i + 1);
  }
}

std::string body(std::string_view armoured, bool without_plus) {
  std::size_t from = armoured.find("-----", armoured.find_first_not_of('-'));
  if (from == armoured.npos) return {};
  while (from < armoured.size() && armoured[from] == '-') ++from;
  std::string_view inner = armoured.substr(from);
  inner = inner.substr(0, inner.find("----"));
  std::string out;
  base::each_line(with_newlines(inner), [&](std::string_view line) {
    if (!line.contains(": ")) add_runs(line, without_plus, out);
  });
  return out;
}

bool all_integers(const std::vector<Item>& items, std::size_t from) {
  return std::all_of(items.begin() + static_cast<std::ptrdiff_t>(from), items.end(),
                     [](const Item& item) { return item.tag == kInteger && !item.content.empty(); });
}

// An AlgorithmIdentifier: a sequence that begins with an object identifier.
bool is_algorithm(const Item& item) {
  if (item.tag != kSequence) return false;
  std::vector<Item> inside = items_of(item.content);
  return !inside.empty() && inside.front().tag == kObject;
}

}  // namespace

std::string key_body(std::string_view armoured) { return body(armoured, false); }

KeyShape shape_of_der(std::string_view bytes) {
  base::Reader reader(bytes);
  std::optional<Item> outer = next_item(reader);
  if (!outer)
    return bytes.size() >= 48 && bytes.front() == '\x30' && (bytes[1] == '\x82' || bytes[1] == '\x81') ? KeyShape::kCut : KeyShape::kNone;
  if (outer->tag != kSequence) return KeyShape::kNone;
  const std::vector<Item> items = items_of(outer->content);
  if (items.size() < 2) return KeyShape::kNone;
  // PKCS #8 encrypted: algorithm, octets.
  if (items.size() == 2 && is_algorithm(items[0]) && items[1].tag == kOctets) return KeyShape::kEncrypted;
  if (items[0].tag != kInteger || items[0].content.size() != 1 || items[0].content[0] > 1) return KeyShape::kNone;
  // PKCS #8: version, algorithm, octets. SEC 1: version, octets, parameters. PKCS #1: version and eight numbers. DSA: and five.
  if (items.size() >= 3 && is_algorithm(items[1]) && items[2].tag == kOctets) return KeyShape::kPlain;
  if (items[1].tag == kOctets && items[1].content.size() >= 14 && items[1].content.size() <= 66) return KeyShape::kPlain;
  if ((items.size() == 9 || items.size() == 10 || items.size() == 6) && all_integers(items, items.size() == 10 ? 1 : 0))
    return KeyShape::kPlain;
  return KeyShape::kNone;
}

KeyShape shape_of_openssh(std::string_view bytes) {
  base::Reader reader(bytes);
  if (reader.bytes(kOpenSsh.size()) != kOpenSsh) return KeyShape::kNone;
  auto string = [&] { return reader.bytes(reader.u32be()); };
  std::string_view cipher = string();
  string();  // derivation function
  string();  // its options
  reader.u32be();
  string();  // public key
  std::string_view secret = string();
  if (!reader.ok() || secret.empty()) return KeyShape::kCut;
  return cipher == "none" ? KeyShape::kPlain : KeyShape::kEncrypted;
}

KeyShape key_shape(std::string_view armoured) {
  // RFC 1421: what follows is enciphered and has no structure.
  if (armoured.contains("4,ENCRYPTED")) return body(armoured, false).size() >= 60 ? KeyShape::kEncrypted : KeyShape::kNone;
  for (bool without_plus : {false, true}) {
    std::string text = body(armoured, without_plus);
    if (text.size() < 40) return KeyShape::kNone;
    std::optional<std::string> bytes = decode_base64(text);
    if (!bytes) bytes = decode_base64(std::string_view(text).substr(0, text.find('=') / 4 * 4));  // a key that was cut off
    if (!bytes) bytes = decode_base64(std::string_view(text).substr(0, text.size() / 4 * 4));
    if (!bytes) continue;
    KeyShape shape = bytes->starts_with(kOpenSsh) ? shape_of_openssh(*bytes) : shape_of_der(*bytes);
    if (shape == KeyShape::kPlain || shape == KeyShape::kEncrypted || shape == KeyShape::kCut) return shape;
  }
  std::string text = body(armoured, false);
  return text.size() >= 160 && entropy(text) >= 5 ? KeyShape::kDense : KeyShape::kNone;
}

}  // namespace batten::leaks
