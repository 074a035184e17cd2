// SPDX-License-Identifier: Apache-2.0
#include "lint/policy_file.h"

#include <algorithm>

#include "base/file.h"
#include "base/format.h"
#include "base/path.h"
#include "base/text.h"
#include "base/time.h"
#include "base/yaml.h"

namespace batten::lint {
namespace {

constexpr std::string_view kFileName = ".batten.yaml";

class Reader {
 public:
  Reader(std::string_view name, Policy& out) : name_(name), out_(out) {}

  Result<void> read(yaml::View root) {
    if (!root || root.is_null()) return {};
    if (!root.is_mapping()) return wrong(root, "want a mapping of settings");
    Result<void> status;
    root.each_member([&](yaml::View key, yaml::View value) {
      if (status) status = setting(key, value);
    });
    return status;
  }

 private:
  Error wrong(yaml::View where, std::string message) const {
    return {Code::kInvalidArgument, format("{}:{}: {}", name_, where.start().line, std::move(message))};
  }

  Result<void> setting(yaml::View key, yaml::View value) {
    std::string_view name = key.string();
    if (name == "profile") return profile(value);
    if (name == "severity") return severities(value);
    if (name == "ignore") return ignores(value);
    if (name == "allowed-registries") return strings(value, out_.settings.allowed_registries);
    if (name == "required-labels") return strings(value, out_.settings.required_labels);
    if (name == "exclude") return strings(value, out_.excluded);
    if (name == "pod-security") return pod_security(value);
    if (name == "secrets") return secrets(value), Result<void>();
    if (name == "update") return {};  // whoever plans updates says what is wrong with it
    if (name == "fail-on") {
      out_.fail_on = model::parse_severity(value.string());
      if (!out_.fail_on) return wrong(value, format("fail-on: {} is no severity", base::printable(value.string())));
      return {};
    }
    return wrong(key, format("there is no setting '{}': profile, severity, ignore, allowed-registries, required-labels, exclude, "
                             "pod-security, secrets, update, fail-on",
                             base::printable(name)));
  }

  Result<void> profile(yaml::View value) {
    if (value.string() != "default" && value.string() != "strict") return wrong(value, "profile: there is default, strict");
    out_.settings.strict = value.string() == "strict";
    return {};
  }

  // Who delivers them says what is wrong with them; here they are what a fix can refer to.
  void secrets(yaml::View value) {
    value.each_member([&](yaml::View key, yaml::View secret) {
      std::string_view reference = secret.is_mapping() ? secret["ref"].string() : secret.string();
      if (!reference.empty()) out_.secrets[std::string(key.string())] = reference;
    });
  }

  Result<void> severities(yaml::View value) {
    Result<void> status;
    if (!value.is_mapping()) return wrong(value, "severity: want a mapping, check: severity");
    value.each_member([&](yaml::View key, yaml::View severity) {
      if (!status) return;
      std::optional<model::Severity> parsed = model::parse_severity(severity.string());
      if (!parsed && severity.string() != "off") {
        status = wrong(severity, format("severity: {} is neither a severity nor off", base::printable(severity.string())));
        return;
      }
      out_.severities[std::string(key.string())] = parsed;
    });
    return status;
  }

  Result<void> ignores(yaml::View value) {
    if (!value.is_sequence()) return wrong(value, "ignore: want a list");
    for (yaml::View item : value.elements()) out_.ignores.push_back(TRY(ignore(item)));
    return {};
  }

  Result<IgnoreEntry> ignore(yaml::View item) {
    IgnoreEntry out;
    out.line = item.start().line;
    Result<void> status;
    item.each_member([&](yaml::View key, yaml::View value) {
      std::string_view name = key.string();
      if (name == "check") {
        out.check = value.string();
      } else if (name == "path") {
        out.path = value.string();
      } else if (name == "subject") {
        out.subject = value.string();
      } else if (name == "reason") {
        out.reason = value.string();
      } else if (name == "until") {
        out.until = base::parse_time(value.string());
        if (!out.until || value.string().size() != 10) status = wrong(value, "until: want YYYY-MM-DD");
      } else {
        status = wrong(key, format("ignore: there is no '{}': check, path, subject, reason, until", base::printable(name)));
      }
    });
    TRY(std::move(status));
    if (out.check.empty()) return wrong(item, "ignore: want check: ID");
    if (out.check == "*" && out.path.empty() && out.subject.empty()) return wrong(item, "ignore: '*' alone would hide everything");
    return out;
  }

  Result<void> strings(yaml::View value, std::vector<std::string>& out) {
    if (value.is_scalar() && !value.is_null()) {
      out.emplace_back(value.string());
      return {};
    }
    if (!value.is_sequence()) return wrong(value, "want a list");
    out = value.strings();
    return {};
  }

  Result<void> pod_security(yaml::View value) {
    std::string text(value.is_mapping() ? value["level"].string("restricted") : value.string());
    if (value.is_mapping() && value["version"]) text += ":" + std::string(value["version"].string());
    auto parsed = parse_pod_security(text);
    if (!parsed) return wrong(value, parsed.error().message);
    out_.pod_security = *parsed;
    return {};
  }

  std::string_view name_;
  Policy& out_;
};

}  // namespace

Result<PodSecurity> parse_pod_security(std::string_view text) {
  PodSecurity out;
  out.privileged = text == "privileged" || text.starts_with("privileged:");
  if (!out.privileged) out.standard = TRY(checks::parse_pod_standard(text));
  return out;
}

Result<Policy> parse_policy(std::string_view name, std::string_view text) {
  Policy out;
  out.name = name;
  yaml::Document document =
      TRY_IN(std::string(name), yaml::Document::parse(text, {.max_bytes = 1u << 20, .max_depth = 20, .max_nodes = 100'000}));
  TRY(Reader(name, out).read(document.root()));
  return out;
}

std::string find_policy(const std::string& path) {
  std::string directory = base::is_directory(path) ? path : std::string(base::parent_path(path));
  if (directory.empty()) directory = ".";
  for (int level = 0; level < 64; ++level) {
    std::string candidate = directory + "/" + std::string(kFileName);
    if (base::is_regular_file(candidate)) return candidate.starts_with("./") ? candidate.substr(2) : candidate;
    if (base::is_directory(directory + "/.git") || directory == "/") return {};
    directory = directory.starts_with('/') && !directory.contains("..")
                    ? "/" + std::string(base::parent_path(std::string_view(directory).substr(1)))
                    : directory + "/..";
    while (directory.starts_with("//")) directory.erase(0, 1);
    if (!base::is_directory(directory)) return {};
  }
  return {};
}

}  // namespace batten::lint
