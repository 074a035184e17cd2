// SPDX-License-Identifier: Apache-2.0
#include "cli/compose_secrets.h"

#include <algorithm>

#include "base/file.h"
#include "base/format.h"
#include "base/text.h"
#include "base/yaml.h"

namespace batten::cli {
namespace {

constexpr const char* kMember = "x-batten-secrets";

bool is_service_name(std::string_view name) {
  return !name.empty() && name.size() <= 128 && name != "." && name != ".." && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
  });
}

Result<void> read_service(const std::string& path, yaml::View key, yaml::View service, ComposeSecrets& out) {
  yaml::View names = service[kMember];
  std::string name(key.string());
  if (!is_service_name(name)) return Error{Code::kInvalidArgument, format("{}:{}: this can't be a service's name", path, key.start().line)};
  if (names && !names.is_sequence())
    return Error{Code::kInvalidArgument, format("{}:{}: {}: want a list of names", path, names.start().line, kMember)};
  ComposeUse& use = out.services[name];
  for (const std::string& one : names.strings()) {
    if (std::ranges::find(use.secrets, one) == use.secrets.end()) use.secrets.push_back(one);
  }
  if (service["user"]) use.user = service["user"].string();
  if (service["image"]) use.image = service["image"].string();
  return {};
}

Result<void> read_one(const std::string& path, ComposeSecrets& out) {
  std::string text = TRY(base::read_file(path, 4u << 20));
  yaml::Document document = TRY_IN(path, yaml::Document::parse(text));
  if (out.version.empty()) out.version = document["version"].string();
  for (secrets::Request& request : TRY(secrets::read_requests(document[kMember], path))) {
    std::erase_if(out.requests, [&](const secrets::Request& one) { return one.name == request.name; });
    out.requests.push_back(std::move(request));
  }
  Result<void> status;
  document["services"].each_member([&](yaml::View key, yaml::View service) {
    if (status) status = read_service(path, key, service, out);
  });
  return status;
}

}  // namespace

Result<ComposeSecrets> read_compose_secrets(const std::vector<std::string>& paths) {
  ComposeSecrets out;
  for (const std::string& path : paths) TRY(read_one(path, out));
  std::erase_if(out.services, [](const auto& service) { return service.second.secrets.empty(); });
  for (const auto& [name, use] : out.services) {
    for (const std::string& wanted : use.secrets) {
      if (std::ranges::find(out.requests, wanted, &secrets::Request::name) == out.requests.end())
        return Error{Code::kInvalidArgument, format("service {}: {} names no {}", name, kMember, base::printable(wanted))};
    }
  }
  std::erase_if(out.requests, [&](const secrets::Request& request) {
    return std::ranges::none_of(out.services, [&](const auto& service) {
      return std::ranges::find(service.second.secrets, request.name) != service.second.secrets.end();
    });
  });
  if (out.services.empty()) return Error{Code::kNotFound, format("no service has {}", kMember)};
  return out;
}

std::vector<std::string> default_compose_files(const std::string& directory) {
  auto first = [&](std::initializer_list<const char*> names) -> std::string {
    for (const char* name : names) {
      if (std::string path = directory + "/" + name; base::is_regular_file(path)) return path;
    }
    return "";
  };
  std::string file = first({"compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"});
  if (file.empty()) return {};
  std::string over =
      first({"compose.override.yaml", "compose.override.yml", "docker-compose.override.yaml", "docker-compose.override.yml"});
  return over.empty() ? std::vector{file} : std::vector{file, over};
}

}  // namespace batten::cli
