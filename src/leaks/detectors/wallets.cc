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

// Below the order of the curve, and not the first of the accounts that Hardhat, Anvil and Ganache print for everybody. Other curves
// have private keys of that size as well: without 0x a word of the trade stands near.
Opinion below_order(const Candidate& candidate) {
  constexpr std::string_view kOrder = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
  constexpr std::string_view kPublic[] = {
      "ac0974be"
      "c39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
      "59c6995e"
      "998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d",
      "4f3edf98"
      "3ac636a65a842ce7c78d9aa706d3b113bce9c46f30d7d21715b23b1d"};
  constexpr std::string_view kTrade[] = {"ethereum", "wallet",  "web3",    "ethers",   "solidity", "hardhat",
                                         "mainnet",  "sepolia", "rpc_url", "deployer", "infura",   "alchemy"};
  std::string key = base::lower(candidate.secret);
  const bool prefixed = key.starts_with("0x");
  if (prefixed) key.erase(0, 2);
  if (key >= kOrder || std::ranges::find(kPublic, key) != std::end(kPublic)) return Opinion::kNo;
  std::string near = base::lower(candidate.near);
  const bool trade = std::ranges::any_of(kTrade, [&](std::string_view word) { return near.contains(word); });
  return prefixed || trade ? Opinion::kLikely : Opinion::kPossible;
}

Opinion keystore(const Candidate& candidate) {
  return candidate.near.contains("\"kdf\"") && candidate.near.contains("\"mac\"") ? Opinion::kLikely : Opinion::kNo;
}

constexpr LeakExample kBitcoinPrivateKey[] = {
    {"PRIVATE_KEY=L5hgX2V5EiHoJR9RQSaXhwCU7hHfqSyYY8F3eDhR7iX2koNcpBVr\n", "L5hgX2V5EiHoJR9RQSaXhwCU7hHfqSyYY8F3eDhR7iX2koNcpBVr"},
    {"\"wif\": \"5K9hDceZRC5rrLRqHdp9G2w4bJPbx1S5FssLD8yVfTceQ89EEdS\"", "5K9hDceZRC5rrLRqHdp9G2w4bJPbx1S5FssLD8yVfTceQ89EEdS"},
    {"bitcoin-cli importprivkey cRGq27sWWn6QRsHZLYbTxGYwyjEzTas4Kgh5wU6XD8MYDwjuecvd",
     "cRGq27sWWn6QRsHZLYbTxGYwyjEzTas4Kgh5wU6XD8MYDwjuecvd"},
    {"wallet_wif = \"L5hgX2V5EiHoJR9RQSaXhwCU7hHfqSyYY8F3eDhR7iX2koNcpBVr\"\n", "L5hgX2V5EiHoJR9RQSaXhwCU7hHfqSyYY8F3eDhR7iX2koNcpBVr"},
    {"{\"name\": \"WALLET_WIF\", \"value\": \"L5hgX2V5EiHoJR9RQSaXhwCU7hHfqSyYY8F3eDhR7iX2koNcpBVr\"}",
     "L5hgX2V5EiHoJR9RQSaXhwCU7hHfqSyYY8F3eDhR7iX2koNcpBVr"},
    {"private readonly walletWif: string = 'L5hgX2V5EiHoJR9RQSaXhwCU7hHfqSyYY8F3eDhR7iX2koNcpBVr';",
     "L5hgX2V5EiHoJR9RQSaXhwCU7hHfqSyYY8F3eDhR7iX2koNcpBVr"},
    {"const walletWif = process.env.WALLET_WIF || 'L5hgX2V5EiHoJR9RQSaXhwCU7hHfqSyYY8F3eDhR7iX2koNcpBVr';",
     "L5hgX2V5EiHoJR9RQSaXhwCU7hHfqSyYY8F3eDhR7iX2koNcpBVr"}};
constexpr LeakCounterexample kBitcoinPrivateKeyNot[] = {{"PRIVATE_KEY=L5hgX2V5EiHoJR9RQSaXhwCU7hHfqSyYY8F3eDhR7iX2koNcpBV2"},
                                                        {"wif: 555555555555555555555555555555555555555555555555555"}};
constexpr LeakExample kBip32PrivateKey[] = {
    {"export TOKEN=\"xprv"
     "9yG7QZTGU1B3uRBs8EVXSKzo9ijoqFZFhzKjwP2XjacQ1cSbuMfq6VqPvKxtsP6WJLnpLg8intAKFu4GbPih6hBzKDbhStjUHtk4E36aUc2\"",
     "xprv"
     "9yG7QZTGU1B3uRBs8EVXSKzo9ijoqFZFhzKjwP2XjacQ1cSbuMfq6VqPvKxtsP6WJLnpLg8intAKFu4GbPih6hBzKDbhStjUHtk4E36aUc2"},
    {"const t = `tprv"
     "8gmLZQmPGSg4tvM1PsLu4qA2YtYczMp4qoatATQY7swScFQ5HVHmmVPJDXZ72YrTpioB6eNeHSv6hUcyz7VafowKXqJHmAgiP6Xy5Z3k47M`;",
     "tprv"
     "8gmLZQmPGSg4tvM1PsLu4qA2YtYczMp4qoatATQY7swScFQ5HVHmmVPJDXZ72YrTpioB6eNeHSv6hUcyz7VafowKXqJHmAgiP6Xy5Z3k47M"}};
constexpr LeakCounterexample kBip32PrivateKeyNot[] = {
    {"xprv"
     "9yG7QZTGU1B3uRBs8EVXSKzo9ijoqFZFhzKjwP2XjacQ1cSbuMfq6VqPvKxtsP6WJLnpLg8intAKFu4GbPih6hBzKDbhStjUHtk4E36aUc3"},
    {"xprv"
     "9s21ZrQH143K"}};
constexpr LeakExample kEthereumPrivateKey[] = {{"PRIVATE_KEY=0x1a259eb178b3e1cb6aa534a48ba81d923477e368fae69507a0c18cb31c712cf6\n",
                                                "0x1a259eb178b3e1cb6aa534a48ba81d923477e368fae69507a0c18cb31c712cf6"},
                                               {"accounts: [\"38f2bbf60470e864c85af672706db4263aab5a7248ddba36beb7e8ea8d1f0204\"]",
                                                "38f2bbf60470e864c85af672706db4263aab5a7248ddba36beb7e8ea8d1f0204"}};
constexpr LeakCounterexample kEthereumPrivateKeyNot[] = {{"PRIVATE_KEY=0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"},
                                                         {"sha256: b6bdaa5ca00ae6c0f3714744d5f84d4087afa91b754c5223dab00f38443e2992"}};
constexpr LeakExample kEthereumKeystore[] = {
    {"{\"crypto\":{\"cipher\":\"aes-128-ctr\",\"ciphertext\":\"7c98ca71e2e680a572d8f4cf3d7265c90603c880b92534a5569839f7e6f78916\",\"kdf\":"
     "\"scrypt\",\"mac\":\"0\"}}",
     "7c98ca71e2e680a572d8f4cf3d7265c90603c880b92534a5569839f7e6f78916"}};
constexpr LeakCounterexample kEthereumKeystoreNot[] = {
    {"{\"ciphertext\":\"c1d6fa67c44ae809cc2d217d0975547d0ed33626679e41847065fbf832b58642\"}"}};
constexpr LeakExample kSolanaPrivateKey[] = {
    {"SOLANA_PRIVATE_KEY=V5cg4svtwa2yY8xKRc5s6mbmctciaPN1XgTr2qMZ59Nzx1kDLtZ9dHJ4XUnLgcizZwPPLViMV2Mh4syxHUareT1W\n",
     "V5cg4svtwa2yY8xKRc5s6mbmctciaPN1XgTr2qMZ59Nzx1kDLtZ9dHJ4XUnLgcizZwPPLViMV2Mh4syxHUareT1W"}};
constexpr LeakCounterexample kSolanaPrivateKeyNot[] = {{"SOLANA_PRIVATE_KEY=11111111111111111111111111111111"}};

constexpr LeakKind kKinds[] = {
    {.id = "bitcoin-private-key",
     .title = "Bitcoin private key (WIF)",
     .severity = model::Severity::kCritical,
     .pattern =
         R"((?i:wif|priv_?key|private|secret|bitcoin|btc|wallet|importprivkey)[\w\s.:="\'`\\,()\[\]<>&|?*-]{0,40}[\s=:,(>"\'`]([5KLc9][1-9A-HJ-NP-Za-km-z]{50,51})\b)",
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
