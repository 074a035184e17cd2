// SPDX-License-Identifier: Apache-2.0
//
// Private keys of wallets. Bitcoin's (WIF) and extended keys (BIP 32) are Base58Check: four bytes of a double SHA-256 at the end.
// Ethereum's are any number below the order of secp256k1, and so need a name beside them.
#include <algorithm>
#include <iterator>
#include <optional>
#include <string>

#include "base/text.h"
#include "leaks/checksum.h"
#include "leaks/detector.h"
#include "leaks/looks_random.h"

namespace batten::leaks::detectors {
namespace {

Opinion wif(const Candidate& candidate) {
  std::optional<std::string> key = base58check(candidate.secret);
  if (!key || (key->size() != 33 && key->size() != 34)) return Opinion::kNo;
  const auto network = static_cast<unsigned char>(key->front());
  return network == 0x80 || network == 0xef ? Opinion::kConfirmed : Opinion::kNo;
}

Opinion extended(const Candidate& candidate) {
  std::optional<std::string> key = base58check(candidate.secret);
  return key && key->size() == 78 ? Opinion::kConfirmed : Opinion::kNo;
}

// Below the order of the curve, and not the first of the accounts that Hardhat, Anvil and Ganache print for everybody.
Opinion below_order(const Candidate& candidate) {
  constexpr std::string_view kOrder = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
  constexpr std::string_view kPublic[] = {
      "ac0974be"
      "c39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
      "59c6995e"
      "998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d",
      "4f3edf98"
      "3ac636a65a842ce7c78d9aa706d3b113bce9c46f30d7d21715b23b1d"};
  std::string key = base::lower(candidate.secret);
  if (key.starts_with("0x")) key.erase(0, 2);
  return key < kOrder && std::ranges::find(kPublic, key) == std::end(kPublic) ? Opinion::kLikely : Opinion::kNo;
}

Opinion keystore(const Candidate& candidate) {
  return candidate.near.contains("\"kdf\"") && candidate.near.contains("\"mac\"") ? Opinion::kLikely : Opinion::kNo;
}

constexpr LeakExample kBitcoinPrivateKey[] = {
    {"PRIVATE_KEY=KwxwiTuAE1ErPf3HP3nuzpw6gYbiRZsSRj3ikZNpJPUNf8unXGNB\n", "KwxwiTuAE1ErPf3HP3nuzpw6gYbiRZsSRj3ikZNpJPUNf8unXGNB"},
    {"\"wif\": \"5HtLaHhLd3BjkwnbhuESoqkyaezFDEA89DonAboRczHSpQJGh7j\"", "5HtLaHhLd3BjkwnbhuESoqkyaezFDEA89DonAboRczHSpQJGh7j"},
    {"bitcoin-cli importprivkey cVZsCs7NceuLqSPyp4ARL3ruaCw5tghhatyvNpQG5Sbx95c7g2BH",
     "cVZsCs7NceuLqSPyp4ARL3ruaCw5tghhatyvNpQG5Sbx95c7g2BH"}};
constexpr LeakCounterexample kBitcoinPrivateKeyNot[] = {{"PRIVATE_KEY=KwxwiTuAE1ErPf3HP3nuzpw6gYbiRZsSRj3ikZNpJPUNf8unXGN2"},
                                                        {"wif: 555555555555555555555555555555555555555555555555555"}};
constexpr LeakExample kBip32PrivateKey[] = {
    {"token: 'xprv"
     "9yihq8c38xjF4uizUTZJhoQepaheiu8PSdMnxvGaZcpUzrD5kwwX9qrKNFFhxnizPBgMUvoYwALu6rnTqVLAahWXEhs3Rb97oPYjeUP8sKV'\n",
     "xprv"
     "9yihq8c38xjF4uizUTZJhoQepaheiu8PSdMnxvGaZcpUzrD5kwwX9qrKNFFhxnizPBgMUvoYwALu6rnTqVLAahWXEhs3Rb97oPYjeUP8sKV"},
    {"curl -H \"Authorization: Bearer tprv"
     "8gKcn92PePg9etVzreXVL3hXw1pWoirNbhvV49Kp2p4syhALrDTK8mu8TnGYwi4eAKsb2YkHT6mMWzdjMAgqAwAxAFHNSPeSnSjJeiojXbi\" x",
     "tprv"
     "8gKcn92PePg9etVzreXVL3hXw1pWoirNbhvV49Kp2p4syhALrDTK8mu8TnGYwi4eAKsb2YkHT6mMWzdjMAgqAwAxAFHNSPeSnSjJeiojXbi"}};
constexpr LeakCounterexample kBip32PrivateKeyNot[] = {
    {"xprv"
     "9yihq8c38xjF4uizUTZJhoQepaheiu8PSdMnxvGaZcpUzrD5kwwX9qrKNFFhxnizPBgMUvoYwALu6rnTqVLAahWXEhs3Rb97oPYjeUP8sK2"},
    {"xprv"
     "9s21ZrQH143K"}};
constexpr LeakExample kEthereumPrivateKey[] = {{"PRIVATE_KEY=0xf7ea326acc9e7eb5ca881908cb135110d60d76eff41263e5d96c987900cb8b73\n",
                                                "0xf7ea326acc9e7eb5ca881908cb135110d60d76eff41263e5d96c987900cb8b73"},
                                               {"accounts: [\"c9c29f5b8fe194a4f8139cef23022de5092c9af5d79f72bcc596cb9f34c80402\"]",
                                                "c9c29f5b8fe194a4f8139cef23022de5092c9af5d79f72bcc596cb9f34c80402"}};
constexpr LeakCounterexample kEthereumPrivateKeyNot[] = {{"PRIVATE_KEY=0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"},
                                                         {"sha256: fb6392b72ef47e819ab014f6e98a869ddaa736412c349b7a1d7341c8fb30d4dc"}};
constexpr LeakExample kEthereumKeystore[] = {
    {"{\"crypto\":{\"cipher\":\"aes-128-ctr\",\"ciphertext\":\"b78c7340b35fe0ca96477dad1820adbc14e3c1e393b5d8c4e1f06e0cbb1ac7d3\",\"kdf\":"
     "\"scrypt\",\"mac\":\"0\"}}",
     "b78c7340b35fe0ca96477dad1820adbc14e3c1e393b5d8c4e1f06e0cbb1ac7d3"}};
constexpr LeakCounterexample kEthereumKeystoreNot[] = {
    {"{\"ciphertext\":\"4b922e9c5838d7ebc31cadcefd2504493e3ebbd0fa8ad76d88cbd3e4f645f4fa\"}"}};
constexpr LeakExample kSolanaPrivateKey[] = {
    {"SOLANA_PRIVATE_KEY=njuDENAGdbc3vwubksASJYaDPrae4ABX4T3ZCaNB958pfwgXjSKXC1xg64fcUkYr5SEwJ2dJMdQJFdkfRaoKqAGs\n",
     "njuDENAGdbc3vwubksASJYaDPrae4ABX4T3ZCaNB958pfwgXjSKXC1xg64fcUkYr5SEwJ2dJMdQJFdkfRaoKqAGs"}};
constexpr LeakCounterexample kSolanaPrivateKeyNot[] = {{"SOLANA_PRIVATE_KEY=11111111111111111111111111111111"}};

constexpr LeakKind kKinds[] = {
    {.id = "bitcoin-private-key",
     .title = "Bitcoin private key (WIF)",
     .severity = model::Severity::kCritical,
     .pattern =
         R"((?i:wif|priv_?key|private|secret|bitcoin|btc|wallet|importprivkey)[\w\s.:"\'`\]]{0,24}[\s=:,(>"\'`]([5KLc9][1-9A-HJ-NP-Za-km-z]{50,51})\b)",
     .confirm = wif,
     .repair = "move the coins to an address of a new key",
     .matches = kBitcoinPrivateKey,
     .matches_not = kBitcoinPrivateKeyNot},
    {.id = "bip32-private-key",
     .title = "Extended private key (BIP 32)",
     .severity = model::Severity::kCritical,
     .pattern = R"(\b[xtyzuv]prv[1-9A-HJ-NP-Za-km-z]{107,108}\b)",
     .confirm = extended,
     .repair = "move the coins to addresses of a new seed",
     .matches = kBip32PrivateKey,
     .matches_not = kBip32PrivateKeyNot},
    {.id = "ethereum-private-key",
     .title = "Ethereum private key",
     .severity = model::Severity::kCritical,
     .pattern =
         R"((?i:priv(?:ate)?[_-]?key|deployer|signer[_-]?key|wallet[_-]?key|eth[_-]?key|\bpk\b|accounts)[\w.-]{0,12}[\\"\'`\])]{0,3}\s{0,3}(?:=>|:=|[=:,(])\s{0,3}\[?\s{0,8}[\\"\'`]{0,2}((?:0x)?[0-9a-fA-F]{64})\b)",
     .min_entropy = 3.2,
     .confirm = below_order,
     .repair = "move what the account holds to a new key, and its roles in contracts",
     .matches = kEthereumPrivateKey,
     .matches_not = kEthereumPrivateKeyNot},
    {.id = "ethereum-keystore",
     .title = "Ethereum keystore file",
     .severity = model::Severity::kMedium,
     .pattern = R"re("ciphertext"\s{0,3}:\s{0,3}"([0-9a-f]{64})")re",
     .confirm = keystore,
     .repair = "the passphrase protects it; move what the account holds where that is weak",
     .matches = kEthereumKeystore,
     .matches_not = kEthereumKeystoreNot},
    {.id = "solana-private-key",
     .title = "Solana keypair in base58",
     .severity = model::Severity::kCritical,
     .pattern =
         R"((?i:solana|phantom|secret_?key|private_?key|wallet)[\w.-]{0,16}[\\"\'`\])]{0,3}\s{0,3}(?:=>|:=|[=:,(])\s{0,3}[\\"\'`]{0,2}([1-9A-HJ-NP-Za-km-z]{87,88})\b)",
     .confirm = likely_if_random,
     .repair = "move what the account holds to a new key",
     .matches = kSolanaPrivateKey,
     .matches_not = kSolanaPrivateKeyNot},
};

}  // namespace

extern constinit const Detector wallets;
constinit const Detector wallets = {.name = "wallets", .summary = "private keys of wallets", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
