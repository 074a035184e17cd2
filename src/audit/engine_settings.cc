// SPDX-License-Identifier: Apache-2.0
#include "audit/engine_settings.h"

#include <algorithm>
#include <span>

#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "base/toml.h"

namespace batten::audit {
namespace {

constexpr std::size_t kMaxValues = 10'000;

struct Renamed {
  std::string_view from, to;
};
// daemon.json has lists in the plural; and short options.
constexpr Renamed kPlurals[] = {{"hosts", "host"},
                                {"insecure-registries", "insecure-registry"},
                                {"registry-mirrors", "registry-mirror"},
                                {"storage-opts", "storage-opt"},
                                {"authorization-plugins", "authorization-plugin"},
                                {"log-opts", "log-opt"},
                                {"exec-opts", "exec-opt"},
                                {"default-ulimits", "default-ulimit"},
                                {"default-address-pools", "default-address-pool"},
                                {"runtimes", "add-runtime"},
                                {"labels", "label"}};
constexpr Renamed kShort[] = {{"H", "host"},  {"D", "debug"},     {"l", "log-level"}, {"s", "storage-driver"},
                              {"G", "group"}, {"g", "data-root"}, {"p", "pidfile"},   {"b", "bridge"}};
// Options that take no word after them.
constexpr std::string_view kFlags[] = {"debug",
                                       "tls",
                                       "tlsverify",
                                       "icc",
                                       "iptables",
                                       "ip6tables",
                                       "ip-forward",
                                       "ip-masq",
                                       "ipv6",
                                       "live-restore",
                                       "userland-proxy",
                                       "experimental",
                                       "init",
                                       "raw-logs",
                                       "rootless",
                                       "no-new-privileges",
                                       "selinux-enabled",
                                       "cri-containerd",
                                       "validate",
                                       "version"};

std::string option_name(std::string_view name, std::span<const Renamed> table) {
  auto at = std::ranges::find(table, name, &Renamed::from);
  return std::string(at == table.end() ? name : at->to);
}

// As Go reads a flag: 1, t, TRUE, 0, f, False ..
std::string flag_value(std::string_view text) {
  std::string value = base::lower(text);
  if (value == "1" || value == "t") return "true";
  return value == "0" || value == "f" ? "false" : value;
}

// Values of one source, put behind what others have said.
class Source {
 public:
  explicit Source(std::string where) : where_(std::move(where)) {}
  void add(const std::string& name, std::string value) {
    if (++count_ <= kMaxValues) said_[name].push_back({std::move(value), where_});
  }
  void finish(EngineSettings& out) {
    for (auto& [name, values] : said_) out.try_emplace(name, std::move(values));
  }

 private:
  std::string where_;
  EngineSettings said_;
  std::size_t count_ = 0;
};

std::string text_of(json::View value) {
  if (value.is_string()) return std::string(value.string());
  if (value.type() == json::Type::kBool) return value.boolean() ? "true" : "false";
  if (auto number = value.integer()) return std::to_string(*number);
  if (auto number = value.number()) return format("{}", *number);
  return {};
}

void add_member(Source& source, const std::string& name, json::View value) {
  if (value.is_array()) {
    value.each([&](json::View item) { source.add(name, text_of(item)); });
    return;
  }
  if (!value.is_object()) {
    if (value.type() != json::Type::kNull) source.add(name, text_of(value));
    return;
  }
  value.each_member([&](std::string_view key, json::View item) {
    // default-ulimits: {"nofile": {"Name": "nofile", "Soft": 1, "Hard": 2}}
    std::string shown = item.is_object() && item["Hard"] ? format("{}:{}", text_of(item["Soft"]), text_of(item["Hard"])) : text_of(item);
    source.add(name, shown.empty() ? std::string(key) : format("{}={}", key, shown));
  });
}

std::string text_of(toml::View value) {
  if (value.is_string()) return std::string(value.string());
  if (value.type() == toml::Type::kBool) return value.boolean() ? "true" : "false";
  if (auto number = value.integer()) return std::to_string(*number);
  return {};
}

}  // namespace

void read_arguments(const std::vector<std::string>& arguments, const std::string& where, EngineSettings& out) {
  Source source(where);
  for (std::size_t at = 0; at < arguments.size(); ++at) {
    std::string_view word = arguments[at];
    if (!word.starts_with('-') || word.size() < 2) continue;
    bool is_long = word.starts_with("--");
    word.remove_prefix(is_long ? 2 : 1);
    std::size_t equals = word.find('=');
    std::string_view written = word.substr(0, equals);
    // -H=..., -H ..., -H...
    std::string_view attached = equals == std::string_view::npos ? std::string_view() : word.substr(equals + 1);
    bool has_value = equals != std::string_view::npos;
    if (!is_long && written.size() > 1) {
      attached = word.substr(1);
      written = word.substr(0, 1);
      has_value = true;
    }
    std::string name = is_long ? std::string(written) : option_name(written, kShort);
    bool is_flag = std::ranges::find(kFlags, name) != std::end(kFlags);
    if (has_value) {
      source.add(name, is_flag ? flag_value(attached) : std::string(attached));
    } else if (is_flag || at + 1 == arguments.size()) {
      source.add(name, "true");
    } else {
      source.add(name, arguments[++at]);
    }
  }
  source.finish(out);
}

Result<void> read_daemon_json(std::string_view text, const std::string& where, EngineSettings& out) {
  json::Document root = TRY(json::Document::parse(text, {.max_bytes = 4u << 20, .max_depth = 50}));
  if (!root.root().is_object()) return Error{Code::kCorrupt, "no object"};
  Source source(where);
  root.root().each_member([&](std::string_view key, json::View value) { add_member(source, option_name(key, kPlurals), value); });
  source.finish(out);
  return {};
}

Result<void> read_containers_conf(std::string_view text, const std::string& where, EngineSettings& out) {
  toml::Document root = TRY(toml::Document::parse(text, {.max_bytes = 4u << 20, .max_depth = 50, .max_values = 100'000}));
  constexpr Renamed kNames[] = {{"no_new_privileges", "no-new-privileges"},
                                {"seccomp_profile", "seccomp-profile"},
                                {"apparmor_profile", "apparmor-profile"},
                                {"pids_limit", "pids-limit"},
                                {"log_driver", "log-driver"},
                                {"default_ulimits", "default-ulimit"},
                                {"userns", "userns-remap"},
                                {"default_capabilities", "default-capability"},
                                {"cgroups", "cgroups"},
                                {"label", "label"}};
  Source source(where);
  root["containers"].each_member([&](std::string_view key, toml::View value) {
    auto at = std::ranges::find(kNames, key, &Renamed::from);
    if (at == std::end(kNames)) return;
    std::string name(at->to);
    if (value.is_array()) {
      for (std::string& item : value.strings()) source.add(name, std::move(item));
    } else {
      source.add(name, text_of(value));
    }
  });
  source.finish(out);
  return {};
}

Result<std::vector<std::string>> insecure_registries(std::string_view text) {
  toml::Document root = TRY(toml::Document::parse(text, {.max_bytes = 4u << 20, .max_depth = 50, .max_values = 100'000}));
  std::vector<std::string> out = root["registries"]["insecure"]["registries"].strings();
  auto look = [&](toml::View entry, std::string_view name) {
    if (entry["insecure"].boolean() && out.size() < kMaxValues) out.emplace_back(entry[name].string(entry["prefix"].string()));
  };
  root["registry"].each([&](toml::View registry) {
    look(registry, "location");
    registry["mirror"].each([&](toml::View mirror) { look(mirror, "location"); });
  });
  return out;
}

}  // namespace batten::audit
