// SPDX-License-Identifier: Apache-2.0
#include "rules/written_process.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/format.h"
#include "base/text.h"
#include "model/baseline.h"
#include "model/flag_names.h"

namespace batten::rules {
namespace {

using model::Process;
using model::RunningContainer;

Error wrong(yaml::View at, std::string_view what) {
  return Error{Code::kInvalidArgument, format("{}: {}", yaml::to_text(at.start()), what)};
}

// Reads one member of a T.
template <typename T>
using Setter = Result<void> (*)(yaml::View value, T& out);

template <typename T>
struct Key {
  std::string_view name;
  Setter<T> set;
};

template <typename T, std::size_t n>
Result<void> read_members(yaml::View mapping, const Key<T> (&keys)[n], std::string_view what, T& out) {
  if (!mapping.is_mapping()) return wrong(mapping, format("a {} is a mapping", what));
  std::optional<Error> error;
  mapping.each_member([&](yaml::View key, yaml::View value) {
    if (error) return;
    for (const Key<T>& one : keys) {
      if (one.name != key.string()) continue;
      Result<void> set = one.set(value, out);
      if (!set) error = set.error();
      return;
    }
    error = wrong(key, format("a {} has no '{}'", what, key.string()));
  });
  if (error) return *error;
  return {};
}

template <typename T, auto member>
Result<void> text(yaml::View value, T& out) {
  if (!value.is_scalar()) return wrong(value, "a text is expected");
  out.*member = value.string();
  return {};
}

template <typename T, auto member>
Result<void> number(yaml::View value, T& out) {
  std::optional<std::int64_t> read = value.as_integer();
  if (!read) return wrong(value, "a number is expected");
  out.*member = static_cast<std::remove_reference_t<decltype(out.*member)>>(*read);
  return {};
}

template <typename T, auto member>
Result<void> yes_or_no(yaml::View value, T& out) {
  std::optional<bool> read = value.as_bool();
  if (!read) return wrong(value, "true or false is expected");
  out.*member = *read;
  return {};
}

template <typename T, auto member>
Result<void> names(yaml::View value, T& out) {
  if (!value.is_mapping()) return wrong(value, "a mapping of texts is expected");
  value.each_member([&](yaml::View key, yaml::View text) { (out.*member)[std::string(key.string())] = text.string(); });
  return {};
}

// The program is being made, so it may still change.
struct Draft {
  Process process;
  model::Program program;
  std::shared_ptr<Process> parent;
};

template <auto member>
Result<void> of_process(yaml::View value, Draft& out) {
  return number<Process, member>(value, out.process);
}

template <auto member>
Result<void> of_program(yaml::View value, Draft& out) {
  return text<model::Program, member>(value, out.program);
}

std::string with_nul(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& one : texts) (out += one) += '\0';
  return out;
}

Result<void> set_flags(yaml::View value, Draft& out) {
  for (std::string_view name : base::split(value.string(), '|')) {
    std::optional<std::uint64_t> bit = model::parse_flag(model::FlagSet::kExec, name);
    if (!bit) return wrong(value, format("'{}' is not known", name));
    out.program.flags |= *bit;
  }
  return {};
}

constexpr std::pair<std::string_view, unsigned> kStreams[] = {{"file", BATTEN_STREAM_FILE}, {"directory", BATTEN_STREAM_DIRECTORY},
                                                              {"pipe", BATTEN_STREAM_PIPE}, {"unix", BATTEN_STREAM_UNIX},
                                                              {"ipv4", BATTEN_STREAM_IPV4}, {"ipv6", BATTEN_STREAM_IPV6}};

template <unsigned Descriptor>
Result<void> set_stream(yaml::View value, Draft& out) {
  const std::string_view name = value.string();
  const auto* found = std::ranges::find(kStreams, name, &std::pair<std::string_view, unsigned>::first);
  if (found == std::end(kStreams)) return wrong(value, format("'{}' is not known", name));
  out.program.streams |= std::uint64_t{found->second} << Descriptor * 4;
  return {};
}

// "parent: {..}" or "parent: [{..}, {..}]".
Result<void> set_parent(yaml::View value, Draft& out) {
  std::vector<yaml::View> line = value.is_sequence() ? value.elements() : std::vector<yaml::View>{value};
  std::shared_ptr<Process> above;
  std::uint32_t pid = 1;
  for (auto one = line.rbegin(); one != line.rend(); ++one) {
    std::shared_ptr<Process> made = TRY(read_process(*one));
    if (!(*one)["pid"]) made->key.pid = pid;
    pid = made->key.pid + 1;
    if (above != nullptr && made->parent == nullptr) {
      made->parent_pid = above->key.pid;
      made->parent = std::move(above);
    }
    above = std::move(made);
  }
  out.parent = std::move(above);
  return {};
}

constexpr Key<Draft> kProcessKeys[] = {
    {"name", [](yaml::View value, Draft& out) { return text<Process, &Process::comm>(value, out.process); }},
    {"exe", of_program<&model::Program::exe>},
    {"exepath", of_program<&model::Program::path>},
    {"args",
     [](yaml::View value, Draft& out) -> Result<void> {
       out.program.arguments = with_nul(value.strings());
       return {};
     }},
    {"env",
     [](yaml::View value, Draft& out) -> Result<void> {
       out.program.environment = with_nul(value.strings());
       return {};
     }},
    {"cwd", [](yaml::View value, Draft& out) { return text<Process, &Process::directory>(value, out.process); }},
    {"pid", [](yaml::View value, Draft& out) { return number<model::ProcessKey, &model::ProcessKey::pid>(value, out.process.key); }},
    {"start", [](yaml::View value, Draft& out) { return number<model::ProcessKey, &model::ProcessKey::start_ns>(value, out.process.key); }},
    {"tty", of_process<&Process::terminal>},
    {"uid", of_process<&Process::uid>},
    {"gid", of_process<&Process::gid>},
    {"loginuid", of_process<&Process::login_uid>},
    {"vpid", of_process<&Process::virtual_pid>},
    {"sid", of_process<&Process::session>},
    {"pgid", of_process<&Process::group>},
    {"vsid", of_process<&Process::virtual_session>},
    {"vpgid", of_process<&Process::virtual_group>},
    {"cgroup", of_process<&Process::cgroup>},
    {"clone", of_process<&Process::clone_ns>},
    {"exec", of_process<&Process::exec_ns>},
    {"cap_effective", of_process<&Process::capabilities_effective>},
    {"cap_permitted", of_process<&Process::capabilities_permitted>},
    {"cap_inheritable", of_process<&Process::capabilities_inheritable>},
    {"exe_ino", [](yaml::View value, Draft& out) { return number<model::Program, &model::Program::inode>(value, out.program); }},
    {"exe_ctime", [](yaml::View value, Draft& out) { return number<model::Program, &model::Program::changed_ns>(value, out.program); }},
    {"exe_mtime", [](yaml::View value, Draft& out) { return number<model::Program, &model::Program::modified_ns>(value, out.program); }},
    {"flags", set_flags},
    {"stdin", set_stream<0>},
    {"stdout", set_stream<1>},
    {"stderr", set_stream<2>},
    {"parent", set_parent},
};

Result<void> set_image(yaml::View value, RunningContainer& out) {
  out.image = value.string();
  const std::size_t slash = out.image.rfind('/'), colon = out.image.rfind(':'), at = out.image.find('@');
  out.image_repository = out.image.substr(0, at);
  if (colon != std::string::npos && (slash == std::string::npos || colon > slash) && (at == std::string::npos || colon < at)) {
    out.image_repository = out.image.substr(0, colon);
    out.image_tag = out.image.substr(colon + 1, at == std::string::npos ? at : at - colon - 1);
  }
  if (at != std::string::npos) out.image_digest = out.image.substr(at + 1);
  return {};
}

Result<void> set_engine(yaml::View value, RunningContainer& out) {
  constexpr std::pair<std::string_view, RunningContainer::Engine> kEngines[] = {{"docker", RunningContainer::Engine::kDocker},
                                                                                {"containerd", RunningContainer::Engine::kContainerd},
                                                                                {"cri-o", RunningContainer::Engine::kCrio},
                                                                                {"podman", RunningContainer::Engine::kPodman}};
  for (const auto& [name, engine] : kEngines) {
    if (name != value.string()) continue;
    out.engine = engine;
    return {};
  }
  return wrong(value, "engine: there is docker, containerd, cri-o, podman");
}

constexpr Key<model::RunningMount> kMountKeys[] = {
    {"source", text<model::RunningMount, &model::RunningMount::source>},
    {"target", text<model::RunningMount, &model::RunningMount::target>},
    {"mode", text<model::RunningMount, &model::RunningMount::mode>},
    {"writable", yes_or_no<model::RunningMount, &model::RunningMount::writable>},
    {"propagation", text<model::RunningMount, &model::RunningMount::propagation>},
};

Result<void> set_mounts(yaml::View value, RunningContainer& out) {
  for (yaml::View one : value.elements()) {
    model::RunningMount mount;
    TRY(read_members(one, kMountKeys, "mount", mount));
    out.mounts.push_back(std::move(mount));
  }
  return {};
}

model::RunningImageFacts& facts(RunningContainer& out) {
  if (!out.image_facts) out.image_facts.emplace();
  return *out.image_facts;
}

void add_items(yaml::View value, model::BaselineItems& out) {
  for (const std::string& one : value.strings()) out.add(one);
}

constexpr Key<model::Baseline> kBaselineKeys[] = {
    {"listeners",
     [](yaml::View value, model::Baseline& out) -> Result<void> {
       add_items(value, out.listeners);
       return {};
     }},
    {"destinations",
     [](yaml::View value, model::Baseline& out) -> Result<void> {
       add_items(value, out.destinations);
       return {};
     }},
    {"programs",
     [](yaml::View value, model::Baseline& out) -> Result<void> {
       add_items(value, out.programs);
       return {};
     }},
};

Result<void> set_baseline(yaml::View value, RunningContainer& out) {
  auto baseline = std::make_shared<model::Baseline>();
  TRY(read_members(value, kBaselineKeys, "baseline", *baseline));
  out.baseline = std::move(baseline);
  return {};
}

constexpr Key<RunningContainer> kContainerKeys[] = {
    {"id", text<RunningContainer, &RunningContainer::id>},
    {"name", text<RunningContainer, &RunningContainer::name>},
    {"image", set_image},
    {"image_id", text<RunningContainer, &RunningContainer::image_id>},
    {"image_digest", text<RunningContainer, &RunningContainer::image_digest>},
    {"engine", set_engine},
    {"privileged", yes_or_no<RunningContainer, &RunningContainer::privileged>},
    {"host_pid", yes_or_no<RunningContainer, &RunningContainer::host_pid>},
    {"host_network", yes_or_no<RunningContainer, &RunningContainer::host_network>},
    {"host_ipc", yes_or_no<RunningContainer, &RunningContainer::host_ipc>},
    {"user", text<RunningContainer, &RunningContainer::user>},
    {"address", text<RunningContainer, &RunningContainer::address>},
    {"labels", names<RunningContainer, &RunningContainer::labels>},
    {"env",
     [](yaml::View value, RunningContainer& out) -> Result<void> {
       out.environment = value.strings();
       return {};
     }},
    {"mounts", set_mounts},
    {"compose_project", text<RunningContainer, &RunningContainer::compose_project>},
    {"compose_service", text<RunningContainer, &RunningContainer::compose_service>},
    {"pod_name", text<RunningContainer, &RunningContainer::pod_name>},
    {"pod_namespace", text<RunningContainer, &RunningContainer::pod_namespace>},
    {"pod_uid", text<RunningContainer, &RunningContainer::pod_uid>},
    {"pod_labels", names<RunningContainer, &RunningContainer::pod_labels>},
    {"started", number<RunningContainer, &RunningContainer::started_ns>},
    {"created", number<RunningContainer, &RunningContainer::created_ns>},
    {"fixable_critical",
     [](yaml::View value, RunningContainer& out) {
       return number<model::RunningImageFacts, &model::RunningImageFacts::fixable_critical>(value, facts(out));
     }},
    {"fixable_high",
     [](yaml::View value, RunningContainer& out) {
       return number<model::RunningImageFacts, &model::RunningImageFacts::fixable_high>(value, facts(out));
     }},
    {"baseline", set_baseline},
    {"digest_verified",
     [](yaml::View value, RunningContainer& out) {
       return yes_or_no<model::RunningImageFacts, &model::RunningImageFacts::digest_verified>(value, facts(out));
     }},
};

}  // namespace

Result<std::shared_ptr<Process>> read_process(yaml::View process) {
  Draft draft;
  draft.process.comm = "sh";
  draft.process.key = {.pid = 1000, .start_ns = 1'000'000'000};
  draft.process.directory = "/";
  if (process) TRY(read_members(process, kProcessKeys, "process", draft));
  Process& out = draft.process;
  model::Program& program = draft.program;
  if (program.exe.empty()) program.exe = out.comm;
  if (program.path.empty()) program.path = "/bin/" + out.comm;
  if (out.virtual_pid == 0) out.virtual_pid = out.key.pid;
  if (out.session == 0) out.session = out.key.pid;
  if (out.group == 0) out.group = out.key.pid;
  if (out.virtual_session == 0) out.virtual_session = out.virtual_pid;
  if (out.virtual_group == 0) out.virtual_group = out.virtual_pid;
  out.comm.resize(std::min<std::size_t>(out.comm.size(), BATTEN_COMM_SIZE - 1));
  out.parent = std::move(draft.parent);
  out.parent_pid = out.parent != nullptr ? out.parent->key.pid : 1;
  out.program = std::make_shared<const model::Program>(std::move(program));
  return std::make_shared<Process>(std::move(out));
}

Result<RunningContainer> read_container(yaml::View container) {
  RunningContainer out;
  out.engine = RunningContainer::Engine::kDocker;
  out.id = "3ad7b26ded6d8e7b23da7d48fe889434573036c27ae5a74837233de441c3601e";
  out.name = "web";
  TRY(read_members(container, kContainerKeys, "container", out));
  return out;
}

}  // namespace batten::rules
