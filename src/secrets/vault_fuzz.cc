// SPDX-License-Identifier: Apache-2.0
//
// Answers of a server: everything that is read from one, and a field replaced in what it holds.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/json.h"
#include "secrets/json_edit.h"
#include "secrets/json_field.h"
#include "secrets/json_member.h"
#include "secrets/vault_answer.h"

int vault_fuzz(const std::uint8_t* data, std::size_t size);

int vault_fuzz(const std::uint8_t* data, std::size_t size) {
  using namespace batten;
  using namespace batten::secrets;
  if (size == 0) return 0;
  constexpr int kStatuses[] = {200, 204, 400, 403, 404, 500};
  std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  (void)raw_members(text);
  WipedText body;
  body.append(text);
  Result<VaultAnswer> answer = VaultAnswer::parse(kStatuses[data[0] % 6], std::move(body));
  if (!answer) return 0;
  (void)answer->error(Code::kUnsupported);
  Lease lease = vault_lease(*answer);
  if (lease.ttl.count() < 0) std::abort();
  Result<VaultToken> token = vault_token(*answer);
  if (token && token->value.view().find_first_of("\r\n") != std::string_view::npos) std::abort();
  (void)vault_mount(answer->data(), answer->data()["path"].string());
  (void)vault_kv_mounts(*answer);
  (void)vault_versions(*answer);
  base::Notes notes;
  for (const std::string& key : vault_keys(*answer, "secret/", notes)) {
    if (key.starts_with('/') || key == ".." || key == "../") std::abort();
  }
  for (std::string_view object : {answer->data_text(), answer->data_text("data")}) {
    (void)json_field(object, "a");
    Result<WipedText> changed = with_member(object, "a\"b", "\"new\"");
    if (!changed) continue;
    Result<base::SecretBytes> field = json_field(changed->view(), "a\"b");
    if (!field || field->view() != "new") std::abort();
  }
  return 0;
}
