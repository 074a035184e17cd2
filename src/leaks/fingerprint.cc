// SPDX-License-Identifier: Apache-2.0
#include "leaks/fingerprint.h"

#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/fd.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/text.h"

namespace batten::leaks {
namespace {

constexpr std::size_t kKeyBytes = 32;

std::string key_path() {
  std::string config = base::environment("XDG_CONFIG_HOME");
  if (config.empty() && !base::environment("HOME").empty()) config = base::environment("HOME") + "/.config";
  return config.empty() ? std::string() : config + "/batten/fingerprint.key";
}

Result<std::string> random_key() {
  std::string out(kKeyBytes, '\0');
  if (::getrandom(out.data(), out.size(), 0) != static_cast<ssize_t>(out.size())) return base::errno_error("random bytes", errno);
  return out;
}

// Of two processes that make it at once, both use the one that came first.
bool keep(const std::string& path, std::string_view key) {
  if (!base::make_directories(path.substr(0, path.rfind('/')))) return false;
  base::Fd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  return file.valid() && base::write_all(file.get(), key).has_value();
}

}  // namespace

Result<FingerprintKey> fingerprint_key() {
  if (std::string given = base::environment("BATTEN_FINGERPRINT_KEY"); !given.empty()) {
    if (given.size() < kKeyBytes) return Error{Code::kInvalidArgument, "BATTEN_FINGERPRINT_KEY: shorter than 32 bytes"};
    return FingerprintKey{std::move(given), true};
  }
  std::string path = key_path();
  if (!path.empty()) {
    if (Result<std::string> read = base::read_file(path, 4096); read && read->size() >= kKeyBytes) return FingerprintKey{*read, true};
  }
  std::string made = TRY(random_key());
  if (path.empty()) return FingerprintKey{std::move(made), false};
  if (keep(path, made)) return FingerprintKey{std::move(made), true};
  Result<std::string> read = base::read_file(path, 4096);
  if (read && read->size() >= kKeyBytes) return FingerprintKey{*read, true};
  return FingerprintKey{std::move(made), false};
}

std::string key_id(std::string_view key) { return base::to_hex(base::hmac_sha256(key, "batten fingerprint key")).substr(0, 8); }

std::string fingerprint(std::string_view key, std::string_view secret) {
  return base::to_hex(base::hmac_sha256(key, secret)).substr(0, 32);
}

std::string masked(std::string_view secret) {
  std::size_t shown = secret.size() >= 16 ? 2 : 0;
  std::size_t mark = secret.find_first_of("_-");
  if (mark != std::string_view::npos && mark <= 10 && (mark + 1) * 4 <= secret.size()) shown = mark + 1;
  if (secret.starts_with("-----BEGIN ")) shown = std::min<std::size_t>(secret.find("-----", 11), 40) + 5;
  const std::string_view front = secret.substr(0, shown);
  if (std::ranges::any_of(front, [](char c) { return c < ' ' || c > '~'; })) shown = 0;
  return base::printable(secret.substr(0, shown)) + "****";
}

}  // namespace batten::leaks
