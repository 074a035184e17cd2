// SPDX-License-Identifier: Apache-2.0
//
// Private keys in forms of their programs: PuTTY, SSH Communications, cosign, age (Bech32 with its checksum), WireGuard (32 bytes,
// some bits of which Curve25519 fixes), minisign, signify, JSON Web Keys, XML signatures, DNSSEC, OpenVPN.
#include <algorithm>
#include <optional>
#include <string>

#include "base/text.h"
#include "leaks/armour.h"
#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/key_shape.h"

namespace batten::leaks::detectors {
namespace {

// Lines of each part are counted in front of it.
Opinion putty(const Candidate& candidate) {
  std::string_view text = candidate.secret;
  const bool is_encrypted = !text.contains("Encryption: none");
  text = text.substr(std::min(text.size(), text.find("Private-Lines:")));
  std::string body;
  std::size_t lines = 0;
  base::each_line(text, [&](std::string_view line) {
    if (line.contains(':')) return;
    body += base::trim(line);
    ++lines;
  });
  if (lines == 0 || base64_size(body) < 32) return Opinion::kNo;
  return is_encrypted ? Opinion::kLikely : Opinion::kConfirmed;
}

// The first four bytes of what SSH Communications' programs write.
Opinion ssh2(const Candidate& candidate) {
  std::string_view text = candidate.secret;
  return text.contains("P2/56w") ? Opinion::kConfirmed : Opinion::kNo;
}

// A JSON of how the key is enciphered.
Opinion sigstore(const Candidate& candidate) {
  std::optional<std::string> text = decode_base64(key_body(candidate.secret));
  return text && text->contains("\"kdf\"") && text->contains("\"ciphertext\"") ? Opinion::kConfirmed : Opinion::kNo;
}

Opinion age(const Candidate& candidate) {
  return is_bech32(candidate.secret, "age-secret-key-") ? Opinion::kConfirmed : Opinion::kPossible;
}

bool is_of_wireguard(std::string_view text) {
  return text.contains("[Interface]") || text.contains("AllowedIPs") || text.contains("[Peer]") || base::lower(text).contains("wireguard");
}

// wg genkey clears the lowest three bits and the highest, and sets the one below it.
Opinion wireguard(const Candidate& candidate) {
  std::optional<std::string> key = decode_base64(candidate.secret);
  if (!key || key->size() != 32) return Opinion::kNo;
  const bool is_clamped = (key->front() & 7) == 0 && (key->back() & 0xc0) == 0x40;
  if (is_of_wireguard(candidate.near)) return is_clamped ? Opinion::kConfirmed : Opinion::kLikely;
  return is_clamped ? Opinion::kPossible : Opinion::kNo;
}
Opinion wireguard_shared(const Candidate& candidate) {
  return base64_size(candidate.secret) == 32 && is_of_wireguard(candidate.near) ? Opinion::kLikely : Opinion::kNo;
}

Opinion minisign(const Candidate& candidate) { return base64_size(candidate.secret) == 158 ? Opinion::kConfirmed : Opinion::kNo; }
Opinion signify(const Candidate& candidate) { return base64_size(candidate.secret) == 104 ? Opinion::kConfirmed : Opinion::kNo; }

// The secret number of a key whose public ones stand beside it.
Opinion jwk(const Candidate& candidate) {
  if (base64_size(candidate.secret) < 32) return Opinion::kNo;
  std::string_view near = candidate.near;
  const bool has_public = near.contains("\"crv") || near.contains("\"n\\\"") || near.contains("\"n\"") || near.contains("\"e\"");
  return has_public ? Opinion::kConfirmed : Opinion::kPossible;
}
Opinion jwk_symmetric(const Candidate& candidate) {
  return base64_size(candidate.secret) >= 16 && candidate.near.contains("oct\"") ? Opinion::kConfirmed : Opinion::kNo;
}

Opinion xml(const Candidate& candidate) {
  const bool is_key = candidate.near.contains("RSAKeyValue>") || candidate.near.contains("<InverseQ>") || candidate.near.contains("<DQ>");
  return is_key && base64_size(candidate.secret) >= 64 ? Opinion::kConfirmed : Opinion::kNo;
}

Opinion dnssec(const Candidate& candidate) { return base64_size(candidate.secret) >= 32 ? Opinion::kConfirmed : Opinion::kNo; }

// 256 bytes in hex.
Opinion static_key(const Candidate& candidate) {
  std::string digits;
  base::each_line(candidate.secret, [&](std::string_view line) {
    line = base::trim(line);
    if (is_hex(line)) digits += line;
  });
  return digits.size() == 512 ? Opinion::kConfirmed : Opinion::kPossible;
}

constexpr std::string_view kAuthorised = "take its public half out of every authorized_keys, make a new one (ssh-keygen -t ed25519)";
constexpr std::string_view kArmouredPutty =
    "PuTTY-User-Key-File-2: ssh-ed25519\nEncryption: none\nComment: a\nPublic-Lines: 2\n"
    "RakidiTU329f745DNInxZEMfOYpu7ia9+fjgwvo6Cr2A8addkOqExUCAnpPYkRvP\n"
    "ITYn\nPrivate-Lines: 1\n"
    "z5QqqDGGTat5gPfj3xSnKozYzwLojRlE1CeFX+X6C2Ey5wSe\nPrivate-MAC: "
    "5402582489f49ea463cb7ca24ceccbf9b93835a7";
constexpr LeakExample kKeyPutty[] = {{kArmouredPutty, kArmouredPutty}};
constexpr LeakCounterexample kKeyPuttyNot[] = {{"PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\n"}};
constexpr std::string_view kArmouredSsh2 =
    "---- BEGIN "
    "SSH2 ENCRYPTED PRIVATE KEY ----\nComment: \"a\"\nP2/56w"
    "WtPTC3RVa6HJhj/ZEX0eVvBib/i3V9n/k+d8bPHTCTv+HItgjrm6Zz/Fnz\n---- END SSH2 ENCRYPTED PRIVATE KEY ----";
constexpr LeakExample kKeySsh2[] = {{kArmouredSsh2, kArmouredSsh2}};
constexpr LeakCounterexample kKeySsh2Not[] = {
    {"---- BEGIN "
     "SSH2 ENCRYPTED PRIVATE KEY ----\n...\n---- END SSH2 ENCRYPTED PRIVATE KEY ----"}};
constexpr std::string_view kArmouredSigstore =
    "-----BEGIN "
    "ENCRYPTED SIGSTORE PRIVATE KEY-----\n"
    "eyJrZGYiOiB7Im5hbWUiOiAic2NyeXB0IiwgInBhcmFtcyI6IHsiTiI6IDY1NTM2LCAiciI6IDgsICJwIjogMX0sICJzYWx0IjogIndDcVJsRW"
    "ZvU2ZsQmFJWlJ3T3d5dVhsWWVEaER5V0xFK2YyOU9UR211U009In0sICJjaXBoZXIiOiB7Im5hbWUiOiAibmFjbC9zZWNyZXRib3giLCAibm9u"
    "Y2UiOiAiTG8xNTdyaXdhSVlBSng2ZHVOOHRxbE90akpQVEdkeEkifSwgImNpcGhlcnRleHQiOiAiU3MrYVA5V1puS21PUWh1cWlGTENEOURpYV"
    "FNSzdsZVJwZG1USG1YcFllSWc1bXQ1aDZBVUZnL0FEWU54Z0VIdDF0UkkzUTdrV29VdUJNQlVoYXRlUGd4bkVGZC93Tkx3Zm1jUTlpSEdtR1VT"
    "TlVVWldSclBWYk92b0Z4Zjl3OG5La1ZMZ1NteGJ2ZTRlVytXMHhoL1hXb0xwTklhY0pGaGFndkY2Q1FBSFoxSUVzQU8xQjhGSVZvVi94WT0ifQ"
    "==\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----";
constexpr LeakExample kKeySigstore[] = {{kArmouredSigstore, kArmouredSigstore}};
constexpr LeakCounterexample kKeySigstoreNot[] = {
    {"-----BEGIN "
     "ENCRYPTED SIGSTORE PRIVATE KEY-----\n...\n-----END ENCRYPTED SIGSTORE PRIVATE KEY-----"}};
constexpr LeakExample kAgeSecretKey[] = {
    {"# public key: age1x\n"
     "AGE-SECRET-KEY-1"
     "28JN3NUYLE8YR5HE53SS7XCJMDSGC"
     "9QHPZCNVUXQMGSKWHHP5VGSDK6W7E\n",
     "AGE-SECRET-KEY-1"
     "28JN3NUYLE8YR5HE53SS7XCJMDSGC"
     "9QHPZCNVUXQMGSKWHHP5VGSDK6W7E"}};
constexpr LeakCounterexample kAgeSecretKeyNot[] = {{"AGE-SECRET-KEY-1"
                                                    "QQQQ"},
                                                   {"AGE-PLUGIN-YUBIKEY-1QQQQQQQQQQQQQQQQ"}};
constexpr LeakExample kWireguardPrivateKey[] = {{"[Interface]\nPrivateKey = "
                                                 "uOTOwV6gd9XnIUUG2B7rQv"
                                                 "5lH4RLf2mrSiveVLTlDFk=\nAddress = 10.0.0.2/32\n",
                                                 "uOTOwV6gd9XnIUUG2B7rQv"
                                                 "5lH4RLf2mrSiveVLTlDFk="},
                                                {"wireguard:\n  private_key: \""
                                                 "4MPkRCXEznc6CzjiQE3k78"
                                                 "GPqs/pmlt7pTyw46BCBm8=\"\n",
                                                 "4MPkRCXEznc6CzjiQE3k78"
                                                 "GPqs/pmlt7pTyw46BCBm8="}};
constexpr LeakCounterexample kWireguardPrivateKeyNot[] = {{"[Interface]\nPrivateKey = "
                                                           "oCTjDN7hHNZ4szKECP/5iQ==\n"},
                                                          {"PrivateKey = "
                                                           "929ee774f7c1fb4fc62332e33caa8e5a7dfbea78650="}};
constexpr LeakExample kWireguardPresharedKey[] = {
    {"[Peer]\nPublicKey = x\nPresharedKey = "
     "HDseJz50OUMZCvlIHWR+iosA3riz1BWldXUc3wPtm/8=\nAllowedIPs = 0.0.0.0/0\n",
     "HDseJz50OUMZCvlIHWR+iosA3riz1BWldXUc3wPtm/8="}};
constexpr LeakCounterexample kWireguardPresharedKeyNot[] = {
    {"PresharedKey = "
     "PRz9r0o8JYBI0ZzIlXdJYnJqIabaD2PC83jAgFGGR3U="}};
constexpr LeakExample kMinisignSecretKey[] = {
    {"untrusted comment: minisign encrypted secret key\n"
     "RWRTY0IyZGmn0WkvB3wMzq7R3+aRyOKmlvPCNe8LQ2v0lu4oFNuUFHZfIbNTThO7ZRcw+6hF8ENy41/a3baz2gAmpXCTY+DXEKxiYr9i9gvbXo"
     "3XTLjjqvfz9xFpkg3N6CjaF9yQ0IZR9M0LI/g+JzChgPEqL3faJh4DNUJqGhFdab4hqTx2YMdSJ+p3BbFXM8K5f7DHoe6wkqs9HBY=\n",
     "RWRTY0IyZGmn0WkvB3wMzq7R3+aRyOKmlvPCNe8LQ2v0lu4oFNuUFHZfIbNTThO7ZRcw+6hF8ENy41/a3baz2gAmpXCTY+DXEKxiYr9i9gvbXo"
     "3XTLjjqvfz9xFpkg3N6CjaF9yQ0IZR9M0LI/g+JzChgPEqL3faJh4DNUJqGhFdab4hqTx2YMdSJ+p3BbFXM8K5f7DHoe6wkqs9HBY="}};
constexpr LeakCounterexample kMinisignSecretKeyNot[] = {
    {"RWRTY0Iy"
     "AAAA"}};
constexpr LeakExample kSignifySecretKey[] = {
    {"untrusted comment: a secret key\n"
     "RWRCSwAAACo3Jk4GTyR6TccIIKviifT5lAvdYOggP0HI/XI3wEKJUoY+3CK8N5cEg2TXI1fNZKAZGfuykz/TgGsrWZtyjbjT0jPQib7ewNosCZ"
     "GXLysscX+yXes4f6tQPsxi+lU11A0=\n",
     "RWRCSwAAACo3Jk4GTyR6TccIIKviifT5lAvdYOggP0HI/XI3wEKJUoY+3CK8N5cEg2TXI1fNZKAZGfuykz/TgGsrWZtyjbjT0jPQib7ewNosCZ"
     "GXLysscX+yXes4f6tQPsxi+lU11A0="}};
constexpr LeakCounterexample kSignifySecretKeyNot[] = {
    {"RWRCSwAAA"
     "A=="}};
constexpr LeakExample kJwkPrivateKey[] = {
    {"{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"a\",\"y\":\"b\",\"d\":\""
     "k1VBC248ihOlmfT8VaXX4BNJ6wskRN3Y1F0EiDEfxRU\"}",
     "k1VBC248ihOlmfT8VaXX4BNJ6wskRN3Y1F0EiDEfxRU"},
    {"{\"d\": \""
     "7L9Jc3Au3qsBghQySWytVP4zIGIRwbrUiiBTqzrt6mmK0v12xHkxHP9fBrRJwOiUd46Ik6tiJSwKUR-0ZvyW6eDpmiO8pZX7MD62dMj82GRg7m"
     "4cqZhteGNkgmoAC4zMhN7RW0WFIE4-zp-usRU71lRljFkRj9G6OUlz8Th42hY\", \"e\": \"AQAB\", \"n\": \"x\", \"kty\": \"RSA\"}",
     "7L9Jc3Au3qsBghQySWytVP4zIGIRwbrUiiBTqzrt6mmK0v12xHkxHP9fBrRJwOiUd46Ik6tiJSwKUR-0ZvyW6eDpmiO8pZX7MD62dMj82GRg7m"
     "4cqZhteGNkgmoAC4zMhN7RW0WFIE4-zp-usRU71lRljFkRj9G6OUlz8Th42hY"}};
constexpr LeakCounterexample kJwkPrivateKeyNot[] = {{"{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\""
                                                     "9JQe23jrW7ykz35Qi6DkWxyTRp-TI8FuqZkwBVo_vyw\"}"},
                                                    {"{\"d\":\""
                                                     "VulDjo091YE4fLPF3IpfjcgkmNZS48JIILREk8fQH5Y\"}"}};
constexpr LeakExample kJwkSymmetricKey[] = {
    {"{\"kty\":\"oct\",\"alg\":\"HS256\",\"k\":\""
     "_0IdjVAhshBLvoovM9MsJs2C5qVqjk327JmBduHwzj0\"}",
     "_0IdjVAhshBLvoovM9MsJs2C5qVqjk327JmBduHwzj0"}};
constexpr LeakCounterexample kJwkSymmetricKeyNot[] = {
    {"{\"kty\":\"RSA\",\"k\":\""
     "y8wQHfgsj20xyKUmGTLmfTssqAudlhtYVrwPZIWlDhE\"}"}};
constexpr LeakExample kXmlPrivateKey[] = {
    {"<RSAKeyValue><Modulus>x</Modulus><Exponent>AQAB</Exponent><D>"
     "mJ3sG5SvoW/eVFB7wbwmv5I5MEjAQnS0p1CBUKNNcVWHgDVITElnaHrO07hGO0dJnqnSrMwEH3SYz2R8Nn+AI2EYeumPRLyWZVOyxrpIE7Iwbq"
     "/RZrlpgXfEWOt9tZimJMZJeTBwRk7Blw1iS4AfK1R7BUdgvU9mlSp/On/2/7g=</D></RSAKeyValue>",
     "mJ3sG5SvoW/eVFB7wbwmv5I5MEjAQnS0p1CBUKNNcVWHgDVITElnaHrO07hGO0dJnqnSrMwEH3SYz2R8Nn+AI2EYeumPRLyWZVOyxrpIE7Iwbq"
     "/RZrlpgXfEWOt9tZimJMZJeTBwRk7Blw1iS4AfK1R7BUdgvU9mlSp/On/2/7g="}};
constexpr LeakCounterexample kXmlPrivateKeyNot[] = {
    {"<D>"
     "1fGxYBi76PQMytxDZ/pEPkq8j+scrck7/U2XTGs6znf5Uayee9efR2mtKqxZIr4xOLcxQLLerzr9Rnj8ffPm7YiXtkmXC8SADt8yF8W9s+O4rh"
     "y40Z5ABoreirdNI4MTB0adGxH7Tz7vcwh6eha4rGkdE6qkSHCFoOGMJ4v7gbI=</D>"}};
constexpr LeakExample kDnssecPrivateKey[] = {
    {"Private-key-format: v1.3\nAlgorithm: 13 (ECDSAP256SHA256)\nPrivateKey: "
     "CJk8VNubdF81NJjLVXxMrtrMTqB/f35AjZIOfzZcn4E=\n",
     "CJk8VNubdF81NJjLVXxMrtrMTqB/f35AjZIOfzZcn4E="}};
constexpr LeakCounterexample kDnssecPrivateKeyNot[] = {{"Private-key-format: v1.3\nPrivateKey: \n"}};
constexpr LeakExample kOpenvpnStaticKey[] = {
    {"<tls-crypt>\n"
     "-----BEGIN "
     "OpenVPN Static key V1-----\n"
     "f6eb91e95a57934799a479b65546fc60\n"
     "0128e8490c91fd3d0e29bd019802b964\n"
     "e5b02e7c96c24d1b7bfe462ee7cdf554\n"
     "d0529c5ea15edc8a987d474e651a42c7\n"
     "8c9cc29ffb8d89b8e85c9aff7081b0dd\n"
     "fc3a026a7fd8c533f40980a29be0ca83\n"
     "ac02200d67cd4d2d76339e6b9c1add1b\n"
     "df8456d034abaa2ad6414c302bff836a\n"
     "38a0a6de01cfc77c662da88cf13a8191\n"
     "a3e16c76e1d1b4c344e8db9275d4d6df\n"
     "e0c1274342a49e651b0d65f4b72d4a58\n"
     "d7d834f76e9dbd536767cae4d0687dfe\n"
     "6aa96570e0bf12e080486d399c3e0b5c\n"
     "8b07e4c9f094a79e1033553283f8cb1b\n"
     "3c6e510953c5e1fca47fa8205558890f\n"
     "9654ae10330431b865435d2bf49b7165\n-----END OpenVPN Static key V1-----\n",
     "-----BEGIN "
     "OpenVPN Static key V1-----\n"
     "f6eb91e95a57934799a479b65546fc60\n"
     "0128e8490c91fd3d0e29bd019802b964\n"
     "e5b02e7c96c24d1b7bfe462ee7cdf554\n"
     "d0529c5ea15edc8a987d474e651a42c7\n"
     "8c9cc29ffb8d89b8e85c9aff7081b0dd\n"
     "fc3a026a7fd8c533f40980a29be0ca83\n"
     "ac02200d67cd4d2d76339e6b9c1add1b\n"
     "df8456d034abaa2ad6414c302bff836a\n"
     "38a0a6de01cfc77c662da88cf13a8191\n"
     "a3e16c76e1d1b4c344e8db9275d4d6df\n"
     "e0c1274342a49e651b0d65f4b72d4a58\n"
     "d7d834f76e9dbd536767cae4d0687dfe\n"
     "6aa96570e0bf12e080486d399c3e0b5c\n"
     "8b07e4c9f094a79e1033553283f8cb1b\n"
     "3c6e510953c5e1fca47fa8205558890f\n"
     "9654ae10330431b865435d2bf49b7165\n-----END OpenVPN Static key V1-----"}};
constexpr LeakCounterexample kOpenvpnStaticKeyNot[] = {
    {"-----BEGIN "
     "OpenVPN Static key V1-----\n...\n-----END OpenVPN Static key V1-----"}};
constexpr std::string_view kArmouredOpenvpnClientKey =
    "-----BEGIN "
    "OpenVPN tls-crypt-v2 server key-----\n"
    "L4gspDOGTF0OxsShwWygOFhLYR0fXwKWtvYHbviSuf8osMeixtAWip5fiUjWjROh89aCia7bTKsVZnF62znKgii5b/FBCypbKdcoTN+osW+hqd"
    "oLVm5+EeIIj1E7Y2o/\n-----END OpenVPN tls-crypt-v2 server key-----";
constexpr LeakExample kOpenvpnClientKey[] = {{kArmouredOpenvpnClientKey, kArmouredOpenvpnClientKey}};
constexpr LeakCounterexample kOpenvpnClientKeyNot[] = {
    {"-----BEGIN "
     "OpenVPN tls-crypt-v2 server key-----\n...\n-----END OpenVPN tls-crypt-v2 server key-----"}};

constexpr LeakKind kKinds[] = {
    {.id = "private-key-putty",
     .title = "PuTTY private key",
     .severity = model::Severity::kCritical,
     .pattern =
         R"(PuTTY-User-Key-File-[23]: [0-9a-z@.-]{3,40}\r?\nEncryption: [0-9a-z-]{3,20}\r?\n(?:[^\n]{0,200}\n){2,80}?Private-Lines: \d{1,3}\r?\n(?:[0-9A-Za-z+/=]{1,64}\r?\n){1,100}+(?:Private-(?:MAC|Hash): [0-9a-f]{40,64})?)",
     .trigger = R"(PuTTY-User-Key-File-[23]: )",
     .confirm = putty,
     .repair = kAuthorised,
     .matches = kKeyPutty,
     .matches_not = kKeyPuttyNot},
    {.id = "private-key-ssh2",
     .title = "private key of SSH Communications' form",
     .pattern = R"(---- BEGIN SSH2 (?:ENCRYPTED )?PRIVATE KEY ----(?:[^-]++|-[^-]|--[^-])*+---- END SSH2 (?:ENCRYPTED )?PRIVATE KEY ----)",
     .trigger = R"(---- BEGIN SSH2 )",
     .confirm = ssh2,
     .repair = kAuthorised,
     .matches = kKeySsh2,
     .matches_not = kKeySsh2Not},
    {.id = "private-key-sigstore",
     .title = "cosign private key under a passphrase",
     .severity = model::Severity::kMedium,
     .pattern = kArmourWhole<"ENCRYPTED (?:SIGSTORE|COSIGN) PRIVATE KEY">.view(),
     .trigger = kArmourBegins<"ENCRYPTED (?:SIGSTORE|COSIGN) PRIVATE KEY">.view(),
     .confirm = sigstore,
     .repair =
         "make a new key pair (cosign generate-key-pair), sign what is deployed again, take this one's public half out of every policy",
     .matches = kKeySigstore,
     .matches_not = kKeySigstoreNot},
    {.id = "age-secret-key",
     .title = "age secret key",
     .severity = model::Severity::kCritical,
     .pattern = R"(\bAGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}\b)",
     .confirm = age,
     .repair = "make a new key (age-keygen), encrypt everything again for it (sops updatekeys), and renew the secrets that this one opens",
     .matches = kAgeSecretKey,
     .matches_not = kAgeSecretKeyNot},
    {.id = "wireguard-private-key",
     .title = "WireGuard private key",
     .pattern =
         R"((?i:\bprivate_?key)[\\"\']{0,2}\s{0,3}[=:]\s{0,3}[\\"\']{0,2}([0-9A-Za-z+/]{42}[AEIMQUYcgkosw048]=)(?:[^0-9A-Za-z+/=]|$))",
     .confirm = wireguard,
     .repair = "make a new key (wg genkey), and put its public half into the configuration of every peer",
     .matches = kWireguardPrivateKey,
     .matches_not = kWireguardPrivateKeyNot},
    {.id = "wireguard-preshared-key",
     .title = "WireGuard preshared key",
     .severity = model::Severity::kMedium,
     .pattern =
         R"((?i:\bpre-?shared_?key)[\\"\']{0,2}\s{0,3}[=:]\s{0,3}[\\"\']{0,2}([0-9A-Za-z+/]{42}[AEIMQUYcgkosw048]=)(?:[^0-9A-Za-z+/=]|$))",
     .confirm = wireguard_shared,
     .repair = "make a new one (wg genpsk) for both peers",
     .matches = kWireguardPresharedKey,
     .matches_not = kWireguardPresharedKeyNot},
    {.id = "minisign-secret-key",
     .title = "minisign secret key",
     .severity = model::Severity::kMedium,
     .pattern = R"(\bRW(?:RTY0Iy|QAAEIy)[0-9A-Za-z+/]{201,206}={0,2})",
     .confirm = minisign,
     .repair = "make a new key pair (minisign -G), publish its public half, sign again",
     .matches = kMinisignSecretKey,
     .matches_not = kMinisignSecretKeyNot},
    {.id = "signify-secret-key",
     .title = "signify secret key",
     .pattern = R"(\bRWRCSwAAA[0-9A-Za-z+/]{125,135}={0,2})",
     .confirm = signify,
     .repair = "make a new key pair (signify -G), publish its public half, sign again",
     .matches = kSignifySecretKey,
     .matches_not = kSignifySecretKeyNot},
    {.id = "jwk-private-key",
     .title = "private key as JSON Web Key",
     .severity = model::Severity::kCritical,
     .pattern = R"("d\\?"\s{0,3}:\s{0,3}\\?"([0-9A-Za-z_-]{42,700})\\?")",
     .trigger = R"("kty\\?"\s{0,3}:\s{0,3}\\?"(?:RSA|EC|OKP))",
     .confirm = jwk,
     .repair = "make a new key, publish its public half in the key set, drop this one's",
     .matches = kJwkPrivateKey,
     .matches_not = kJwkPrivateKeyNot},
    {.id = "jwk-symmetric-key",
     .title = "symmetric key as JSON Web Key",
     .pattern = R"("k\\?"\s{0,3}:\s{0,3}\\?"([0-9A-Za-z_-]{22,700})\\?")",
     .trigger = R"("kty\\?"\s{0,3}:\s{0,3}\\?"oct)",
     .confirm = jwk_symmetric,
     .repair = "make a new key: who has this one can sign as you",
     .matches = kJwkSymmetricKey,
     .matches_not = kJwkSymmetricKeyNot},
    {.id = "xml-private-key",
     .title = "RSA private key in XML",
     .severity = model::Severity::kCritical,
     .pattern = R"(<D>([0-9A-Za-z+/]{80,700}={0,2})</D>)",
     .confirm = xml,
     .repair = "make a new key pair, and replace this one's public half wherever it is",
     .matches = kXmlPrivateKey,
     .matches_not = kXmlPrivateKeyNot},
    {.id = "dnssec-private-key",
     .title = "DNSSEC private key",
     .pattern = R"(^(?:PrivateKey|PrivateExponent):[ \t]([0-9A-Za-z+/]{40,700}={0,2})$)",
     .trigger = R"(Private-key-format: v1)",
     .confirm = dnssec,
     .repair = "roll the key over: publish a new one, sign with it, take this one and its DS record out",
     .matches = kDnssecPrivateKey,
     .matches_not = kDnssecPrivateKeyNot},
    {.id = "openvpn-static-key",
     .title = "OpenVPN static key",
     .pattern = kArmourWhole<"OpenVPN Static key V1", R"([0-9A-Fa-f\s\\nr]{64,1200})">.view(),
     .trigger = kArmourBegins<"OpenVPN Static key V1">.view(),
     .confirm = static_key,
     .repair = "make a new one (openvpn --genkey secret), and give it to server and clients",
     .matches = kOpenvpnStaticKey,
     .matches_not = kOpenvpnStaticKeyNot},
    {.id = "openvpn-client-key",
     .title = "OpenVPN tls-crypt-v2 key",
     .pattern = kArmourWhole<"OpenVPN tls-crypt-v2 (?:client|server) key", "[^-]{40,4000}">.view(),
     .trigger = R"(-----BEGIN OpenVPN tls-crypt-v2 )",
     .found = Opinion::kConfirmed,
     .repair = "make a new one (openvpn --genkey tls-crypt-v2-client)",
     .matches = kOpenvpnClientKey,
     .matches_not = kOpenvpnClientKeyNot},
};

}  // namespace

extern constinit const Detector private_key_form;
constinit const Detector private_key_form = {
    .name = "private_key_form", .summary = "private keys that are not in PEM", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
