// SPDX-License-Identifier: Apache-2.0
//
// Keys of [Container] are podman-systemd.unit(5), of Podman 5; the syntax of the file is systemd.syntax(7): Key=value, a backslash at the
// end of a line joins the next one, an empty value takes back what was said before. Specifiers (%h) stay as they are written.
#include "manifest/quadlet.h"

#include <algorithm>

#include "base/format.h"
#include "base/text.h"
#include "manifest/run_options.h"

namespace batten::manifest {
namespace {

constexpr std::size_t kMaxBytes = 4u << 20;
constexpr std::size_t kMaxLines = 100'000;
constexpr std::size_t kMaxValues = 10'000;

struct QuadletLine {
  std::string_view key;
  std::string value;
  model::Place place;
  model::Container& container;
  base::Notes& notes;

  model::Placed<std::string> placed() const { return {value, place}; }
  void unread(std::string message) const {
    if (notes.size() < 200) notes.push_back({base::Note::Kind::kSkipped, format("line {}", place.line), std::move(message), ""});
  }
  void not_understood() const { unread(format("{}={} is not understood", key, base::printable(std::string_view(value).substr(0, 200)))); }
};
using model::Container;
using ReadLine = void (*)(const QuadletLine& line);

template <std::optional<model::Placed<std::string>> Container::* kSetting>
void set_text(const QuadletLine& line) {
  line.container.*kSetting = std::nullopt;
  if (!line.value.empty()) line.container.*kSetting = line.placed();
}

template <std::optional<model::Placed<bool>> Container::* kSetting>
void set_flag(const QuadletLine& line) {
  auto value = parse_boolean(line.value);
  if (!value) return line.not_understood();
  line.container.*kSetting = {*value, line.place};
}

template <std::vector<model::Placed<std::string>> Container::* kList>
void add_text(const QuadletLine& line) {
  auto& list = line.container.*kList;
  if (line.value.empty()) list.clear();
  if (!line.value.empty() && list.size() < kMaxValues) list.push_back(line.placed());
}

template <std::vector<model::Placed<std::string>> Container::* kList>
void add_capabilities(const QuadletLine& line) {
  auto& list = line.container.*kList;
  if (line.value.empty()) list.clear();
  for (std::string_view word : base::words(line.value)) {
    if (list.size() < kMaxValues) list.push_back({capability_name(word), line.place});
  }
}

// NAME=value words, quoted as systemd has it.
template <typename Visit>
void each_pair(const QuadletLine& line, const Visit& visit) {
  auto words = command_words(line.value);
  if (!words) return line.not_understood();
  for (const std::string& word : *words) {
    std::size_t equals = word.find('=');
    visit(word.substr(0, equals), equals == std::string::npos ? std::optional<std::string>() : word.substr(equals + 1));
  }
}

template <std::map<std::string, model::Placed<std::string>> Container::* kMap>
void add_pairs(const QuadletLine& line) {
  if (line.value.empty()) (line.container.*kMap).clear();
  each_pair(line, [&](std::string name, std::optional<std::string> value) {
    (line.container.*kMap)[std::move(name)] = {value.value_or(""), line.place};
  });
}

void add_environment(const QuadletLine& line) {
  if (line.value.empty()) line.container.environment.clear();
  each_pair(line, [&](std::string name, std::optional<std::string> value) {
    if (line.container.environment.size() >= kMaxValues) return;
    line.container.environment.push_back({.name = std::move(name), .value = std::move(value), .from_file = {}, .place = line.place});
  });
}

void set_image(const QuadletLine& line) { line.container.image = line.placed(); }
void set_name(const QuadletLine& line) {
  if (!line.value.empty()) line.container.name = line.value;
}

void add_network(const QuadletLine& line) {
  std::string_view mode = std::string_view(line.value).substr(0, line.value.find(':'));
  for (std::string_view known : {"host", "none", "bridge", "private", "container", "ns", "slirp4netns", "pasta"}) {
    if (mode != known) continue;
    line.container.network_mode = line.placed();
    return;
  }
  if (line.value.empty()) line.container.networks.clear();
  if (!line.value.empty() && line.container.networks.size() < kMaxValues) line.container.networks.push_back(line.value);
}

void add_port(const QuadletLine& line, std::optional<model::ContainerPort> port) {
  if (!port) return line.not_understood();
  port->place = line.place;
  if (line.container.ports.size() < kMaxValues) line.container.ports.push_back(std::move(*port));
}
void add_published(const QuadletLine& line) {
  if (!line.value.empty()) return add_port(line, parse_port(line.value));
  std::erase_if(line.container.ports, [](const model::ContainerPort& port) { return port.published; });
}
void add_exposed(const QuadletLine& line) {
  if (!line.value.empty()) add_port(line, parse_exposed_port(line.value));
}

void add_mount(const QuadletLine& line, std::optional<model::ContainerMount> mount) {
  if (!mount) return line.not_understood();
  mount->place = line.place;
  if (line.container.mounts.size() < kMaxValues) line.container.mounts.push_back(std::move(*mount));
}
void add_volume(const QuadletLine& line) {
  if (!line.value.empty()) return add_mount(line, parse_volume(line.value, {}));
  using Kind = model::ContainerMount::Kind;
  std::erase_if(line.container.mounts,
                [](const model::ContainerMount& mount) { return mount.kind == Kind::kBind || mount.kind == Kind::kVolume; });
}
void add_tmpfs(const QuadletLine& line) {
  if (!line.value.empty()) add_mount(line, parse_tmpfs(line.value));
}
void add_long_mount(const QuadletLine& line) {
  if (!line.value.empty()) add_mount(line, parse_mount(line.value, {}));
}

// An option of podman run that a key stands for.
void as_option(const QuadletLine& line, std::string option) {
  std::vector<LineWord> words = {{std::move(option), 0, 0}};
  auto place = [&](const LineWord&, const LineWord&) { return line.place; };
  auto done = read_run_options({words, place, format("line {}", line.place.line)}, line.container, line.notes);
  if (!done) line.not_understood();
}
void add_secret(const QuadletLine& line) {
  if (!line.value.empty()) as_option(line, "--secret=" + line.value);
}
void set_memory(const QuadletLine& line) { as_option(line, "--memory=" + line.value); }
void set_pids(const QuadletLine& line) { as_option(line, "--pids-limit=" + line.value); }
void add_log_option(const QuadletLine& line) {
  if (!line.value.empty()) as_option(line, "--log-opt=" + line.value);
}
void set_health(const QuadletLine& line) {
  if (!line.value.empty()) as_option(line, "--health-cmd=" + line.value);
}

void add_security_option(const QuadletLine& line, std::string option) {
  apply_security_option(line.container, {std::move(option), line.place}, {});
}
void set_no_new_privileges(const QuadletLine& line) {
  auto value = parse_boolean(line.value);
  if (!value) return line.not_understood();
  if (*value) return add_security_option(line, "no-new-privileges");
  line.container.no_new_privileges = {false, line.place};
}
void set_seccomp(const QuadletLine& line) { add_security_option(line, "seccomp=" + line.value); }
void set_apparmor(const QuadletLine& line) { add_security_option(line, "apparmor=" + line.value); }
void set_label_disable(const QuadletLine& line) {
  if (parse_boolean(line.value).value_or(false)) add_security_option(line, "label=disable");
}
void set_label_type(const QuadletLine& line) { add_security_option(line, "label=type:" + line.value); }
void set_label_level(const QuadletLine& line) { add_security_option(line, "label=level:" + line.value); }
void set_label_nested(const QuadletLine& line) {
  if (parse_boolean(line.value).value_or(false)) add_security_option(line, "label=nested");
}
void add_mask(const QuadletLine& line) { add_security_option(line, "mask=" + line.value); }
void add_unmask(const QuadletLine& line) { add_security_option(line, "unmask=" + line.value); }

// Group=1000 beside User=1000.
void set_group(const QuadletLine& line) {
  std::string user = line.container.user ? line.container.user->value.substr(0, line.container.user->value.find(':')) : std::string();
  if (!line.value.empty()) line.container.user = {user + ":" + line.value, line.container.user ? line.container.user->place : line.place};
}
void set_user(const QuadletLine& line) {
  std::string group;
  if (line.container.user && line.container.user->value.starts_with(':')) group = line.container.user->value;
  set_text<&Container::user>(line);
  if (line.container.user) line.container.user->value += group;
}

void set_words(const QuadletLine& line, std::vector<model::Placed<std::string>>& out) {
  out.clear();
  auto words = command_words(line.value);
  if (!words) return line.not_understood();
  for (std::string& word : *words) out.push_back({std::move(word), line.place});
}
void set_command(const QuadletLine& line) { set_words(line, line.container.command); }
void set_entrypoint(const QuadletLine& line) { set_words(line, line.container.entrypoint); }

void read_podman_args(const QuadletLine& line) {
  auto split = command_words(line.value);
  if (!split) return line.not_understood();
  std::vector<LineWord> words;
  for (std::string& word : *split) words.push_back({std::move(word), 0, 0});
  auto place = [&](const LineWord&, const LineWord&) { return line.place; };
  auto used = read_run_options({words, place, format("line {}", line.place.line)}, line.container, line.notes);
  if (!used || *used < words.size()) line.not_understood();
}

void note_unread_file(const QuadletLine& line) {
  if (!line.value.empty()) line.unread(format("{} {} is not read", line.key, base::printable(line.value)));
}

struct Key {
  std::string_view name;
  ReadLine read = nullptr;  // null: known, says nothing about what a container may do
};
constexpr Key kKeys[] = {
    {"AddCapability", add_capabilities<&Container::capabilities_added>},
    {"AddDevice", add_text<&Container::devices>},
    {"AddHost"},
    {"Annotation"},
    {"AppArmor", set_apparmor},
    {"AutoUpdate"},
    {"CgroupsMode"},
    {"ContainerName", set_name},
    {"ContainersConfModule"},
    {"DNS"},
    {"DNSOption"},
    {"DNSSearch"},
    {"DropCapability", add_capabilities<&Container::capabilities_dropped>},
    {"Entrypoint", set_entrypoint},
    {"Environment", add_environment},
    {"EnvironmentFile", note_unread_file},
    {"EnvironmentHost"},
    {"Exec", set_command},
    {"ExposeHostPort", add_exposed},
    {"GIDMap"},
    {"GlobalArgs"},
    {"Group", set_group},
    {"GroupAdd"},
    {"HealthCmd", set_health},
    {"HealthInterval"},
    {"HealthLogDestination"},
    {"HealthMaxLogCount"},
    {"HealthMaxLogSize"},
    {"HealthOnFailure"},
    {"HealthRetries"},
    {"HealthStartPeriod"},
    {"HealthStartupCmd"},
    {"HealthStartupInterval"},
    {"HealthStartupRetries"},
    {"HealthStartupSuccess"},
    {"HealthStartupTimeout"},
    {"HealthTimeout"},
    {"HostName"},
    {"HttpProxy"},
    {"IP"},
    {"IP6"},
    {"Image", set_image},
    {"Label", add_pairs<&Container::labels>},
    {"LogDriver", set_text<&Container::log_driver>},
    {"LogOpt", add_log_option},
    {"Mask", add_mask},
    {"Memory", set_memory},
    {"Mount", add_long_mount},
    {"Network", add_network},
    {"NetworkAlias"},
    {"NoNewPrivileges", set_no_new_privileges},
    {"Notify"},
    {"PidsLimit", set_pids},
    {"Pod"},
    {"PodmanArgs", read_podman_args},
    {"PublishPort", add_published},
    {"Pull"},
    {"ReadOnly", set_flag<&Container::read_only_root>},
    {"ReadOnlyTmpfs"},
    {"ReloadCmd"},
    {"ReloadSignal"},
    {"RemapGid"},
    {"RemapUid"},
    {"RemapUidSize"},
    {"RemapUsers"},
    {"Retry"},
    {"RetryDelay"},
    {"Rootfs"},
    {"RunInit", set_flag<&Container::init>},
    {"SeccompProfile", set_seccomp},
    {"Secret", add_secret},
    {"SecurityLabelDisable", set_label_disable},
    {"SecurityLabelFileType"},
    {"SecurityLabelLevel", set_label_level},
    {"SecurityLabelNested", set_label_nested},
    {"SecurityLabelType", set_label_type},
    {"ServiceName"},
    {"ShmSize"},
    {"StartWithPod"},
    {"StopSignal"},
    {"StopTimeout"},
    {"SubGIDMap"},
    {"SubUIDMap"},
    {"Sysctl", add_pairs<&Container::sysctls>},
    {"Timezone"},
    {"Tmpfs", add_tmpfs},
    {"UIDMap"},
    {"Ulimit", add_pairs<&Container::ulimits>},
    {"Unmask", add_unmask},
    {"User", set_user},
    {"UserNS", set_text<&Container::user_namespace>},
    {"VolatileTmp"},
    {"Volume", add_volume},
    {"WorkingDir"},
};
static_assert(std::ranges::is_sorted(kKeys, {}, &Key::name));

class UnitReader {
 public:
  UnitReader(std::string_view text, Container& container, base::Notes& notes)
      : text_(text), places_(text), container_(container), notes_(notes) {}

  Result<void> run() {
    while (at_ < text_.size()) {
      begin_ = at_;
      std::string line = joined_line();
      std::string_view content = base::trim(line);
      if (++count_ > kMaxLines) return Error{Code::kLimit, format("more than {} lines", kMaxLines)};
      if (content.empty() || content[0] == '#' || content[0] == ';') continue;
      if (content.starts_with('[')) {
        section_ = content;
        if (section_ == "[Container]" && !container_.place) container_.place = places_.at(begin_, content.size());
      } else {
        setting(content);
      }
    }
    return {};
  }

  bool has_root = false;

 private:
  std::string_view next_line() {
    std::size_t end = std::min(text_.find('\n', at_), text_.size());
    std::string_view line = text_.substr(at_, end - at_);
    if (line.ends_with('\r')) line.remove_suffix(1);
    at_ = std::min(end + 1, text_.size());
    end_ = static_cast<std::size_t>(line.data() + line.size() - text_.data());
    return line;
  }

  // Comments between joined lines are left out.
  std::string joined_line() {
    std::string_view line = next_line();
    std::string_view start = base::trim(line);
    if (start.starts_with('#') || start.starts_with(';')) return {};
    std::string out;
    while (line.ends_with('\\') && at_ < text_.size()) {
      out.append(line.substr(0, line.size() - 1)).append(" ");
      line = next_line();
      while (at_ < text_.size() && (base::trim(line).starts_with('#') || base::trim(line).starts_with(';'))) line = next_line();
    }
    return out.append(line);
  }

  void setting(std::string_view content) {
    std::size_t equals = content.find('=');
    std::string_view key = base::trim(content.substr(0, equals));
    model::Place place = places_.at(begin_, end_ - begin_);
    if (equals == std::string_view::npos) {
      note(place, format("no Key=value: {}", base::printable(content.substr(0, 100))));
      return;
    }
    QuadletLine line{key, std::string(base::trim(content.substr(equals + 1))), place, container_, notes_};
    if (section_ == "[Service]" && key == "Restart") set_text<&Container::restart>(line);
    if (section_ != "[Container]") return;
    const Key* found = std::ranges::lower_bound(kKeys, key, {}, &Key::name);
    if (found == std::end(kKeys) || found->name != key) return unknown(place, key);
    if (key == "Rootfs") has_root = true;
    if (found->read != nullptr) found->read(line);
  }

  void unknown(const model::Place& place, std::string_view key) {
    if (key.starts_with("X-") || notes_.size() >= 200) return;
    std::vector<std::string_view> names;
    for (const Key& one : kKeys) names.push_back(one.name);
    note(place, with_suggestion(format("unknown key {}", base::printable(key.substr(0, 100))), key, names));
  }

  void note(const model::Place& place, std::string message) {
    if (notes_.size() < 200) notes_.push_back({base::Note::Kind::kSkipped, format("line {}", place.line), std::move(message), ""});
  }

  std::string_view text_;
  TextPlaces places_;
  Container& container_;
  base::Notes& notes_;
  std::size_t at_ = 0, begin_ = 0, end_ = 0, count_ = 0;
  std::string section_;
};

}  // namespace

Result<model::Container> parse_quadlet(std::string_view name, std::string_view text, base::Notes& notes) {
  if (text.size() > kMaxBytes) return Error{Code::kLimit, format("{}: more than {} bytes", name, kMaxBytes)};
  Container container;
  container.form = model::ContainerForm::kQuadlet;
  container.name = name.ends_with(".container") ? name.substr(0, name.size() - 10) : name;
  UnitReader reader(text, container, notes);
  TRY(reader.run());
  if (!container.place) return Error{Code::kCorrupt, format("{}: no [Container]", name)};
  if (container.image.value.empty() && !reader.has_root) return Error{Code::kCorrupt, format("{}: no Image", name)};
  return container;
}

}  // namespace batten::manifest
