// SPDX-License-Identifier: Apache-2.0
#include "secrets/vault_wrap.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "base/format.h"
#include "base/json.h"
#include "base/text.h"

namespace batten::secrets {
namespace {

// A namespace may stand before it.
bool was_made_at(std::string_view path, std::string_view wanted) {
  std::vector<std::string_view> parts = base::split(path, '/'), pattern = base::split(wanted, '/');
  if (parts.size() < pattern.size()) return false;
  parts.erase(parts.begin(), parts.end() - static_cast<std::ptrdiff_t>(pattern.size()));
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].empty() || (pattern[i] != "*" && pattern[i] != parts[i])) return false;
  }
  return true;
}

Error alarm(const VaultWrapped& wanted, const std::string& why) {
  return {Code::kDenied,
          format("ALARM: the wrapped {} of {} {}. The token may have been stolen: assume that a stranger has the {}, have it "
                 "revoked, and look into the server's audit log for who opened it",
                 wanted.what, wanted.variable, why, wanted.what)};
}

std::string token_body(const base::SecretBytes& token) {
  std::string out;
  out.reserve(token.size() * 6 + 16);
  out += "{\"token\":";
  json::append_quoted(out, token.view());
  return out += '}';
}

}  // namespace

Result<VaultAnswer> unwrap(VaultClient& client, const base::SecretBytes& token, const VaultWrapped& wanted) {
  VaultAnswer looked = TRY_IN(
      wanted.variable, client.send({.method = "POST", .path = "sys/wrapping/lookup", .body = token_body(token), .hidden = {token.view()}}));
  if (looked.status() == 400 || looked.status() == 403 || looked.status() == 404)
    return alarm(wanted, format("can't be opened: it was opened before, has run out or never was one ({})", looked.said()));
  if (!looked.is_ok()) return looked.error(Code::kUnsupported);
  std::string path(looked.data()["creation_path"].string().substr(0, 1000));
  if (std::ranges::none_of(wanted.made_at, [&](const std::string& place) { return was_made_at(path, place); }))
    return alarm(wanted, format("was made at {}, not at {}; it is not opened", path.empty() ? "no known place" : base::printable(path),
                                base::join(wanted.made_at, " or ")));

  Result<VaultAnswer> opened = client.send({.method = "POST", .path = "sys/wrapping/unwrap", .token = &token, .may_repeat = false});
  if (!opened) {
    return base::in_context(
        format("{}: no answer, so the token may be used up now; if the next try says that it was opened before, that was "
               "this one",
               wanted.variable),
        opened.error());
  }
  if (opened->status() == 400 || opened->status() == 403 || opened->status() == 404)
    return alarm(wanted, format("was opened by somebody else just now ({})", opened->said()));
  if (!opened->is_ok()) return opened->error(Code::kUnsupported);
  return opened;
}

}  // namespace batten::secrets
