// SPDX-License-Identifier: Apache-2.0
//
// Keys of crypto exchanges: who has one may trade, and with some withdraw. Kraken's secrets are 64 bytes in base64.
#include <optional>
#include <string>

#include "leaks/detector.h"
#include "leaks/encodings.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion kraken(const Candidate& candidate) {
  std::optional<std::string> bytes = decode_base64(candidate.secret);
  return bytes && bytes->size() == 64 && looks_random(candidate.secret) ? Opinion::kConfirmed : Opinion::kNo;
}

constexpr LeakExample kCoinbaseSecret[] = {
    {"<add key=\"coinbaseApiSecret\" value=\"Psxctk0vEGU4DswMStnDbB8gfpZIWHY3\"/>", "Psxctk0vEGU4DswMStnDbB8gfpZIWHY3"},
    {"coinbase:\n  api_secret: Psxctk0vEGU4DswMStnDbB8gfpZIWHY3\n", "Psxctk0vEGU4DswMStnDbB8gfpZIWHY3"}};
constexpr LeakCounterexample kCoinbaseSecretNot[] = {{"checksum: Psxctk0vEGU4DswMStnDbB8gfpZIWHY3"}, {"COINBASE_API_SECRET=Psxctk0vE"}};
constexpr LeakExample kKrakenSecret[] = {
    {"{\\\"krakenPrivateKey\\\":\\\"ildA9PJdWSWF00qyuvk19YHX6d85EEqSk4cXOfuaQbEjvRCA8NGhhSz5cSPMbBvxXMKStBnomEXKgJytSAJpk0\\\"}",
     "ildA9PJdWSWF00qyuvk19YHX6d85EEqSk4cXOfuaQbEjvRCA8NGhhSz5cSPMbBvxXMKStBnomEXKgJytSAJpk0"},
    {"os.environ['KRAKEN_PRIVATE_KEY'] = 'ildA9PJdWSWF00qyuvk19YHX6d85EEqSk4cXOfuaQbEjvRCA8NGhhSz5cSPMbBvxXMKStBnomEXKgJytSAJpk0'",
     "ildA9PJdWSWF00qyuvk19YHX6d85EEqSk4cXOfuaQbEjvRCA8NGhhSz5cSPMbBvxXMKStBnomEXKgJytSAJpk0"}};
constexpr LeakCounterexample kKrakenSecretNot[] = {
    {"checksum: ildA9PJdWSWF00qyuvk19YHX6d85EEqSk4cXOfuaQbEjvRCA8NGhhSz5cSPMbBvxXMKStBnomEXKgJytSAJpk0"}, {"KRAKEN_PRIVATE_KEY=ildA9PJdW"}};
constexpr LeakExample kBinanceSecret[] = {
    {"config.set(\"binance_secret_key\", \"2z2x5Ovh3bYinEOoVLoZrsMWJw6D0rn0KOlQZVijXay3ZupJpJMfIOKsxBaSK8WI\")",
     "2z2x5Ovh3bYinEOoVLoZrsMWJw6D0rn0KOlQZVijXay3ZupJpJMfIOKsxBaSK8WI"},
    {"run --binance-secret-key 2z2x5Ovh3bYinEOoVLoZrsMWJw6D0rn0KOlQZVijXay3ZupJpJMfIOKsxBaSK8WI x",
     "2z2x5Ovh3bYinEOoVLoZrsMWJw6D0rn0KOlQZVijXay3ZupJpJMfIOKsxBaSK8WI"}};
constexpr LeakCounterexample kBinanceSecretNot[] = {{"checksum: 2z2x5Ovh3bYinEOoVLoZrsMWJw6D0rn0KOlQZVijXay3ZupJpJMfIOKsxBaSK8WI"},
                                                    {"BINANCE_SECRET_KEY=2z2x5Ovh3"}};
constexpr LeakExample kExchangeSecret[] = {
    {"\"kucoinApiSecret\": \"gYZve38dY428nIgpIX7k9COZifNZn1aVADdcfPNsUl9\",", "gYZve38dY428nIgpIX7k9COZifNZn1aVADdcfPNsUl9"},
    {"const kucoinApiSecret string = \"3e41adb6-f5a7-498c-93fe-02d77a9c5c29\"\n", "3e41adb6-f5a7-498c-93fe-02d77a9c5c29"}};
constexpr LeakCounterexample kExchangeSecretNot[] = {{"checksum: gYZve38dY428nIgpIX7k9COZifNZn1aVADdcfPNsUl9"},
                                                     {"KUCOIN_API_SECRET=gYZve38dY"}};

constexpr LeakKind kKinds[] = {
    {.id = "coinbase-secret",
     .title = "Coinbase API secret",
     .severity = model::Severity::kCritical,
     .pattern = kNamed<"coinbase", "[0-9A-Za-z_-]{32,64}", "secret|token">,
     .confirm = likely_if_random,
     .repair = "delete the key at https://portal.cdp.coinbase.com",
     .matches = kCoinbaseSecret,
     .matches_not = kCoinbaseSecretNot},
    {.id = "kraken-secret",
     .title = "Kraken private key",
     .severity = model::Severity::kCritical,
     .pattern = kNamed<"kraken", "[0-9A-Za-z+/]{86}(?:==)?", "private|secret|key">,
     .confirm = kraken,
     .repair = "delete the key at https://www.kraken.com/u/security/api",
     .matches = kKrakenSecret,
     .matches_not = kKrakenSecretNot},
    {.id = "binance-secret",
     .title = "Binance API or secret key",
     .severity = model::Severity::kCritical,
     .pattern = kNamed<"binance", "[0-9A-Za-z]{64}">,
     .confirm = likely_if_random,
     .repair = "delete the key at https://www.binance.com/en/my/settings/api-management",
     .matches = kBinanceSecret,
     .matches_not = kBinanceSecretNot},
    {.id = "exchange-secret",
     .title = "API secret of a crypto exchange",
     .severity = model::Severity::kCritical,
     .pattern = kNamed<"kucoin|bitfinex|bybit|bittrex|bitmex|poloniex|bitstamp|okex|gate_?io|huobi|deribit",
                       "(?:[0-9A-Za-z]{32,64}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})", "secret|passph|private">,
     .confirm = likely_if_random,
     .repair = "delete the key on the API page of the exchange",
     .matches = kExchangeSecret,
     .matches_not = kExchangeSecretNot},
};

}  // namespace

extern constinit const Detector exchanges;
constinit const Detector exchanges = {.name = "exchanges", .summary = "keys of crypto exchanges", .revision = 1, .kinds = kKinds};

}  // namespace batten::leaks::detectors
