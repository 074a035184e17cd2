// SPDX-License-Identifier: Apache-2.0
#include "manifest/kubernetes.h"

#include <algorithm>
#include <array>

#include "base/format.h"
#include "base/text.h"
#include "manifest/kubernetes_container.h"
#include "manifest/kubernetes_fields.h"

namespace batten::manifest {
namespace {

constexpr std::size_t kMaxDepth = 60, kMaxListDepth = 8;
constexpr yaml::Limits kLimits = {.max_bytes = 16u << 20, .max_depth = kMaxDepth, .max_nodes = 1'000'000};
constexpr std::size_t kMaxContainers = 10'000, kMaxDocuments = 10'000, kMaxNotes = 100;

// Where each kind keeps the object that has metadata and spec of a pod.
struct Workload {
  std::string_view kind;
  std::array<std::string_view, 4> path;
};
constexpr Workload kWorkloads[] = {
    {"Pod", {}},
    {"PodTemplate", {"template"}},
    {"Deployment", {"spec", "template"}},
    {"ReplicaSet", {"spec", "template"}},
    {"StatefulSet", {"spec", "template"}},
    {"DaemonSet", {"spec", "template"}},
    {"Job", {"spec", "template"}},
    {"CronJob", {"spec", "jobTemplate", "spec", "template"}},
    {"ReplicationController", {"spec", "template"}},
};

struct ContainerList {
  std::string_view field;
  PodContainer::Kind kind;
};
constexpr ContainerList kContainerLists[] = {{"initContainers", PodContainer::Kind::kInit},
                                             {"containers", PodContainer::Kind::kContainer},
                                             {"ephemeralContainers", PodContainer::Kind::kEphemeral}};

// A mapping whose key is a mapping: {{ .Values.image }} as YAML reads it. Aliases can nest deeper than the text does.
bool holds_template(yaml::View view, std::size_t depth = 0) {
  bool found = false;
  if (depth > kMaxDepth) return false;
  view.each([&](yaml::View item) { found = found || holds_template(item, depth + 1); });
  view.each_member([&](yaml::View key, yaml::View value) { found = found || !key.is_scalar() || holds_template(value, depth + 1); });
  return found;
}

Error template_error() {
  return Error{Code::kUnsupported, "a template of Helm ({{ }}), not a manifest: check what it makes, helm template CHART | batten lint -"};
}

class Collector {
 public:
  explicit Collector(Kubernetes& out) : out_(out) {}

  // list_kind: what an item of a list is when it does not say.
  Result<void> object(yaml::View object, std::string_view list_kind, std::size_t depth = 0) {
    if (depth > kMaxListDepth) return Error{Code::kLimit, format("line {}: lists nested too deep", object.start().line)};
    std::string_view kind = object["kind"].string(list_kind);
    yaml::View items = object["items"];
    if (kind.ends_with("List") && items.is_sequence()) {
      std::string_view of_items = kind == "List" ? std::string_view() : kind.substr(0, kind.size() - 4);
      for (yaml::View item : items.elements()) TRY(this->object(item, of_items, depth + 1));
      return {};
    }
    ++out_.objects;
    if (!object.is_mapping() || kind.empty()) {
      note(object, "", "no object of Kubernetes: kind is missing");
      return {};
    }
    auto workload = std::ranges::find(kWorkloads, kind, &Workload::kind);
    bool is_known = workload != std::end(kWorkloads);
    yaml::View of_pod = object;
    for (std::size_t i = 0; is_known && i < workload->path.size(); ++i) {
      if (!workload->path[i].empty()) of_pod = of_pod[workload->path[i]];
    }
    if (is_known && !of_pod["spec"].is_mapping()) {
      note(object, kind, "has no pod: spec is missing");
      return {};
    }
    return is_known ? pod(object, kind, of_pod["metadata"], of_pod["spec"]) : pods_inside(object, kind, object, {}, 0);
  }

 private:
  // Kinds of others (Rollout, Service of Knative, ScaledJob ..) keep pods in many places: whatever has containers with images is one.
  Result<void> pods_inside(yaml::View object, std::string_view kind, yaml::View view, yaml::View metadata, std::size_t depth) {
    if (depth > kMaxDepth) return {};
    if (yaml::View first = view["containers"]; first.is_sequence() && first.size() > 0 && first.elements()[0]["image"]) {
      return pod(object, kind, metadata, view);
    }
    if (view["container"]["image"]) note(view, kind, "a container that is in no pod, it is not judged");
    Result<void> done;
    view.each([&](yaml::View item) {
      if (done) done = pods_inside(object, kind, item, {}, depth + 1);
    });
    view.each_member([&](yaml::View, yaml::View value) {
      if (done && !value.is_scalar()) done = pods_inside(object, kind, value, view["metadata"], depth + 1);
    });
    return done;
  }

  Result<void> pod(yaml::View object, std::string_view kind, yaml::View metadata, yaml::View spec) {
    Pod pod;
    pod.kind = kind;
    pod.name = object["metadata"]["name"].string();
    pod.name_space = object["metadata"]["namespace"].string();
    pod.metadata = metadata;
    pod.spec = spec;
    for (const ContainerList& list : kContainerLists) {
      for (yaml::View view : pod.spec[list.field].elements()) {
        if (++containers_ > kMaxContainers) return Error{Code::kLimit, format("more than {} containers", kMaxContainers)};
        if (!view.is_mapping()) {
          note(view, kind, "a container that is no mapping");
          continue;
        }
        pod.containers.push_back({list.kind, std::string(view["name"].string()), view});
      }
    }
    if (pod.containers.empty()) note(object, kind, "has no containers");
    if (out_.notes.size() < kMaxNotes) check_pod_fields(pod.spec, pod.title(), out_.notes);
    PodVolumes volumes = pod_volumes(pod.spec);
    for (const PodContainer& container : pod.containers) out_.containers.push_back(container_of(pod, container, volumes));
    out_.pods.push_back(std::move(pod));
    return {};
  }

  void note(yaml::View at, std::string_view kind, std::string_view message) {
    if (out_.notes.size() >= kMaxNotes) return;
    std::string where = format("line {}", at.start().line);
    if (!kind.empty()) where = format("{}: {}", base::printable(kind.substr(0, 64)), where);
    out_.notes.push_back({base::Note::Kind::kSkipped, std::move(where), std::string(message), ""});
  }

  Kubernetes& out_;
  std::size_t containers_ = 0;
};

struct Part {
  std::size_t begin, end;  // without the line "---"
};

std::vector<Part> documents_of(std::string_view text) {
  std::vector<Part> out = {{0, text.size()}};
  for (std::size_t at = 0; at < text.size() && out.size() < kMaxDocuments;) {
    std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    if (line.starts_with("---") && (line.size() == 3 || line[3] == ' ' || line[3] == '\t' || line[3] == '\r')) {
      out.back().end = at;
      out.push_back({std::min(end + 1, text.size()), text.size()});
    }
    at = end + 1;
  }
  return out;
}

std::size_t line_of(std::string_view text, std::size_t offset) {
  return static_cast<std::size_t>(std::ranges::count(text.substr(0, offset), '\n')) + 1;
}

// The text with what is in the way of reading it made blank, so that all else keeps its place; a note for each document that is lost.
Result<std::string> without_broken_documents(std::string_view text, Error first, base::Notes& notes) {
  std::vector<Part> parts = documents_of(text);
  std::string out(text);
  std::size_t broken = 0;
  for (const Part& part : parts) {
    std::string_view one = text.substr(part.begin, part.end - part.begin);
    Result<yaml::Document> read = yaml::Document::parse(one, kLimits);
    if (read) continue;
    if (one.contains("{{") && one.contains("}}")) return template_error();
    if (read.error().code == Code::kLimit) return read.error();
    if (++broken == parts.size()) return first;
    if (notes.size() < kMaxNotes) {
      notes.push_back({base::Note::Kind::kSkipped, format("document at line {}", line_of(text, part.begin)), read.error().message, ""});
    }
    std::replace_if(
        out.begin() + static_cast<std::ptrdiff_t>(part.begin), out.begin() + static_cast<std::ptrdiff_t>(part.end),
        [](char c) { return c != '\n'; }, ' ');
  }
  if (broken == 0) return first;
  return out;
}

bool starts_key(std::string_view line, std::string_view key) {
  if (!line.empty() && (line[0] == '"' || line[0] == '\'')) {
    return line.substr(1).starts_with(key) && line.size() > key.size() + 2 && line[key.size() + 1] == line[0] &&
           line[key.size() + 2] == ':';
  }
  return line.starts_with(key) && line.size() > key.size() && line[key.size()] == ':';
}

}  // namespace

std::string Pod::title() const { return name.empty() ? format("{} in line {}", kind, spec.start().line) : format("{} {}", kind, name); }

model::Place pod_place(yaml::View view) {
  yaml::Place start = view.start(), end = view.end();
  return {start.line, start.column, start.offset, end.offset > start.offset ? end.offset - start.offset : 0};
}

std::optional<bool> pod_boolean(yaml::View view) {
  if (std::optional<bool> value = view.as_bool(yaml::Booleans::kYesNo)) return value;
  if (!view.is_scalar() || view.style() != yaml::Style::kPlain || !view.tag().empty()) return std::nullopt;
  if (view.string() == "y" || view.string() == "Y") return true;
  if (view.string() == "n" || view.string() == "N") return false;
  return std::nullopt;
}

bool looks_like_kubernetes(std::string_view text) {
  bool has_version = false, has_kind = false, found = false;
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  if (base::trim(text.substr(0, 64)).starts_with('{')) {
    return text.contains("\"apiVersion\"") && text.contains("\"kind\"");
  }
  for (std::size_t at = 0; at < text.size() && !found;) {
    std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    if (line.starts_with("---")) has_version = has_kind = false;
    has_version = has_version || starts_key(line, "apiVersion");
    has_kind = has_kind || starts_key(line, "kind");
    found = has_version && has_kind;
    at = end + 1;
  }
  return found;
}

Result<Kubernetes> parse_kubernetes(std::string_view text) {
  Kubernetes out;
  Result<yaml::Document> document = yaml::Document::parse(text, kLimits);
  if (!document && document.error().code == Code::kCorrupt) {
    std::string rest = TRY(without_broken_documents(text, document.error(), out.notes));
    document = yaml::Document::parse(rest, kLimits);
  }
  if (!document) return document.error();
  out.document = std::make_shared<const yaml::Document>(std::move(*document));
  bool may_be_template = text.contains("{{");
  Collector collector(out);
  for (yaml::View root : out.document->roots()) {
    if (root.is_null()) continue;
    if (may_be_template && holds_template(root)) return template_error();
    TRY(collector.object(root, {}));
  }
  for (const yaml::Remark& remark : out.document->remarks()) {
    if (out.notes.size() >= kMaxNotes) break;
    out.notes.push_back({base::Note::Kind::kSkipped, format("line {}", remark.place.line), remark.message,
                         "of a key that is there twice Kubernetes takes the last, Batten the first"});
  }
  if (out.objects == 0) return Error{Code::kCorrupt, "no object of Kubernetes in it"};
  return out;
}

}  // namespace batten::manifest
