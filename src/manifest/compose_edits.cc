// SPDX-License-Identifier: Apache-2.0
//
// Every change goes through YamlEditor, and what comes out is read again: if anything else than the setting differs, there is no edit.
#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "manifest/compose.h"
#include "manifest/compose_node.h"
#include "manifest/container_syntax.h"
#include "manifest/yaml_editor.h"
#include "model/edited.h"

namespace batten::manifest {
namespace {

using Kind = model::ContainerChange::Kind;

constexpr std::size_t kMaxBytes = 4u << 20;
constexpr std::string_view kReferences = "x-batten-secrets";

std::string capability_of(yaml::View item) { return capability_name(item.string()); }

bool is_option(std::string_view text, std::string_view name, std::string_view value) {
  return text.size() > name.size() && text.starts_with(name) && (text[name.size()] == '=' || text[name.size()] == ':') &&
         text.substr(name.size() + 1) == value;
}

// A service in its text, and the changes of it.
class ServiceEdit {
 public:
  ServiceEdit(std::string_view text, yaml::View root, yaml::View services, yaml::View service, const ComposeService& read)
      : editor_(text, layout_of(services, service)), root_(root), services_(services), service_(service), read_(read) {}

  bool apply(const model::ContainerChange& change) {
    switch (change.kind) {
      case Kind::kDropAllCapabilities: return drop_all(change.values);
      case Kind::kNoNewPrivileges: return no_new_privileges();
      case Kind::kReadOnlyRoot: return read_only_root(change.values);
      case Kind::kUser: return editor_.set_scalar(service_, "user", yaml_quoted(change.value));
      case Kind::kPidsLimit: return limit("pids", "pids_limit", change.value);
      case Kind::kMemoryLimit: return limit("memory", "mem_limit", change.value);
      case Kind::kCpuLimit: return limit("cpus", "cpus", change.value);
      case Kind::kRemovePrivileged: return service_["privileged"] && editor_.set_scalar(service_, "privileged", "false");
      case Kind::kRemoveHostNetwork: return remove_host("network_mode");
      case Kind::kRemoveHostPid: return remove_host("pid");
      case Kind::kRemoveHostIpc: return remove_host("ipc");
      case Kind::kRemoveHostUts: return remove_host("uts");
      case Kind::kRemoveHostUserNamespace: return remove_host("userns_mode");
      case Kind::kRemoveCapability: return remove_item("cap_add", change);
      case Kind::kRemoveSecurityOption: return remove_item("security_opt", change);
      case Kind::kMountReadOnly: return mount_read_only(change.place);
      case Kind::kBindPortToLoopback: return bind_to_loopback(change.place);
      case Kind::kSecretFromFile: return secret_from_file(change);
      case Kind::kImageDigest: return image_digest(change.value);
      case Kind::kImage: return image(change.value);
      case Kind::kHealthCheck: return health_check(change.values);
      case Kind::kRestartOnFailure: return restart_on_failure(change.value);
      case Kind::kSeccompDefault: return seccomp_default();
      case Kind::kLogLimits: return log_limits(change.values);
      case Kind::kNoServiceAccountToken: break;
    }
    return false;
  }

  std::vector<model::Edit> take() { return editor_.take(); }
  const ComposeSecretFile& secret() const { return secret_; }

 private:
  // Lists as this service has them, or the first one of the file.
  static YamlLayout layout_of(yaml::View services, yaml::View service) {
    YamlLayout out;
    if (service.style() == yaml::Style::kBlock && service.start().column > services.start().column) {
      out.step = service.start().column - services.start().column;
      out.list_step = out.step;
    }
    bool found = false;
    auto look = [&](yaml::View one) {
      one.each_member([&](yaml::View key, yaml::View value) {
        if (found || value.style() != yaml::Style::kBlock || !value.is_sequence() || !value.alias().empty()) return;
        if (value.start().column < key.start().column) return;
        out.list_step = value.start().column - key.start().column;
        found = true;
      });
    };
    look(service);
    services.each_member([&](yaml::View, yaml::View one) { look(one); });
    return out;
  }

  bool drop_all(const std::vector<std::string>& back) {
    std::vector<std::string> dropped, missing;
    for (yaml::View item : service_["cap_drop"].elements()) dropped.push_back(capability_of(item));
    std::vector<std::string> added;
    for (yaml::View item : service_["cap_add"].elements()) added.push_back(capability_of(item));
    for (const std::string& name : back) {
      if (std::ranges::find(added, capability_name(name)) == added.end()) missing.push_back(capability_name(name));
    }
    bool is_dropped = std::ranges::find(dropped, "ALL") != dropped.end();
    if (is_dropped && missing.empty()) return false;
    return (is_dropped || editor_.add_items(service_, "cap_drop", {"ALL"})) &&
           (missing.empty() || editor_.add_items(service_, "cap_add", missing));
  }

  bool no_new_privileges() {
    for (yaml::View item : service_["security_opt"].elements()) {
      std::string_view option = item.string();
      if (option == "no-new-privileges" || is_option(option, "no-new-privileges", "true")) return false;
      if (!option.starts_with("no-new-privileges")) continue;
      return owns("security_opt") && editor_.replace_scalar(item, "no-new-privileges:true");
    }
    return editor_.add_items(service_, "security_opt", {"no-new-privileges:true"});
  }

  bool read_only_root(const std::vector<std::string>& writable) {
    bool done = parse_boolean(service_["read_only"].string()).value_or(false);
    std::vector<std::string> missing;
    for (const std::string& path : writable) {
      auto is_target = [&](const model::ContainerMount& mount) { return mount.target == path; };
      if (std::ranges::none_of(read_.container.mounts, is_target)) missing.push_back(path);
    }
    if (done && missing.empty()) return false;
    return (done || editor_.set_scalar(service_, "read_only", "true")) &&
           (missing.empty() || editor_.add_items(service_, "tmpfs", missing));
  }

  // Where deploy says it already, the change is made there.
  bool limit(std::string_view deploy_key, std::string_view key, const std::string& value) {
    if (owns("deploy")) {
      yaml::View deploy = service_["deploy"], resources = deploy["resources"], limits = resources["limits"];
      if (YamlEditor::is_own(limits, deploy_key)) {
        if (editor_.is_shared(deploy) || editor_.is_shared(resources)) return false;
        return editor_.set_scalar(limits, deploy_key, deploy_key == "pids" ? value : yaml_quoted(value));
      }
    }
    return editor_.set_scalar(service_, key, value);
  }

  bool remove_host(std::string_view key) { return service_[key].string().starts_with("host") && editor_.remove_member(service_, key); }

  bool remove_item(std::string_view key, const model::ContainerChange& change) {
    for (yaml::View item : service_[key].elements()) {
      bool is_it = change.place ? item.start().offset == change.place.offset : item.string() == change.value;
      if (is_it) return editor_.remove_item(service_, key, item.start().offset);
    }
    return false;
  }

  bool seccomp_default() {
    for (yaml::View item : service_["security_opt"].elements()) {
      if (is_option(item.string(), "seccomp", "unconfined")) return editor_.remove_item(service_, "security_opt", item.start().offset);
    }
    return false;
  }

  bool owns(std::string_view key) const {
    return YamlEditor::is_own(service_, key) && !editor_.is_shared(service_) && !editor_.is_shared(service_[key]);
  }

  yaml::View item_at(std::string_view key, const model::Place& place) const {
    if (!owns(key) || !place) return {};
    for (yaml::View item : service_[key].elements()) {
      if (item.start().offset == place.offset && !editor_.is_shared(item)) return item;
    }
    return {};
  }

  // Without the quotes; offset: of the first byte inside.
  std::string_view inside(yaml::View scalar, std::size_t& offset) const {
    std::string_view raw = editor_.written(scalar);
    offset = scalar.start().offset;
    if (scalar.style() == yaml::Style::kPlain) return raw;
    if (raw.size() < 2 || (raw[0] != '"' && raw[0] != '\'')) return {};
    ++offset;
    return raw.substr(1, raw.size() - 2);
  }

  bool mount_read_only(const model::Place& place) {
    yaml::View item = item_at("volumes", place);
    if (item.is_mapping()) return editor_.set_scalar(item, "read_only", "true");
    std::size_t offset = 0;
    std::string_view text = inside(item, offset);
    std::vector<std::string_view> parts = split_volume(text);
    if (parts.size() == 2) {
      editor_.replace(offset + text.size(), 0, ":ro");
      return true;
    }
    if (parts.size() != 3) return false;
    std::vector<std::string> options;
    for (std::string_view option : base::split(parts[2], ',')) {
      if (option == "ro") return false;
      if (option != "rw") options.emplace_back(option);
    }
    options.emplace(options.begin(), "ro");
    editor_.replace(offset + text.size() - parts[2].size(), parts[2].size(), base::join(options, ","));
    return true;
  }

  bool bind_to_loopback(const model::Place& place) {
    yaml::View item = item_at("ports", place);
    if (item.is_mapping()) return editor_.set_scalar(item, "host_ip", yaml_quoted("127.0.0.1"));
    std::size_t offset = 0;
    std::string_view text = inside(item, offset);
    if (text.starts_with('[')) {
      std::size_t end = text.find(']');
      if (end == std::string_view::npos) return false;
      editor_.replace(offset, end + 1, "127.0.0.1");
      return true;
    }
    std::vector<std::string_view> parts = split_volume(text);
    if (parts.size() == 3) {
      editor_.replace(offset, parts[0].size(), "127.0.0.1");
    } else if (parts.size() == 2 || (parts.size() == 1 && !text.empty() && !text.contains('$'))) {
      editor_.replace(offset, 0, parts.size() == 2 ? "127.0.0.1:" : "127.0.0.1::");
    } else {
      return false;
    }
    return true;
  }

  bool image_digest(const std::string& digest) {
    std::size_t offset = 0;
    yaml::View image = service_["image"];
    std::string_view text = owns("image") ? inside(image, offset) : std::string_view();
    if (text.empty() || text.contains('$')) return false;
    std::size_t at = text.find('@');
    if (at != std::string_view::npos && text.substr(at + 1) == digest) return false;
    if (at == std::string_view::npos) at = text.size();
    editor_.replace(offset + at, text.size() - at, "@" + digest);
    return true;
  }

  bool image(const std::string& reference) {
    if (reference.empty()) return false;
    // A service that has it from another by a merge key gets one of its own.
    if (!YamlEditor::is_own(service_, "image"))
      return service_["image"] && !editor_.is_shared(service_) && editor_.add_member(service_, yaml_scalar("image", reference));
    std::size_t offset = 0;
    std::string_view text = owns("image") ? inside(service_["image"], offset) : std::string_view();
    if (text.empty() || text.contains('$') || text == reference) return false;
    editor_.replace(offset, text.size(), reference);
    return true;
  }

  bool health_check(const std::vector<std::string>& command) {
    if (command.empty()) return false;
    std::vector<std::string> words;
    if (command[0] != "CMD" && command[0] != "CMD-SHELL") words.push_back(yaml_quoted("CMD"));
    for (const std::string& word : command) words.push_back(yaml_quoted(word));
    std::string test = format("[{}]", base::join(words, ", "));
    yaml::View health = service_["healthcheck"];
    if (!health) return editor_.add_member(service_, yaml_map("healthcheck", {yaml_scalar("test", test)}));
    if (!owns("healthcheck") || !health.is_mapping()) return false;
    if (parse_boolean(health["disable"].string()).value_or(false) && !editor_.set_scalar(health, "disable", "false")) return false;
    yaml::View old = health["test"];
    if (!old) return editor_.add_member(health, yaml_scalar("test", test));
    bool none = old.elements().size() == 1 && old.elements()[0].string() == "NONE";
    if (!none || old.style() != yaml::Style::kFlow || editor_.is_shared(old)) return false;
    editor_.replace(old.start().offset, editor_.written(old).size(), test);
    return true;
  }

  bool restart_on_failure(const std::string& times) {
    if (service_["deploy"]["restart_policy"]) return false;
    return editor_.set_scalar(service_, "restart", times.empty() ? "on-failure" : "on-failure:" + times);
  }

  bool log_limits(const std::vector<std::string>& values) {
    std::string size = yaml_quoted(values.empty() ? "10m" : values[0]), files = yaml_quoted(values.size() < 2 ? "3" : values[1]);
    YamlValue options = yaml_map("options", {yaml_scalar("max-size", size), yaml_scalar("max-file", files)});
    yaml::View logging = service_["logging"];
    if (!logging) return editor_.add_member(service_, yaml_map("logging", {yaml_scalar("driver", "json-file"), options}));
    if (!owns("logging")) return false;
    std::string_view driver = logging["driver"].string("json-file");
    if (driver != "json-file" && driver != "local") return false;
    yaml::View old = logging["options"];
    if (!old) return editor_.add_member(logging, options);
    if (!YamlEditor::is_own(logging, "options")) return false;
    bool sized = static_cast<bool>(old["max-size"]), counted = static_cast<bool>(old["max-file"]);
    if (sized && counted) return false;
    return (sized || editor_.set_scalar(old, "max-size", size)) && (counted || editor_.set_scalar(old, "max-file", files));
  }

  // The item or member of environment that sets a variable; replaced by the file's name.
  bool move_variable(std::string_view name, std::string_view secret) {
    yaml::View environment = service_["environment"];
    std::string file = format("/run/secrets/{}", secret);
    if (!owns("environment")) return false;
    if (environment.is_mapping()) {
      if (!YamlEditor::is_own(environment, name) || environment[std::string(name) + "_FILE"]) return false;
      if (!editor_.replace_scalar(environment[name], file)) return false;
      return editor_.replace_scalar(environment.key(name), std::string(name) + "_FILE");
    }
    for (yaml::View item : environment.elements()) {
      if (item.string().starts_with(std::string(name) + "_FILE=")) return false;
    }
    for (yaml::View item : environment.elements()) {
      if (item.string().starts_with(std::string(name) + "=")) return editor_.replace_scalar(item, format("{}_FILE={}", name, file));
    }
    return false;
  }

  bool secret_from_file(const model::ContainerChange& change) {
    const std::string& name = change.value;
    auto variable = std::ranges::find(read_.container.environment, name, &model::ContainerVariable::name);
    // What is not written here cannot be moved from here.
    if (variable == read_.container.environment.end() || !variable->value || variable->from_outside || !variable->from_file.empty())
      return false;
    if (change.values.size() == 2) return secret_from_reference(name, change.values[0], change.values[1]);
    yaml::View secrets = root_["secrets"];
    std::string secret = base::lower(name);
    if (secrets[secret]) secret = format("{}_{}", read_.container.name, secret);
    if (secrets[secret] || !root_["services"] || name.empty()) return false;
    if (!move_variable(name, secret) || !editor_.add_items(service_, "secrets", {secret})) return false;
    secret_ = {.name = secret, .path = format("secrets/{}", secret), .reference = {}, .value = *variable->value};
    YamlValue entry = yaml_map(secret, {yaml_scalar("file", "./" + secret_.path)});
    if (secrets) return YamlEditor::is_own(root_, "secrets") && editor_.add_member(secrets, entry);
    if (root_.style() != yaml::Style::kBlock || root_.start().column != 1) return false;
    editor_.append(yaml_map("secrets", {entry}));
    return true;
  }

  bool secret_from_reference(const std::string& name, const std::string& secret, const std::string& reference) {
    yaml::View references = root_[kReferences], known = references[secret];
    if (!root_["services"] || (known && known.string() != reference && known["ref"].string() != reference)) return false;
    if (!move_variable(name, secret) || !editor_.add_items(service_, kReferences, {secret})) return false;
    secret_ = {.name = secret, .path = {}, .reference = reference, .value = {}};
    if (known) return true;
    YamlValue entry = yaml_scalar(secret, yaml_quoted(reference));
    if (references) return YamlEditor::is_own(root_, kReferences) && editor_.add_member(references, entry);
    if (root_.style() != yaml::Style::kBlock || root_.start().column != 1) return false;
    editor_.append(yaml_map(std::string(kReferences), {entry}));
    return true;
  }

  YamlEditor editor_;
  yaml::View root_, services_, service_;
  const ComposeService& read_;
  ComposeSecretFile secret_;
};

bool is_same(const ComposeNode& a, const ComposeNode& b) {
  return a.kind == b.kind && a.rule == b.rule && a.quoted == b.quoted && a.name == b.name && a.text == b.text &&
         std::ranges::equal(a.children, b.children, is_same);
}

// Whether all but this service, and top-level secrets that are new, is as it was. group: "services", "jobs", or empty when the services are
// at the top.
bool is_confined(const ComposeNode& before, const ComposeNode& after, std::string_view group, std::string_view service, bool adds_secret) {
  auto same_but_service = [&](const ComposeNode& was, const ComposeNode& is) {
    return std::ranges::equal(was.children, is.children, [&](const ComposeNode& a, const ComposeNode& b) {
      return a.name == service ? b.name == service && b.kind == a.kind : is_same(a, b);
    });
  };
  if (group.empty()) return same_but_service(before, after);
  for (const ComposeNode& was : before.children) {
    const ComposeNode* is = after.find(was.name);
    if (is == nullptr) return false;
    if ((was.name == "secrets" || was.name == kReferences) && adds_secret) continue;
    if (was.name == group ? !same_but_service(was, *is) : !is_same(was, *is)) return false;
  }
  return after.children.size() <= before.children.size() + (adds_secret ? 1 : 0);
}

Result<std::vector<ComposeNode>> unexpanded(std::string_view text) {
  base::Notes ignored;
  ComposeNotes notes(ignored);
  Variables none;
  return read_nodes(text, {.variables = &none}, notes);
}

struct EditsAndSecret {
  std::vector<model::Edit> edits;
  ComposeSecretFile secret;
};

Result<EditsAndSecret> edits_for(std::string_view text, const ComposeService& service, const model::ContainerChange& change) {
  EditsAndSecret none;
  if (!service.file.empty() || text.size() > kMaxBytes) return none;
  yaml::Document document = TRY(yaml::Document::parse(text, {.max_bytes = kMaxBytes, .max_depth = 64, .max_nodes = 200'000}));
  if (document.roots().size() != 1) return none;
  yaml::View root = document.root();
  std::string_view group = root["services"][service.container.name] ? "services" : root["jobs"][service.container.name] ? "jobs" : "";
  yaml::View services = group.empty() ? root : root[group];
  yaml::View block = services[service.container.name];
  if (!block.is_mapping() || !YamlEditor::is_own(services, service.container.name)) return none;
  ServiceEdit edit(text, root, services, block, service);
  if (!edit.apply(change)) return none;
  EditsAndSecret out{edit.take(), edit.secret()};
  auto before = unexpanded(text), after = unexpanded(model::edited(text, out.edits));
  if (!before || !after || before->size() != 1 || after->size() != 1) return none;
  if (!is_confined((*before)[0], (*after)[0], group, service.container.name, change.kind == Kind::kSecretFromFile)) return none;
  return out;
}

}  // namespace

Result<std::vector<model::Edit>> compose_edits(std::string_view text, const ComposeService& service, const model::ContainerChange& change) {
  return TRY(edits_for(text, service, change)).edits;
}

Result<ComposeSecretFile> compose_secret_file(std::string_view text, const ComposeService& service, const model::ContainerChange& change) {
  EditsAndSecret made = TRY(edits_for(text, service, change));
  if (made.edits.empty() || made.secret.name.empty()) return Error{Code::kNotFound, "no secret is moved to a file"};
  return std::move(made.secret);
}

}  // namespace batten::manifest
