// SPDX-License-Identifier: Apache-2.0
//
// Keys of crypto exchanges: who has one may trade, and with some withdraw. Kraken's secrets are 64 bytes in base64.
#include <optional>
#include <string>

#include "leaks/base64_text.h"
#include "leaks/detector.h"
#include "leaks/looks_random.h"
#include "leaks/named.h"

namespace batten::leaks::detectors {
namespace {

Opinion kraken(const Candidate& candidate) {
  std::optional<std::string> bytes = read_base64(candidate.secret);
  return bytes && bytes->size() == 64 && looks_random(candidate.secret) ? Opinion::kConfirmed : Opinion::kNo;
}

constexpr LeakExample kCoinbaseSecret[] = {
    {"config.set(\"coinbase_api_secret\", \"ydiHUGNcFVaVE6P6Y3F77t3h5f6k265p\")", "ydiHUGNcFVaVE6P6Y3F77t3h5f6k265p"},
    {"run --coinbase-api-secret ydiHUGNcFVaVE6P6Y3F77t3h5f6k265p x", "ydiHUGNcFVaVE6P6Y3F77t3h5f6k265p"}};
constexpr LeakCounterexample kCoinbaseSecretNot[] = {{"checksum: ydiHUGNcFVaVE6P6Y3F77t3h5f6k265p"}, {"COINBASE_API_SECRET=ydiHUGNcF"}};
constexpr LeakExample kKrakenSecret[] = {
    {"\"krakenPrivateKey\": \"HAUoF5Ii0OFJRBwHonwXb1xFeClPKxvGvlU7mkyocObrYEwJIbDFnRDoA3xy8gOhdmZBv1dCK6sSLSeIkgToX0\",",
     "HAUoF5Ii0OFJRBwHonwXb1xFeClPKxvGvlU7mkyocObrYEwJIbDFnRDoA3xy8gOhdmZBv1dCK6sSLSeIkgToX0"},
    {"const krakenPrivateKey string = \"HAUoF5Ii0OFJRBwHonwXb1xFeClPKxvGvlU7mkyocObrYEwJIbDFnRDoA3xy8gOhdmZBv1dCK6sSLSeIkgToX0\"\n",
     "HAUoF5Ii0OFJRBwHonwXb1xFeClPKxvGvlU7mkyocObrYEwJIbDFnRDoA3xy8gOhdmZBv1dCK6sSLSeIkgToX0"}};
constexpr LeakCounterexample kKrakenSecretNot[] = {
    {"checksum: HAUoF5Ii0OFJRBwHonwXb1xFeClPKxvGvlU7mkyocObrYEwJIbDFnRDoA3xy8gOhdmZBv1dCK6sSLSeIkgToX0"}, {"KRAKEN_PRIVATE_KEY=HAUoF5Ii0"}};
constexpr LeakExample kBinanceSecret[] = {
    {"binance_secret_key = \"VRY04sPsEzaScTN6fDdxY9oJLIbyuDAmQeUZCLcIUue3V4yFa1feFvWEfJGm4RiW\"\n",
     "VRY04sPsEzaScTN6fDdxY9oJLIbyuDAmQeUZCLcIUue3V4yFa1feFvWEfJGm4RiW"},
    {"<add key=\"binanceSecretKey\" value=\"VRY04sPsEzaScTN6fDdxY9oJLIbyuDAmQeUZCLcIUue3V4yFa1feFvWEfJGm4RiW\"/>",
     "VRY04sPsEzaScTN6fDdxY9oJLIbyuDAmQeUZCLcIUue3V4yFa1feFvWEfJGm4RiW"}};
constexpr LeakCounterexample kBinanceSecretNot[] = {{"checksum: VRY04sPsEzaScTN6fDdxY9oJLIbyuDAmQeUZCLcIUue3V4yFa1feFvWEfJGm4RiW"},
                                                    {"BINANCE_SECRET_KEY=VRY04sPsE"}};
constexpr LeakExample kExchangeSecret[] = {
    {"- name: KUCOIN_API_SECRET\n  value: ccuMpNzdxa2VdhP7DBDIRLfV7VcnbzGdiLP38wNROqx\n", "ccuMpNzdxa2VdhP7DBDIRLfV7VcnbzGdiLP38wNROqx"},
    {"{\\\"kucoinApiSecret\\\":\\\"c3ec48b3-281b-4d4a-8933-4ab5e3ab3abe\\\"}", "c3ec48b3-281b-4d4a-8933-4ab5e3ab3abe"}};
constexpr LeakCounterexample kExchangeSecretNot[] = {{"checksum: ccuMpNzdxa2VdhP7DBDIRLfV7VcnbzGdiLP38wNROqx"},
                                                     {"KUCOIN_API_SECRET=ccuMpNzdx"}};

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
