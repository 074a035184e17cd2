// SPDX-License-Identifier: Apache-2.0
#include "advisory/release_file.h"

#include "base/file.h"
#include "base/process.h"
#include "base/text.h"
#include "base/time.h"

namespace batten::advisory {
namespace {

constexpr std::size_t kMaxFiles = 100'000;

// The text between the armor headers and the signature of a clear-signed message (RFC 4880, section 7); all of it when it is not signed.
std::string_view signed_part(std::string_view text) {
  constexpr std::string_view kBegin = "-----BEGIN PGP SIGNED MESSAGE-----";
  if (!text.starts_with(kBegin)) return text;
  std::size_t blank = text.find("\n\n");
  std::size_t end = text.find("\n-----BEGIN PGP SIGNATURE-----");
  if (blank == std::string_view::npos || end == std::string_view::npos || end < blank) return {};
  return text.substr(blank + 2, end - blank - 2);
}

bool is_sha256(std::string_view text) { return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos; }

void add_file(std::string_view line, ReleaseFile& out) {
  std::vector<std::string_view> parts = base::words(line);
  if (parts.size() != 3 || !is_sha256(parts[0]) || out.files.size() >= kMaxFiles) return;
  auto size = base::parse_unsigned(parts[1]);
  if (size) out.files.emplace(parts[2], IndexFile{std::string(parts[0]), *size});
}

base::Note not_checked(const std::string& where, std::string why) {
  return {base::Note::Kind::kDegraded, where, "signature not checked: " + std::move(why),
          "install gpgv and the distribution's archive keyring"};
}

}  // namespace

Result<ReleaseFile> parse_release(std::string_view text) {
  ReleaseFile out;
  bool in_sha256 = false;
  base::each_line(signed_part(text), [&](std::string_view line) {
    if (line.starts_with(' ')) {
      if (in_sha256) add_file(line, out);
      return;
    }
    std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return;
    std::string_view field = line.substr(0, colon);
    std::string_view value = base::trim(line.substr(colon + 1));
    in_sha256 = field == "SHA256";
    if (field == "Suite") out.suite = value.substr(0, 200);
    if (field == "Codename") out.codename = value.substr(0, 200);
    if (field == "Date") out.date = base::parse_http_time(value);
    if (field == "Valid-Until") out.valid_until = base::parse_http_time(value);
  });
  if (out.files.empty()) return Error{Code::kCorrupt, "not a Release file: no SHA256 list"};
  return out;
}

Result<SignedText> check_signature(const std::string& in_release, const std::vector<std::string>& keyrings, const std::string& where) {
  SignedText out{in_release, {}};
  std::vector<std::string> argv{"gpgv", "--status-fd", "2"};
  for (const std::string& keyring : keyrings) {
    if (!base::is_regular_file(keyring)) continue;
    argv.insert(argv.end(), {"--keyring", keyring});
  }
  if (argv.size() == 3) {
    out.note = not_checked(where, "no archive keyring on this machine");
    return out;
  }
  argv.insert(argv.end(), {"--output", "-", "-"});
  auto ran = base::run_process(argv, in_release, std::chrono::seconds(20), 32u << 20);
  if (!ran) {
    out.note = not_checked(where, ran.error().message);
    return out;
  }
  // A suite is signed by several keys; one that is known and right is enough, one that is wrong is too many.
  if (ran->err.contains("[GNUPG:] BADSIG")) return Error{Code::kCorrupt, where + ": its signature is wrong"};
  if (ran->err.contains("[GNUPG:] VALIDSIG") && ran->err.contains("[GNUPG:] GOODSIG")) {
    out.text = std::move(ran->out);
    return out;
  }
  if (ran->err.contains("[GNUPG:] NO_PUBKEY") || ran->err.contains("[GNUPG:] ERRSIG")) {
    out.note = not_checked(where, "its keys are not in the keyrings of this machine");
    return out;
  }
  return Error{Code::kCorrupt, where + ": it carries no valid signature"};
}

}  // namespace batten::advisory
