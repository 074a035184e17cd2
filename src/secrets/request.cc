// SPDX-License-Identifier: Apache-2.0
#include "secrets/request.h"

#include <algorithm>
#include <set>

#include "base/file.h"
#include "base/format.h"
#include "base/nearest.h"
#include "base/path.h"
#include "base/text.h"
#include "secrets/provider.h"

namespace batten::secrets {
namespace {

constexpr std::size_t kMaxRequests = 256, kMaxNameBytes = 128, kMaxPathBytes = 1024;
constexpr std::uint64_t kMaxId = 0xffff'fffe;

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kMaxNameBytes && is_word(text[0]) &&
         std::ranges::all_of(text, [](char c) { return is_word(c) || c == '-' || c == '.'; });
}

bool is_variable(std::string_view text) { return is_name(text) && std::ranges::all_of(text, is_word) && (text[0] < '0' || text[0] > '9'); }

Result<void> check_file(std::string_view path) {
  if (path.size() > kMaxPathBytes) return Error{Code::kInvalidArgument, "file: longer than 1024 bytes"};
  std::string_view rest = path.starts_with('/') ? path.substr(1) : path;
  for (std::string_view part : base::split(rest, '/')) {
    bool odd = part.empty() || part == "." || part == ".." ||
               std::ranges::any_of(part, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == ',' || c == ':'; });
    if (odd) return Error{Code::kInvalidArgument, format("file {}: a part is empty, \"..\" or has odd characters", base::printable(path))};
  }
  return {};
}

Result<void> set_number(std::string_view name, std::string_view text, std::optional<std::uint32_t>& out) {
  auto number = base::parse_unsigned(text);
  if (!number || *number > kMaxId) return Error{Code::kInvalidArgument, format("{} {}: want a number", name, base::printable(text))};
  out = static_cast<std::uint32_t>(*number);
  return {};
}

// One setting beside the reference; flag: "env" without a value.
Result<void> set(Request& out, std::string_view name, std::string_view text) {
  if (name == "uid") return set_number(name, text, out.uid);
  if (name == "gid") return set_number(name, text, out.gid);
  if (name == "file") {
    if (text.empty()) return Error{Code::kInvalidArgument, "file: want a path"};
    out.file = text;
    return check_file(text);
  }
  auto mode = base::parse_unsigned(text, 8);
  if (!mode || *mode > 0777 || (*mode & 0400) == 0 || (*mode & 0002) != 0)
    return Error{Code::kInvalidArgument,
                 format("mode {}: want octal digits, readable by its owner, not writable by all", base::printable(text))};
  out.mode = static_cast<std::uint32_t>(*mode);
  return {};
}

bool is_setting(std::string_view part) {
  return part == "env" || std::ranges::any_of(std::initializer_list<std::string_view>{"file=", "uid=", "gid=", "mode="},
                                              [&](std::string_view one) { return part.starts_with(one); });
}

Result<void> check(const Request& request) {
  if (!is_name(request.name))
    return Error{Code::kInvalidArgument, format("'{}' is no name of a secret: letters, digits, _, - and .", base::printable(request.name))};
  if (request.as_variable && !is_variable(request.name))
    return Error{Code::kInvalidArgument, format("{} can't be the name of a variable", request.name)};
  return {};
}

Result<Request> request_of(std::string_view name, yaml::View value) {
  Request out;
  out.name = name;
  Result<void> status;
  std::string_view reference = value.string();
  if (value.is_mapping()) {
    reference = value["ref"].string();
    value.each_member([&](yaml::View key, yaml::View member) {
      std::string_view setting = key.string();
      if (!status || setting == "ref") return;
      if (setting == "env") {
        auto wanted = member.as_bool(yaml::Booleans::kYesNo);
        if (!wanted) status = Error{Code::kInvalidArgument, "env: want true or false"};
        out.as_variable = wanted.value_or(false);
      } else if (is_setting(std::string(setting) + "=")) {
        status = set(out, setting, member.string());
      } else {
        status = Error{Code::kInvalidArgument, format("there is no '{}': ref, file, env, uid, gid, mode", base::printable(setting))};
      }
    });
  }
  TRY(std::move(status));
  out.as_file = !out.as_variable || !out.file.empty();
  if (reference.empty()) return Error{Code::kInvalidArgument, "want a reference, as vault:secret/data/app#password"};
  out.reference = TRY(parse_reference(reference));
  TRY(check(out));
  return out;
}

}  // namespace

Result<Request> parse_request(std::string_view text) {
  std::size_t equals = text.find('=');
  if (equals == text.npos || equals == 0) {
    return Error{Code::kInvalidArgument,
                 format("'{}': write NAME=REF, as db-password=vault:secret/data/app#password", base::printable(text.substr(0, 200)))};
  }
  Request out;
  out.name = text.substr(0, equals);
  // A reference may hold commas: settings are read from the end.
  std::string_view rest = text.substr(equals + 1);
  std::set<std::string_view> seen;
  for (std::size_t comma = rest.rfind(','); comma != rest.npos; comma = rest.rfind(',')) {
    std::string_view part = rest.substr(comma + 1);
    if (!is_setting(part)) break;
    std::string_view name = part.substr(0, part.find('='));
    if (!seen.insert(name).second) return Error{Code::kInvalidArgument, format("{}: {} is written twice", base::printable(out.name), name)};
    if (part == "env") {
      out.as_variable = true;
    } else {
      TRY_IN(base::printable(out.name), set(out, name, part.substr(name.size() + 1)));
    }
    rest = rest.substr(0, comma);
  }
  out.as_file = !out.as_variable || !out.file.empty();
  out.reference = TRY(parse_reference(rest));
  const Provider* provider = find_provider(out.reference.provider);
  std::size_t comma = rest.rfind(','), sign = comma == rest.npos ? rest.npos : rest.find('=', comma);
  if (!provider->path_is_command && sign != rest.npos && std::ranges::all_of(rest.substr(comma + 1, sign - comma - 1), is_word))
    return Error{Code::kInvalidArgument, format("{}: there is no setting {}: file, env, uid, gid, mode", base::printable(out.name),
                                                base::printable(rest.substr(comma + 1, sign - comma - 1)))};
  TRY(check(out));
  return out;
}

Result<std::vector<Request>> read_requests(yaml::View mapping, std::string_view where) {
  std::vector<Request> out;
  if (!mapping || mapping.is_null()) return out;
  if (!mapping.is_mapping())
    return Error{Code::kInvalidArgument, format("{}:{}: want a mapping, name: reference", where, mapping.start().line)};
  if (mapping.size() > kMaxRequests) return Error{Code::kLimit, format("{}: more than {} secrets", where, kMaxRequests)};
  Result<void> status;
  mapping.each_member([&](yaml::View key, yaml::View value) {
    if (!status) return;
    Result<Request> read = request_of(key.string(), value);
    if (read) {
      out.push_back(std::move(*read));
    } else {
      status = base::in_context(format("{}:{}: {}", where, key.start().line, base::printable(key.string())), read.error());
    }
  });
  TRY(std::move(status));
  return out;
}

Result<std::vector<Request>> requests_of_file(const std::string& path) {
  std::string text = TRY(base::read_file(path, 4u << 20));
  yaml::Document document = TRY_IN(path, yaml::Document::parse(text, {.max_bytes = 4u << 20, .max_depth = 50, .max_nodes = 100'000}));
  for (const char* member : {"x-batten-secrets", "secrets"}) {
    // Compose has "secrets" of its own, with other settings.
    if (std::string_view(member) == "secrets" && document["services"]) break;
    if (document[member]) return read_requests(document[member], path);
  }
  return Error{Code::kNotFound, path + ": neither secrets: (.batten.yaml) nor x-batten-secrets: (Compose) is there"};
}

Result<void> check_distinct(std::span<const Request> requests) {
  if (requests.size() > kMaxRequests) return Error{Code::kLimit, format("more than {} secrets", kMaxRequests)};
  std::set<std::string_view> names, files;
  for (const Request& request : requests) {
    if (!names.insert(request.name).second) return Error{Code::kInvalidArgument, format("two secrets are called {}", request.name)};
    if (request.as_file && !files.insert(request.file_name()).second)
      return Error{Code::kInvalidArgument, format("two secrets are to be the file {}", request.file_name())};
  }
  return {};
}

std::string file_variable(const Request& request) {
  std::string out = request.name + "_FILE";
  std::ranges::replace_if(out, [](char c) { return c == '-' || c == '.'; }, '_');
  return out[0] >= '0' && out[0] <= '9' ? "_" + out : out;
}

}  // namespace batten::secrets
