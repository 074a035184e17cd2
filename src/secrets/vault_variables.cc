// SPDX-License-Identifier: Apache-2.0
#include "secrets/vault_variables.h"

#include <algorithm>
#include <utility>

#include "base/file.h"
#include "base/format.h"
#include "base/secret_bytes.h"
#include "base/text.h"
#include "http/client.h"

namespace batten::secrets {
namespace {

constexpr std::string_view kDefaultAddress = "https://127.0.0.1:8200";
constexpr std::size_t kMaxAuthorities = 1000;

Result<std::vector<std::string>> authorities(const VaultVariables& variables) {
  std::vector<std::string> out;
  if (std::string file = variables.get("CACERT"); !file.empty()) out.push_back(std::move(file));
  std::string folder = variables.get("CAPATH");
  if (folder.empty()) return out;
  std::vector<std::string> names = TRY_IN(variables.name_of("CAPATH"), base::list_directory(folder));
  for (const std::string& name : names) {
    bool is_pem = name.ends_with(".pem") || name.ends_with(".crt");
    if (is_pem && out.size() < kMaxAuthorities) out.push_back(folder + "/" + name);
  }
  if (out.empty()) return Error{Code::kNotFound, variables.name_of("CAPATH") + ": no .pem and no .crt file in it"};
  return out;
}

// The scheme, the host and the port: a path behind them is the API's.
Result<void> read_address(const VaultVariables& variables, VaultServer& out) {
  const std::string name = variables.name_of("ADDR");
  std::string text = variables.has("ADDR") ? variables.get("ADDR") : std::string(kDefaultAddress);
  while (text.ends_with('/')) text.pop_back();
  if (text.starts_with("unix://")) {
    out.unix_socket = text.substr(7);
    out.address = "http://localhost";
    if (!out.unix_socket.starts_with('/')) return Error{Code::kInvalidArgument, name + ": unix:// stands before an absolute path"};
    return {};
  }
  http::Url url = TRY_IN(name, http::parse_url(text));
  bool has_more = !url.path.empty() || !url.query.empty() || text.contains('@') || text.contains('#');
  if (has_more || (url.scheme != "https" && url.scheme != "http"))
    return Error{Code::kInvalidArgument, format("{}: write https://HOST:PORT, not {}", name, http::shown_url(text))};
  out.address = std::move(text);
  if (url.scheme == "https" || http::is_loopback(url.host)) return {};
  out.is_plain = TRY(variables.flag("PLAIN_HTTP"));
  if (out.is_plain) return {};
  return Error{Code::kDenied,
               format("{} is {}: token and secrets would cross the network unencrypted. Use https://, or set {}=true where the way to it "
                      "is safe",
                      name, http::shown_url(out.address), variables.name_of("PLAIN_HTTP"))};
}

}  // namespace

std::string VaultVariables::get(std::string_view name) const { return surroundings_.environment(name_of(name).c_str()); }

bool VaultVariables::is_set(const std::string& full_name) const {
  std::string value = surroundings_.environment(full_name.c_str());
  bool out = !value.empty();
  base::wipe(value);  // it may be a token
  return out;
}

std::string VaultVariables::name_of(std::string_view name) const {
  std::string bao = format("BAO_{}", name), vault = format("VAULT_{}", name);
  if (!has_bao_names_) return vault;
  return is_set(bao) || !is_set(vault) ? bao : vault;
}

bool VaultVariables::has(std::string_view name) const { return is_set(name_of(name)); }

Result<bool> VaultVariables::flag(std::string_view name) const {
  std::string text = base::lower(get(name));
  if (text.empty() || text == "0" || text == "f" || text == "false") return false;
  if (text == "1" || text == "t" || text == "true") return true;
  return Error{Code::kInvalidArgument, format("{} is neither true nor false", name_of(name))};
}

Result<VaultServer> vault_server(const VaultVariables& variables, std::string_view provider) {
  VaultServer out;
  out.provider = provider;
  TRY(read_address(variables, out));
  out.name_space = variables.get("NAMESPACE");
  out.verify_tls = !TRY(variables.flag("SKIP_VERIFY"));
  out.ca_files = TRY(authorities(variables));
  out.client_certificate = variables.get("CLIENT_CERT");
  out.client_key = variables.get("CLIENT_KEY");
  if (out.client_certificate.empty() != out.client_key.empty()) {
    return Error{Code::kInvalidArgument,
                 format("{} and {} go together", variables.name_of("CLIENT_CERT"), variables.name_of("CLIENT_KEY"))};
  }
  return out;
}

}  // namespace batten::secrets
