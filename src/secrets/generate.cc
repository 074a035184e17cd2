// SPDX-License-Identifier: Apache-2.0
#include "secrets/generate.h"

#include <sys/random.h>

#include <cerrno>
#include <cmath>

#include "base/format.h"
#include "base/text.h"

namespace batten::secrets {
namespace {

constexpr double kFewestBits = 64;
constexpr std::size_t kMaxLength = 4096;
constexpr std::string_view kDigits = "0123456789", kLower = "abcdefghijklmnopqrstuvwxyz", kUpper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

Result<std::string> alphabet_of(std::string_view name) {
  std::string alnum = std::string(kUpper) + std::string(kLower) + std::string(kDigits);
  if (name == "alnum") return alnum;
  if (name == "hex") return std::string(kDigits) + "abcdef";
  if (name == "digits") return std::string(kDigits);
  if (name == "base64url") return alnum + "-_";
  if (name == "ascii") {
    std::string out;
    for (char c = '!'; c <= '~'; ++c) out += c;
    return out;
  }
  return Error{Code::kInvalidArgument, format("alphabet {}: there is alnum, hex, digits, base64url, ascii", base::printable(name))};
}

Result<std::size_t> length_of(std::string_view text) {
  auto number = base::parse_unsigned(text);
  if (!number || *number == 0 || *number > kMaxLength)
    return Error{Code::kInvalidArgument, format("length {}: want a number up to {}", base::printable(text), kMaxLength)};
  return static_cast<std::size_t>(*number);
}

}  // namespace

double ValueSpec::bits() const { return static_cast<double>(length) * std::log2(static_cast<double>(alphabet.size())); }

Result<ValueSpec> parse_value_spec(std::string_view text) {
  ValueSpec out;
  out.alphabet = TRY(alphabet_of("alnum"));
  for (std::string_view part : base::split(text, ',')) {
    if (part.empty()) continue;
    if (part.starts_with("alphabet=")) {
      out.alphabet = TRY(alphabet_of(part.substr(9)));
    } else {
      out.length = TRY(length_of(part.starts_with("length=") ? part.substr(7) : part));
    }
  }
  if (out.bits() < kFewestBits)
    return Error{Code::kInvalidArgument,
                 format("{}: such a value has {:.0f} bits and can be guessed; 64 are wanted", base::printable(text), out.bits())};
  return out;
}

Result<base::SecretBytes> random_value(const ValueSpec& spec) {
  std::string out;
  out.reserve(spec.length);
  const unsigned size = static_cast<unsigned>(spec.alphabet.size()), fair = 256 / size * size;
  while (out.size() < spec.length) {
    unsigned char byte = 0;
    if (::getrandom(&byte, 1, 0) != 1) {
      if (errno == EINTR) continue;
      return base::errno_error("random numbers", errno);
    }
    if (byte < fair) out += spec.alphabet[byte % size];
  }
  return base::SecretBytes::taken_from(out);
}

}  // namespace batten::secrets
