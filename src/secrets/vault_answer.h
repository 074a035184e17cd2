// SPDX-License-Identifier: Apache-2.0
//
// What a Vault server answers: one JSON object, {"data": .., "lease_id", "lease_duration", "renewable", "auth", "wrap_info"}, or
// {"errors": [".."]}. It may be hostile: everything is bounded. The text and the buffers it was parsed into are wiped with the answer.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "secrets/provider.h"
#include "secrets/wiped_answer.h"

namespace batten::secrets {

class VaultAnswer {
 public:
  // corrupt when the body is no JSON object; an empty one, as of 204 or of an error, is none.
  static Result<VaultAnswer> parse(int status, WipedText body);

  int status() const { return status_; }
  bool is_ok() const { return status_ >= 200 && status_ < 300; }
  json::View operator[](std::string_view member) const { return document_ ? (*document_)[member] : json::View(); }
  json::View data() const { return (*this)["data"]; }
  // data as it is written; with a name: the member of it. Empty when that is no object.
  std::string_view data_text(std::string_view member = {}) const;
  // What the server says against the request, made fit for a terminal, at most 300 bytes.
  const std::string& said() const { return said_; }
  // Takes a secret out of that, should the server have said it back.
  void hide(std::string_view secret);
  // The answer as an error: 403 denied, 404 not_found, 5xx and 429 unavailable, 400 and others as given.
  Error error(Code of_others) const;
  std::string call;  // "GET https://127.0.0.1:8200/v1/secret/data/app"

 private:
  int status_ = 0;
  WipedText body_;
  std::optional<json::Document> document_;
  std::string said_;
};

// Puts *** where the secret is. Those of less than four bytes stay: they would be everywhere.
void hide_secret(std::string& message, std::string_view secret);

// The numbers and texts of answers, read with suspicion.
std::chrono::seconds vault_seconds(json::View number);  // 0 when it is none or negative; at most a hundred years
// Of a secret that a secrets engine made, or of a static role, whose data says how long the password stays ("ttl").
Lease vault_lease(const VaultAnswer& answer);

struct VaultToken {
  base::SecretBytes value;
  std::chrono::seconds ttl{0};  // 0: it has no end
  bool renewable = false;
};
// Of a login or a renewal ("auth"); corrupt when there is none.
Result<VaultToken> vault_token(const VaultAnswer& answer);

struct VaultMount {
  std::string path;    // "secret/"
  std::string type;    // "kv", "database"
  int kv_version = 0;  // 1, 2; 0: no kv engine
};
// sys/internal/ui/mounts/PATH; corrupt when it does not tell of a mount.
Result<VaultMount> vault_mount(json::View entry, std::string_view path);
// sys/internal/ui/mounts: those that hold keys and values.
std::vector<VaultMount> vault_kv_mounts(const VaultAnswer& answer);

// metadata/PATH of version 2: which versions there are.
struct VaultVersion {
  std::uint64_t number = 0;
  bool destroyed = false;
};
struct VaultVersions {
  std::uint64_t current = 0;
  std::vector<VaultVersion> all;  // at most 10,000
};
Result<VaultVersions> vault_versions(const VaultAnswer& answer);

// Names in a folder: "app", "team/"; one that can't be part of a path is a note.
std::vector<std::string> vault_keys(const VaultAnswer& answer, std::string_view folder, base::Notes& notes);

}  // namespace batten::secrets
