// SPDX-License-Identifier: Apache-2.0
//
// Changes of a container, written into its manifest: what Kubernetes calls them and where they belong.
#include <algorithm>
#include <charconv>

#include "base/format.h"
#include "base/text.h"
#include "manifest/kubernetes.h"
#include "manifest/kubernetes_container.h"
#include "manifest/yaml_edits.h"

namespace batten::manifest {
namespace {

using Change = model::ContainerChange;
using Kind = model::ContainerChange::Kind;
using Value = AddedYaml;

Value member(std::string_view name, Value value) {
  Value out;
  out.members.emplace_back(name, std::move(value));
  return out;
}

Value security(std::string_view name, Value value) { return member("securityContext", member(name, std::move(value))); }

bool is_number(std::string_view text) { return base::parse_unsigned(text).has_value(); }

// A size as Docker writes it ("512m", "1g", "1024k", bytes) in Kubernetes' words.
std::optional<std::string> memory_quantity(std::string_view size) {
  std::string number = base::lower(size);
  if (number.ends_with('b')) number.pop_back();
  constexpr std::pair<char, std::string_view> kSuffixes[] = {{'k', "Ki"}, {'m', "Mi"}, {'g', "Gi"}, {'t', "Ti"}};
  std::string_view suffix;
  for (const auto& [letter, word] : kSuffixes) {
    if (number.ends_with(letter)) suffix = word;
  }
  if (!suffix.empty()) number.pop_back();
  if (!is_number(number)) return std::nullopt;
  return number.append(suffix);
}

// "/var/cache/nginx" of container app: "app-var-cache-nginx", as names of volumes may be.
std::string volume_name(std::string_view container, std::string_view directory) {
  std::string out;
  for (char c : format("{}-{}", container, directory)) {
    bool is_letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (is_letter) {
      out += c;
    } else if (!out.empty() && !out.ends_with('-')) {
      out += '-';
    }
  }
  out.resize(std::min<std::size_t>(out.size(), 55));
  while (out.ends_with('-')) out.pop_back();
  return out;
}

// Where YAML ends a line and the edits do not: a "\r" alone, U+0085, U+2028 and U+2029.
bool has_odd_breaks(std::string_view text) {
  for (std::size_t at = text.find('\r'); at != std::string_view::npos; at = text.find('\r', at + 1)) {
    if (!text.substr(at + 1).starts_with('\n')) return true;
  }
  return text.contains("\xC2\x85") || text.contains("\xE2\x80\xA8") || text.contains("\xE2\x80\xA9");
}

class Editor {
 public:
  Editor(std::string_view text, const Pod& pod, const PodContainer& container)
      : edits_(text), spec_(pod.spec), view_(container.view), name_(container.name) {}

  // False: not known how.
  bool write(const Change& change) {
    switch (change.kind) {
      case Kind::kDropAllCapabilities: return drop_all(change.values);
      case Kind::kNoNewPrivileges: return no_new_privileges();
      case Kind::kReadOnlyRoot: return read_only_root(change.values);
      case Kind::kUser: return user(change.value);
      case Kind::kMemoryLimit: return memory(change.value);
      case Kind::kCpuLimit: return quantity(change.value) && limit("cpu", Value::words(change.value));
      case Kind::kRemovePrivileged: return switch_off(view_["securityContext"], "privileged");
      case Kind::kRemoveHostNetwork: return switch_off(spec_, "hostNetwork");
      case Kind::kRemoveHostPid: return switch_off(spec_, "hostPID");
      case Kind::kRemoveHostIpc: return switch_off(spec_, "hostIPC");
      case Kind::kRemoveHostUserNamespace: return switch_off(spec_, "hostUsers");
      case Kind::kRemoveCapability: return remove_capability(change);
      case Kind::kRemoveSecurityOption: return default_profile(change.place);
      case Kind::kMountReadOnly: return in_list("volumeMounts", change.place, member("readOnly", Value::word("true")));
      case Kind::kBindPortToLoopback: return in_list("ports", change.place, member("hostIP", Value::words("127.0.0.1")));
      case Kind::kImageDigest: return image_digest(change.value);
      case Kind::kImage: return image(change.value);
      case Kind::kHealthCheck: return health_check(change.values);
      case Kind::kSeccompDefault: return seccomp_default();
      case Kind::kNoServiceAccountToken: return edits_.merge(spec_, member("automountServiceAccountToken", Value::word("false")));
      // Kubernetes has no such setting of a pod, or it needs another object (a Secret).
      case Kind::kPidsLimit:
      case Kind::kRemoveHostUts:
      case Kind::kSecretFromFile:
      case Kind::kRestartOnFailure:
      case Kind::kLogLimits: break;
    }
    return false;
  }

  std::vector<model::Edit> take() { return edits_.take(); }

 private:
  bool is_privileged() const { return pod_boolean(view_["securityContext"]["privileged"]).value_or(false); }

  bool drop_all(const std::vector<std::string>& kept) {
    Value capabilities = member("drop", Value::list({"ALL"}));
    if (!kept.empty()) capabilities.members.emplace_back("add", Value::list(kept));
    return edits_.merge(view_, security("capabilities", std::move(capabilities)));
  }

  // Kubernetes refuses it together with what implies the contrary.
  bool no_new_privileges() {
    bool is_admin = false;
    view_["securityContext"]["capabilities"]["add"].each(
        [&](yaml::View added) { is_admin = is_admin || added.string() == "SYS_ADMIN" || added.string() == "CAP_SYS_ADMIN"; });
    return !is_privileged() && !is_admin && edits_.merge(view_, security("allowPrivilegeEscalation", Value::word("false")));
  }

  bool read_only_root(const std::vector<std::string>& writable) {
    Value mounts = {Value::Kind::kList}, volumes = {Value::Kind::kList};
    PodVolumes taken = pod_volumes(spec_);
    for (const std::string& directory : writable) {
      bool is_mounted = false;
      view_["volumeMounts"].each([&](yaml::View mount) { is_mounted = is_mounted || mount["mountPath"].string() == directory; });
      if (is_mounted) continue;
      std::string name = volume_name(name_, directory);
      for (int number = 2; taken.contains(name); ++number) name = format("{}-{}", volume_name(name_, directory), number);
      taken.emplace(name, yaml::View());
      mounts.items.push_back(Value::mapping({{"name", Value::words(name)}, {"mountPath", Value::words(directory)}}));
      volumes.items.push_back(Value::mapping({{"name", Value::words(name)}, {"emptyDir", {}}}));
    }
    Value container = security("readOnlyRootFilesystem", Value::word("true"));
    if (mounts.items.empty()) return edits_.merge(view_, container);
    container.members.emplace_back("volumeMounts", std::move(mounts));
    return edits_.merge(view_, container) && edits_.merge(spec_, member("volumes", std::move(volumes)));
  }

  bool user(std::string_view ids) {
    std::string_view id = ids.substr(0, ids.find(':')), group = id.size() < ids.size() ? ids.substr(id.size() + 1) : std::string_view();
    if (!is_number(id) || !(group.empty() || is_number(group))) return false;
    Value context;
    if (id != "0") context.members.emplace_back("runAsNonRoot", Value::word("true"));
    context.members.emplace_back("runAsUser", Value::word(id));
    if (!group.empty()) context.members.emplace_back("runAsGroup", Value::word(group));
    return edits_.merge(view_, member("securityContext", std::move(context)));
  }

  bool limit(std::string_view resource, Value value) {
    return edits_.merge(view_, member("resources", member("limits", member(resource, std::move(value)))));
  }

  bool memory(std::string_view size) {
    std::optional<std::string> quantity = memory_quantity(size);
    return quantity && limit("memory", is_number(*quantity) ? Value::words(*quantity) : Value::word(*quantity));
  }

  bool switch_off(yaml::View mapping, std::string_view flag) {
    return pod_boolean(mapping[flag]).value_or(false) && edits_.merge(mapping, member(flag, Value::word("false")));
  }

  bool remove_capability(const Change& change) {
    yaml::View capabilities = view_["securityContext"]["capabilities"];
    std::vector<yaml::View> added = capabilities["add"].elements();
    for (std::size_t i = 0; i < added.size(); ++i) {
      if (added[i].start().offset == change.place.offset) return edits_.remove_item(capabilities, "add", i);
    }
    return false;
  }

  // A profile that was switched off, in a field of the container or of the pod.
  bool default_profile(const model::Place& place) {
    for (yaml::View context : {view_["securityContext"], spec_["securityContext"]}) {
      for (std::string_view field : {"seccompProfile", "appArmorProfile"}) {
        yaml::View type = context[field]["type"];
        if (type && type.start().offset == place.offset) return edits_.replace(type, Value::words("RuntimeDefault"));
      }
    }
    return false;
  }

  bool in_list(std::string_view field, const model::Place& place, const Value& wanted) {
    for (yaml::View item : view_[field].elements()) {
      if (item.start().offset == place.offset) return edits_.merge(item, wanted);
    }
    return false;
  }

  bool image_digest(std::string_view digest) {
    yaml::View image = view_["image"];
    if (!digest.starts_with("sha256:") || image.string().empty() || image.string().contains('@')) return false;
    // A plain word stays one: no name of an image needs quotes.
    bool is_plain = image.style() == yaml::Style::kPlain;
    std::string text = format("{}@{}", image.string(), digest);
    return edits_.replace(image, is_plain ? Value::word(text) : Value::words(text));
  }

  bool image(std::string_view reference) {
    yaml::View old = view_["image"];
    if (reference.empty() || old.string().empty() || old.string() == reference) return false;
    return edits_.replace(old,
                          old.style() == yaml::Style::kPlain ? Value::word(std::string(reference)) : Value::words(std::string(reference)));
  }

  bool health_check(const std::vector<std::string>& command) {
    if (command.empty() || view_["livenessProbe"].is_mapping()) return false;
    return edits_.merge(view_, member("livenessProbe", member("exec", member("command", Value::list(command)))));
  }

  bool seccomp_default() {
    for (yaml::View context : {view_["securityContext"], spec_["securityContext"]}) {
      yaml::View type = context["seccompProfile"]["type"];
      if (!type.is_scalar() || type.is_null()) continue;
      return edits_.replace(type, Value::words("RuntimeDefault"));
    }
    return edits_.merge(view_, security("seccompProfile", member("type", Value::words("RuntimeDefault"))));
  }

  YamlEdits edits_;
  yaml::View spec_, view_;
  std::string_view name_;
};

}  // namespace

Result<std::vector<model::Edit>> kubernetes_edits(std::string_view text, const model::Container& container,
                                                  const model::ContainerChange& change) {
  Kubernetes file = TRY(parse_kubernetes(text));
  const Pod* pod = nullptr;
  const PodContainer* found = nullptr;
  std::size_t sharing = 0;
  for (const Pod& one : file.pods) {
    for (const PodContainer& candidate : one.containers) {
      if (candidate.view.start().offset != container.place.offset) continue;
      ++sharing;
      pod = &one;
      found = &candidate;
    }
  }
  // Through an alias several containers are one text.
  if (sharing != 1 || has_odd_breaks(text)) return std::vector<model::Edit>();
  Editor editor(text, *pod, *found);
  if (!editor.write(change)) return std::vector<model::Edit>();
  return editor.take();
}

}  // namespace batten::manifest
