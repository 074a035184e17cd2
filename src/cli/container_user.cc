// SPDX-License-Identifier: Apache-2.0
#include "cli/container_user.h"

#include "archive/byte_source.h"
#include "archive/tar.h"
#include "base/format.h"
#include "base/path.h"
#include "base/text.h"
#include "http/client.h"

namespace batten::cli {
namespace {

constexpr std::uint64_t kMaxPasswdBytes = 4u << 20;

std::optional<std::uint32_t> number_of(std::string_view text) {
  auto number = base::parse_unsigned(text);
  if (!number || *number >= 0xffff'ffff) return std::nullopt;
  return static_cast<std::uint32_t>(*number);
}

Result<std::string> passwd_of(engine::Client& engine, const std::string& id) {
  std::string tar_bytes =
      TRY(engine.answer(format("/containers/{}/archive?path={}", http::percent_encode(id), "%2Fetc%2Fpasswd"), "file /etc/passwd"));
  auto source = archive::memory_source(tar_bytes);
  archive::TarReader tar(*source);
  auto entry = TRY(tar.next());
  if (!entry || entry->type != archive::EntryType::kFile) return Error{Code::kNotFound, "/etc/passwd is no file"};
  return tar.content_all(kMaxPasswdBytes);
}

}  // namespace

std::optional<ContainerUser> find_user(std::string_view passwd, std::string_view name) {
  std::optional<ContainerUser> out;
  base::each_line(passwd, [&](std::string_view line) {
    std::vector<std::string_view> fields = base::split(line, ':');
    if (out || fields.size() < 4 || (fields[0] != name && fields[2] != name)) return;
    auto uid = number_of(fields[2]), gid = number_of(fields[3]);
    if (uid && gid) out = ContainerUser{*uid, *gid};
  });
  return out;
}

Result<ContainerUser> container_user(engine::Client& engine, const std::string& id, const std::string& user, base::Notes& notes) {
  ContainerUser out;
  if (user.empty()) return out;
  std::size_t colon = user.find(':');
  std::string name = user.substr(0, colon);
  auto uid = number_of(name);
  auto passwd = passwd_of(engine, id);
  auto found = passwd ? find_user(*passwd, name) : std::nullopt;
  if (found) {
    out = *found;
  } else if (uid) {
    out.uid = *uid;
  } else {
    notes.push_back({base::Note::Kind::kDegraded, "secrets",
                     format("the container's user {} is not in its /etc/passwd: files are root's", base::printable(name)),
                     "give uid= with the secret"});
  }
  if (auto gid = colon == user.npos ? std::nullopt : number_of(std::string_view(user).substr(colon + 1))) out.gid = *gid;
  return out;
}

secrets::IdMap id_map_of(const engine::EngineInfo& info, bool host_ids) {
  std::string_view name = base::base_name(info.root_dir);
  std::size_t dot = name.find('.');
  if (host_ids || dot == name.npos) return {};
  auto uid = number_of(name.substr(0, dot)), gid = number_of(name.substr(dot + 1));
  return uid && gid ? secrets::IdMap{*uid, *gid} : secrets::IdMap{};
}

}  // namespace batten::cli
