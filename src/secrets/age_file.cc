// SPDX-License-Identifier: Apache-2.0
#include "secrets/age_file.h"

#include <algorithm>
#include <optional>

#include "base/base64.h"
#include "base/hash.h"
#include "base/seal.h"
#include "base/text.h"

namespace batten::secrets {
namespace {

constexpr std::string_view kFirstLine = "age-encryption.org/v1\n";
constexpr std::string_view kArmorBegin = "-----BEGIN AGE ENCRYPTED FILE-----", kArmorEnd = "-----END AGE ENCRYPTED FILE-----";
constexpr std::size_t kColumns = 64, kMaxStanzas = 1000, kMaxHeader = 1u << 20;
constexpr std::size_t kChunk = 64 << 10, kTag = 16, kNonce = 16, kFileKey = 16;

Error corrupt(std::string why) { return {Code::kCorrupt, "age: " + std::move(why)}; }

// Base64 in the only form that age writes: without padding (unless it is armor), unused bits zero.
std::optional<std::string> canonical_unbase64(std::string_view text, bool padded = false) {
  std::optional<std::string> out = base::unbase64(text);
  if (!out) return std::nullopt;
  std::string again = base::base64(*out);
  while (!padded && again.ends_with('=')) again.pop_back();
  return again == text ? out : std::nullopt;
}

struct Stanza {
  std::vector<std::string_view> words;  // behind "->"
  std::string body;
};

struct Header {
  std::vector<Stanza> stanzas;
  std::string_view signed_part;  // up to "---"
  std::string mac;
  std::string_view payload;
};

class HeaderReader {
 public:
  explicit HeaderReader(std::string_view file) : file_(file) {}

  Result<Header> read() {
    Header out;
    at_ = kFirstLine.size();
    while (true) {
      std::size_t begun = at_;
      std::string_view first = TRY(line());
      if (first.starts_with("--- ")) {
        std::optional<std::string> mac = canonical_unbase64(first.substr(4));
        if (!mac || mac->size() != 32) return corrupt("the MAC of the header is none");
        out.mac = std::move(*mac);
        out.signed_part = file_.substr(0, begun + 3);
        out.payload = file_.substr(at_);
        return out;
      }
      if (out.stanzas.size() >= kMaxStanzas) return Error{Code::kLimit, "age: more than 1000 recipients"};
      out.stanzas.push_back(TRY(stanza(first)));
    }
  }

 private:
  Result<std::string_view> line() {
    std::size_t end = file_.find('\n', at_);
    if (end == std::string_view::npos) return corrupt("the header has no end");
    if (end > kMaxHeader) return Error{Code::kLimit, "age: a header of more than 1 MiB"};
    std::string_view out = file_.substr(at_, end - at_);
    at_ = end + 1;
    return out;
  }

  Result<Stanza> stanza(std::string_view first) {
    if (!first.starts_with("-> ")) return corrupt("a line of the header that is neither a recipient nor its end");
    Stanza out{.words = base::split(first.substr(3), ' '), .body = {}};
    if (std::ranges::any_of(out.words, &std::string_view::empty)) return corrupt("a recipient with an empty word");
    while (true) {
      std::string_view text = TRY(line());
      if (text.size() > kColumns) return corrupt("a recipient with a line of more than 64 columns");
      std::optional<std::string> bytes = canonical_unbase64(text);
      if (!bytes) return corrupt("a recipient that is no base64");
      out.body += *bytes;
      if (text.size() < kColumns) return out;
    }
  }

  std::string_view file_;
  std::size_t at_ = 0;
};

// The bytes in the armor; nullopt when there is none.
Result<std::optional<std::string>> without_armor(std::string_view file) {
  std::string_view text = base::trim(file);
  if (!text.starts_with(kArmorBegin)) return std::nullopt;
  std::string out;
  bool ended = false, was_short = false, good = true;
  std::size_t number = 0;
  base::each_line(text, [&](std::string_view line) {
    if (number++ == 0) {
      good = line == kArmorBegin;
    } else if (line == kArmorEnd && !ended) {
      ended = true;
    } else {
      std::optional<std::string> bytes = canonical_unbase64(line, true);
      good = good && !ended && !was_short && bytes && line.size() <= kColumns && !line.empty();
      was_short = line.size() < kColumns || line.ends_with('=');
      if (good) out += *bytes;
    }
  });
  if (!good || !ended) return corrupt("the armor is broken");
  return out;
}

// The file key, when the stanza is for that identity.
Result<std::optional<base::SecretBytes>> file_key(const Stanza& stanza, const base::SecretBytes& identity) {
  if (stanza.words.size() != 2 || stanza.body.size() != kFileKey + kTag) return corrupt("a recipient X25519 of another size");
  std::optional<std::string> share = canonical_unbase64(stanza.words[1]);
  if (!share || share->size() != 32) return corrupt("a recipient X25519 whose share is none");
  std::optional<base::SecretBytes> secret = base::x25519(identity.view(), *share);
  std::optional<std::string> own = base::x25519_public(identity.view());
  if (!secret || !own) return corrupt("a recipient X25519 whose share is of low order");
  base::SecretBytes key = base::hkdf_sha256(secret->view(), *share + *own, "age-encryption.org/v1/X25519");
  return base::open_chacha20_poly1305(key.view(), std::string(12, '\0'), stanza.body);
}

Result<base::SecretBytes> open_payload(std::string_view payload, const base::SecretBytes& key) {
  if (payload.size() < kNonce + kTag) return corrupt("it ends too early");
  base::SecretBytes stream = base::hkdf_sha256(key.view(), payload.substr(0, kNonce), "payload");
  payload.remove_prefix(kNonce);
  std::string out;
  out.reserve(payload.size());  // grown once: it is wiped
  for (std::uint64_t number = 0;; ++number) {
    std::string_view chunk = payload.substr(0, kChunk + kTag);
    payload.remove_prefix(chunk.size());
    bool is_last = payload.empty();
    std::string nonce(12, '\0');
    for (std::size_t i = 0; i < 8; ++i) nonce[10 - i] = static_cast<char>(number >> (8 * i) & 0xff);
    nonce[11] = is_last ? 1 : 0;
    std::optional<base::SecretBytes> text = base::open_chacha20_poly1305(stream.view(), nonce, chunk);
    if (!text || (text->empty() && number > 0)) {
      base::wipe(out);
      return corrupt("it was changed or cut off");
    }
    out += text->view();
    if (is_last) return base::SecretBytes::taken_from(out);
  }
}

}  // namespace

Result<base::SecretBytes> open_age_file(std::string_view file, const std::vector<base::SecretBytes>& identities) {
  std::optional<std::string> bare = TRY(without_armor(file));
  if (bare) file = *bare;
  if (!file.starts_with(kFirstLine)) return corrupt("it does not begin with age-encryption.org/v1");
  Header header = TRY(HeaderReader(file).read());
  if (header.stanzas.empty()) return corrupt("it has no recipients");
  for (const Stanza& stanza : header.stanzas) {
    if (stanza.words[0] == "scrypt")
      return Error{Code::kUnsupported, "age: it is sealed by a passphrase, and nobody can be asked for one here"};
    if (stanza.words[0] != "X25519") continue;
    for (const base::SecretBytes& identity : identities) {
      std::optional<base::SecretBytes> key = TRY(file_key(stanza, identity));
      if (!key) continue;
      base::SecretBytes mac_key = base::hkdf_sha256(key->view(), {}, "header");
      base::SecretBytes mac{base::hmac_sha256(mac_key.view(), header.signed_part)};
      if (!mac.equals(header.mac)) return corrupt("its header was changed");
      return open_payload(header.payload, *key);
    }
  }
  return Error{Code::kDenied, "age: it is sealed for none of the identities"};
}

}  // namespace batten::secrets
