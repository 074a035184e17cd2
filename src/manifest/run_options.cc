// SPDX-License-Identifier: Apache-2.0
//
// The table of options: Docker's command line reference (29), podman-run(1) (5). Words are read as both programs do: --name=value,
// --name value, -it, -p80:80.
#include "manifest/run_options.h"

#include <algorithm>

#include "base/format.h"
#include "base/nearest.h"
#include "base/text.h"

namespace batten::manifest {
namespace {

struct OptionValue {
  std::string text;  // "true" for a flag without value
  model::Place place;
  model::Container& container;
  bool understood = true;
  bool unread = false;  // names something outside that is not read

  model::Placed<std::string> placed() const { return {text, place}; }
};
using Apply = void (*)(OptionValue& value);
using model::Container;

template <std::optional<model::Placed<std::string>> Container::* kSetting>
void set_text(OptionValue& value) {
  value.container.*kSetting = value.placed();
}

template <std::optional<model::Placed<bool>> Container::* kSetting>
void set_flag(OptionValue& value) {
  auto flag = parse_boolean(value.text);
  value.understood = flag.has_value();
  if (flag) value.container.*kSetting = {*flag, value.place};
}

template <std::vector<model::Placed<std::string>> Container::* kList>
void add_text(OptionValue& value) {
  (value.container.*kList).push_back(value.placed());
}

template <std::vector<model::Placed<std::string>> Container::* kList>
void add_capabilities(OptionValue& value) {
  for (std::string_view one : base::split(value.text, ',')) (value.container.*kList).push_back({capability_name(one), value.place});
}

template <std::map<std::string, model::Placed<std::string>> Container::* kMap>
void add_pair(OptionValue& value) {
  std::size_t equals = value.text.find('=');
  std::string name = value.text.substr(0, equals);
  (value.container.*kMap)[name] = {equals == std::string::npos ? "" : value.text.substr(equals + 1), value.place};
}

void set_memory(OptionValue& value) {
  auto bytes = parse_size(value.text);
  value.understood = bytes.has_value();
  if (bytes && *bytes > 0) value.container.memory_limit_bytes = {*bytes, value.place};
}

void set_pids(OptionValue& value) {
  auto count = parse_whole_number(value.text);
  value.understood = count.has_value();
  if (count && *count != 0) value.container.pids_limit = {*count, value.place};
}

void set_cpus(OptionValue& value) {
  auto count = parse_decimal(value.text);
  value.understood = count.has_value();
  if (count && *count > 0) value.container.cpu_limit = {*count, value.place};
}

// In microseconds of the usual period, a tenth of a second.
void set_cpu_quota(OptionValue& value) {
  auto quota = parse_decimal(value.text);
  value.understood = quota.has_value();
  if (quota && *quota > 0) value.container.cpu_limit = {*quota / 100'000, value.place};
}

void set_network(OptionValue& value) {
  std::string_view mode = std::string_view(value.text).substr(0, value.text.find(':'));
  for (std::string_view known : {"host", "none", "bridge", "default", "container", "ns", "private", "slirp4netns", "pasta"}) {
    if (mode == known) value.container.network_mode = value.placed();
  }
  if (!value.container.network_mode || value.container.network_mode->place != value.place) value.container.networks.push_back(value.text);
}

void add_variable(OptionValue& value) {
  std::size_t equals = value.text.find('=');
  model::ContainerVariable variable{.name = value.text.substr(0, equals), .value = std::nullopt, .from_file = {}, .place = value.place};
  if (equals != std::string::npos) variable.value = value.text.substr(equals + 1);
  variable.from_outside = variable.value && variable.value->contains('$');
  value.container.environment.push_back(std::move(variable));
}

void add_port(OptionValue& value) {
  auto port = parse_port(value.text);
  value.understood = port.has_value();
  if (!port) return;
  port->place = value.place;
  value.container.ports.push_back(std::move(*port));
}

void add_exposed(OptionValue& value) {
  auto port = parse_exposed_port(value.text);
  value.understood = port.has_value();
  if (!port) return;
  port->place = value.place;
  value.container.ports.push_back(std::move(*port));
}

void add_mount(OptionValue& value, std::optional<model::ContainerMount> mount) {
  value.understood = mount.has_value();
  if (!mount) return;
  mount->place = value.place;
  value.container.mounts.push_back(std::move(*mount));
}
void add_volume(OptionValue& value) { add_mount(value, parse_volume(value.text, {})); }
void add_tmpfs(OptionValue& value) { add_mount(value, parse_tmpfs(value.text)); }
void add_long_mount(OptionValue& value) { add_mount(value, parse_mount(value.text, {})); }

void add_api_socket(OptionValue& value) {
  if (parse_boolean(value.text).value_or(false)) add_mount(value, parse_volume("/var/run/docker.sock:/var/run/docker.sock", {}));
}

// name[,type=mount|env][,target=..] of Podman.
void add_secret(OptionValue& value) {
  std::vector<std::string_view> fields = base::split(value.text, ',');
  std::string name(fields[0]), target = name;
  bool variable = false;
  for (std::string_view field : fields) {
    if (field == "type=env") variable = true;
    if (field.starts_with("target=")) target = field.substr(7);
  }
  if (variable) {
    value.container.environment.push_back({.name = target, .value = std::nullopt, .from_file = {}, .place = value.place});
    return;
  }
  value.container.secrets.push_back({name, value.place});
  if (!target.starts_with('/')) target = "/run/secrets/" + target;
  value.container.mounts.push_back({.kind = model::ContainerMount::Kind::kSecret,
                                    .source = name,
                                    .target = target,
                                    .read_only = true,
                                    .propagation = {},
                                    .place = value.place});
}

void add_security_option(OptionValue& value) { apply_security_option(value.container, value.placed(), {}); }

void set_health(OptionValue& value) {
  value.container.health = {model::ContainerHealth::Kind::kSet, {"CMD-SHELL", value.text}, value.place};
  if (value.text == "none") value.container.health = {model::ContainerHealth::Kind::kDisabled, {"NONE"}, value.place};
}

void set_no_health(OptionValue& value) {
  if (parse_boolean(value.text).value_or(false)) value.container.health = {model::ContainerHealth::Kind::kDisabled, {"NONE"}, value.place};
}

void set_entrypoint(OptionValue& value) { value.container.entrypoint = {value.placed()}; }
void set_name(OptionValue& value) { value.container.name = value.text; }
void set_runtime(OptionValue& value) { value.container.engine_runtime = value.text; }
void add_log_option(OptionValue& value) {
  std::size_t equals = value.text.find('=');
  if (equals != std::string::npos) value.container.log_options[value.text.substr(0, equals)] = value.text.substr(equals + 1);
}
void name_unread(OptionValue& value) { value.unread = true; }

struct Option {
  std::string_view name;
  Apply apply = nullptr;  // null: known, says nothing about what a container may do
};

// With a value.
constexpr Option kOptions[] = {
    {"add-host"},
    {"annotation"},
    {"arch"},
    {"attach"},
    {"authfile"},
    {"blkio-weight"},
    {"blkio-weight-device"},
    {"cap-add", add_capabilities<&Container::capabilities_added>},
    {"cap-drop", add_capabilities<&Container::capabilities_dropped>},
    {"cert-dir"},
    {"cgroup-conf"},
    {"cgroup-parent", set_text<&Container::cgroup_parent>},
    {"cgroupns", set_text<&Container::cgroup_namespace>},
    {"cgroups"},
    {"chrootdirs"},
    {"cidfile"},
    {"conmon-pidfile"},
    {"cpu-count"},
    {"cpu-percent"},
    {"cpu-period"},
    {"cpu-quota", set_cpu_quota},
    {"cpu-rt-period"},
    {"cpu-rt-runtime"},
    {"cpu-shares"},
    {"cpus", set_cpus},
    {"cpuset-cpus"},
    {"cpuset-mems"},
    {"creds"},
    {"decryption-key"},
    {"detach-keys"},
    {"device", add_text<&Container::devices>},
    {"device-cgroup-rule", add_text<&Container::device_cgroup_rules>},
    {"device-read-bps"},
    {"device-read-iops"},
    {"device-write-bps"},
    {"device-write-iops"},
    {"dns"},
    {"dns-opt"},
    {"dns-option"},
    {"dns-search"},
    {"domainname"},
    {"entrypoint", set_entrypoint},
    {"env", add_variable},
    {"env-file", name_unread},
    {"env-merge"},
    {"expose", add_exposed},
    {"gidmap"},
    {"gpus"},
    {"group-add"},
    {"group-entry"},
    {"health-cmd", set_health},
    {"health-interval"},
    {"health-log-destination"},
    {"health-max-log-count"},
    {"health-max-log-size"},
    {"health-on-failure"},
    {"health-retries"},
    {"health-start-interval"},
    {"health-start-period"},
    {"health-startup-cmd"},
    {"health-startup-interval"},
    {"health-startup-retries"},
    {"health-startup-success"},
    {"health-startup-timeout"},
    {"health-timeout"},
    {"hooks-dir"},
    {"hostname"},
    {"hosts-file"},
    {"hostuser"},
    {"image-volume"},
    {"init-ctr"},
    {"init-path"},
    {"io-maxbandwidth"},
    {"io-maxiops"},
    {"ip"},
    {"ip6"},
    {"ipc", set_text<&Container::ipc_mode>},
    {"isolation"},
    {"kernel-memory"},
    {"label", add_pair<&Container::labels>},
    {"label-file", name_unread},
    {"link"},
    {"link-local-ip"},
    {"log-driver", set_text<&Container::log_driver>},
    {"log-opt", add_log_option},
    {"mac-address"},
    {"memory", set_memory},
    {"memory-reservation"},
    {"memory-swap"},
    {"memory-swappiness"},
    {"mount", add_long_mount},
    {"name", set_name},
    {"net", set_network},
    {"net-alias"},
    {"network", set_network},
    {"network-alias"},
    {"oom-score-adj"},
    {"os"},
    {"passwd-entry"},
    {"personality"},
    {"pid", set_text<&Container::pid_mode>},
    {"pidfile"},
    {"pids-limit", set_pids},
    {"platform"},
    {"pod"},
    {"pod-id-file"},
    {"preserve-fd"},
    {"preserve-fds"},
    {"publish", add_port},
    {"pull"},
    {"rdt-class"},
    {"requires"},
    {"restart", set_text<&Container::restart>},
    {"retry"},
    {"retry-delay"},
    {"runtime", set_runtime},
    {"sdnotify"},
    {"seccomp-policy"},
    {"secret", add_secret},
    {"security-opt", add_security_option},
    {"shm-size"},
    {"shm-size-systemd"},
    {"stop-signal"},
    {"stop-timeout"},
    {"storage-opt"},
    {"subgidname"},
    {"subuidname"},
    {"sysctl", add_pair<&Container::sysctls>},
    {"systemd"},
    {"timeout"},
    {"tmpfs", add_tmpfs},
    {"tz"},
    {"uidmap"},
    {"ulimit", add_pair<&Container::ulimits>},
    {"umask"},
    {"unsetenv"},
    {"user", set_text<&Container::user>},
    {"userns", set_text<&Container::user_namespace>},
    {"uts", set_text<&Container::uts_mode>},
    {"variant"},
    {"volume", add_volume},
    {"volume-driver"},
    {"volumes-from", name_unread},
    {"workdir"},
};
static_assert(std::ranges::is_sorted(kOptions, {}, &Option::name));

// Without one, but for "=true".
constexpr Option kFlags[] = {
    {"detach"},
    {"disable-content-trust"},
    {"env-host"},
    {"help"},
    {"http-proxy"},
    {"init", set_flag<&Container::init>},
    {"interactive"},
    {"no-healthcheck", set_no_health},
    {"no-hostname"},
    {"no-hosts"},
    {"oom-kill-disable"},
    {"passwd"},
    {"privileged", set_flag<&Container::privileged>},
    {"publish-all"},
    {"quiet"},
    {"read-only", set_flag<&Container::read_only_root>},
    {"read-only-tmpfs"},
    {"replace"},
    {"rm"},
    {"rmi"},
    {"rootfs"},
    {"sig-proxy"},
    {"tls-verify"},
    {"tty"},
    {"unsetenv-all"},
    {"use-api-socket", add_api_socket},
};
static_assert(std::ranges::is_sorted(kFlags, {}, &Option::name));

struct ShortOption {
  char letter;
  std::string_view name;
};
constexpr ShortOption kShort[] = {
    {'a', "attach"},      {'c', "cpu-shares"}, {'d', "detach"}, {'e', "env"},     {'h', "hostname"},
    {'i', "interactive"}, {'l', "label"},      {'m', "memory"}, {'p', "publish"}, {'P', "publish-all"},
    {'q', "quiet"},       {'t', "tty"},        {'u', "user"},   {'v', "volume"},  {'w', "workdir"},
};

const Option* find_in(std::span<const Option> table, std::string_view name) {
  auto found = std::ranges::lower_bound(table, name, {}, &Option::name);
  return found != table.end() && found->name == name ? &*found : nullptr;
}

class OptionReader {
 public:
  OptionReader(const RunOptionsInput& input, Container& container, base::Notes& notes)
      : input_(input), container_(container), notes_(notes) {}

  Result<std::size_t> run() {
    for (; at_ < input_.words.size(); ++at_) {
      std::string_view word = input_.words[at_].text;
      if (word == "--") return at_ + 1;
      if (word.size() < 2 || word[0] != '-') break;
      first_ = at_;
      if (word[1] == '-') {
        TRY(long_option(word.substr(2)));
      } else {
        TRY(short_options(word.substr(1)));
      }
    }
    return at_;
  }

 private:
  Result<void> long_option(std::string_view word) {
    std::size_t equals = word.find('=');
    std::string_view name = word.substr(0, equals);
    bool has_value = equals != std::string_view::npos;
    if (const Option* flag = find_in(kFlags, name)) {
      take(*flag, has_value ? word.substr(equals + 1) : "true");
    } else if (const Option* option = find_option(name)) {
      return has_value ? (take(*option, word.substr(equals + 1)), Result<void>()) : from_next_word(*option);
    } else {
      unknown(format("--{}", name.substr(0, 60)));
    }
    return {};
  }

  Result<void> short_options(std::string_view letters) {
    for (std::size_t i = 0; i < letters.size(); ++i) {
      auto known = std::ranges::find(kShort, letters[i], &ShortOption::letter);
      if (known == std::end(kShort)) {
        unknown(format("-{}", base::printable(letters.substr(i, 1))));
        return {};
      }
      std::string_view rest = letters.substr(i + 1);
      if (const Option* flag = find_in(kFlags, known->name)) {
        if (!rest.starts_with('=')) {
          take(*flag, "true");
          continue;
        }
        take(*flag, rest.substr(1));
        return {};
      }
      const Option* option = find_in(kOptions, known->name);
      if (rest.empty()) return from_next_word(*option);
      take(*option, rest.starts_with('=') ? rest.substr(1) : rest);
      return {};
    }
    return {};
  }

  const Option* find_option(std::string_view name) {
    if (std::ranges::find(input_.further, name) == input_.further.end()) return find_in(kOptions, name);
    further_ = {.name = name};
    return &further_;
  }

  Result<void> from_next_word(const Option& option) {
    if (at_ + 1 >= input_.words.size()) return Error{Code::kInvalidArgument, format("--{} wants a value", option.name)};
    take(option, input_.words[++at_].text);
    return {};
  }

  void take(const Option& option, std::string_view text) {
    if (input_.seen) input_.seen(option.name, text, first_, at_);
    if (option.apply == nullptr) return;
    OptionValue value{std::string(text), input_.place(input_.words[first_], input_.words[at_]), container_};
    option.apply(value);
    if (!value.understood) note(format("--{} {} is not understood", option.name, base::printable(text.substr(0, 200))));
    if (value.unread) note(format("--{} {} is not read", option.name, base::printable(text.substr(0, 200))));
  }

  void note(std::string message) {
    if (notes_.size() < 200) notes_.push_back({base::Note::Kind::kSkipped, input_.where, std::move(message), ""});
  }

  void unknown(const std::string& name) {
    if (notes_.size() >= 200) return;
    std::vector<std::string_view> names;
    for (const Option& option : kOptions) names.push_back(option.name);
    for (const Option& option : kFlags) names.push_back(option.name);
    std::string near = name.starts_with("--") ? base::nearest(std::string_view(name).substr(2), names) : "";
    note(format("unknown option {}{}", base::printable(name), near.empty() ? "" : format(" (did you mean --{}?)", near)));
  }

  const RunOptionsInput& input_;
  Container& container_;
  base::Notes& notes_;
  std::size_t at_ = 0, first_ = 0;
  Option further_;
};

}  // namespace

Result<std::size_t> read_run_options(const RunOptionsInput& input, Container& container, base::Notes& notes) {
  return OptionReader(input, container, notes).run();
}

}  // namespace batten::manifest
