// SPDX-License-Identifier: Apache-2.0
//
// What only Batten tells: batten.*.
#include "model/flag_names.h"
#include "rules/event_path.h"

namespace batten::rules::fields {
namespace {

using model::RunningContainer;

const RunningContainer* container_of(const Question& q) { return q.moment.container; }
Value text_or_none(std::string_view text) { return text.empty() ? Value::none() : Value::of_text(text); }
template <std::string RunningContainer::* Member>
Value member(const Question& q) {
  return container_of(q) == nullptr ? Value::none() : text_or_none(container_of(q)->*Member);
}
template <std::optional<bool> RunningContainer::* Member>
Value yes_or_no(const Question& q) {
  return container_of(q) == nullptr || !(container_of(q)->*Member) ? Value::none() : Value::of_bool(*(container_of(q)->*Member));
}
Value label(const Question& q) {
  if (container_of(q) == nullptr) return Value::none();
  const auto found = container_of(q)->labels.find(std::string(q.argument.text));
  return found == container_of(q)->labels.end() ? Value::none() : Value::of_text(found->second);
}
Value environment(const Question& q) {
  if (container_of(q) == nullptr) return Value::none();
  for (std::string_view one : container_of(q)->environment) {
    if (one.size() > q.argument.text.size() && one.starts_with(q.argument.text) && one[q.argument.text.size()] == '=')
      return Value::of_text(one.substr(q.argument.text.size() + 1));
  }
  return Value::none();
}
template <std::uint32_t model::RunningImageFacts::* Member>
Value findings(const Question& q) {
  return container_of(q) == nullptr || !container_of(q)->image_facts ? Value::none()
                                                                     : Value::of_number((*container_of(q)->image_facts).*Member);
}
Value digest_verified(const Question& q) {
  if (container_of(q) == nullptr || !container_of(q)->image_facts || !container_of(q)->image_facts->digest_verified) return Value::none();
  return Value::of_bool(*container_of(q)->image_facts->digest_verified);
}
Value real_path(const Question& q) {
  const auto real = q.moment.event->role_text(q.moment.event->info().roles.real);
  return real ? Value::of_text(*real) : Value::none();
}
bool may_have_real_path(const model::EventTypeInfo& info, const FieldArgument&) { return info.roles.real >= 0; }
Value package(const Question& q, std::string_view path) {
  if (path.empty()) return Value::none();
  const auto found = q.moment.surroundings->package_of(container_of(q), path);
  return found ? Value::of_text(*found) : Value::none();
}
Value process_package(const Question& q) { return package(q, q.moment.process->program->path); }
Value file_package(const Question& q) { return package(q, real_path(q).text); }
Value thread_name(const Question& q) { return Value::of_text(q.moment.event->comm()); }
Value capability(const Question& q) {
  return q.moment.event->type() == BATTEN_CAPABILITY
             ? Value::of_flags(model::FlagSet::kCapability, static_cast<std::uint64_t>(q.moment.event->number(1)))
             : Value::none();
}
bool is_capability(const model::EventTypeInfo& info, const FieldArgument&) { return info.type == BATTEN_CAPABILITY; }
Value dns_name(const Question& q) {
  const auto name = q.moment.event->type() == BATTEN_DNS ? q.moment.event->text(0) : std::nullopt;
  return name ? Value::of_text(*name) : Value::none();
}
bool is_dns(const model::EventTypeInfo& info, const FieldArgument&) { return info.type == BATTEN_DNS; }

constexpr Field kFields[] = {
    {.name = "batten.realpath",
     .kind = Value::Kind::kText,
     .description = "Where the file of the event really is: links, \"..\" and mounts resolved by the kernel.",
     .get = real_path,
     .may_have = may_have_real_path},
    {.name = "batten.container.compose_project",
     .kind = Value::Kind::kText,
     .description = "Compose project of the container.",
     .get = member<&RunningContainer::compose_project>},
    {.name = "batten.container.compose_service",
     .kind = Value::Kind::kText,
     .description = "Compose service of the container.",
     .get = member<&RunningContainer::compose_service>},
    {.name = "batten.container.host_network",
     .kind = Value::Kind::kBool,
     .description = "Whether it shares the network of the host.",
     .get = yes_or_no<&RunningContainer::host_network>},
    {.name = "batten.container.host_pid",
     .kind = Value::Kind::kBool,
     .description = "Whether it sees the processes of the host.",
     .get = yes_or_no<&RunningContainer::host_pid>},
    {.name = "batten.container.host_ipc",
     .kind = Value::Kind::kBool,
     .description = "Whether it shares the IPC namespace of the host.",
     .get = yes_or_no<&RunningContainer::host_ipc>},
    {.name = "batten.container.user",
     .kind = Value::Kind::kText,
     .description = "User it was configured to run as.",
     .get = member<&RunningContainer::user>},
    {.name = "batten.container.label",
     .kind = Value::Kind::kText,
     .argument = ArgumentRule::kKey,
     .description = "A label of the container, by its name.",
     .get = label},
    {.name = "batten.container.env",
     .kind = Value::Kind::kText,
     .argument = ArgumentRule::kKey,
     .description = "A variable that the container was configured with.",
     .get = environment},
    {.name = "batten.image.fixable_critical",
     .kind = Value::Kind::kNumber,
     .description = "Critical vulnerabilities of its image that a newer package ends; none when it was not scanned.",
     .get = findings<&model::RunningImageFacts::fixable_critical>},
    {.name = "batten.image.fixable_high",
     .kind = Value::Kind::kNumber,
     .description = "The same of severity high.",
     .get = findings<&model::RunningImageFacts::fixable_high>},
    {.name = "batten.image.digest_verified",
     .kind = Value::Kind::kBool,
     .description = "Whether a signature of the image was checked.",
     .get = digest_verified},
    {.name = "batten.proc.package",
     .kind = Value::Kind::kText,
     .description = "Package that the program of the process belongs to; empty: it came from elsewhere; none: not known (yet).",
     .get = process_package},
    {.name = "batten.file.package",
     .kind = Value::Kind::kText,
     .description = "Package that the file of the event belongs to, in the same way.",
     .get = file_package,
     .may_have = may_have_real_path},
    {.name = "batten.thread.name",
     .kind = Value::Kind::kText,
     .description = "Name of the thread; proc.name is that of its process.",
     .get = thread_name},
    {.name = "batten.capability",
     .kind = Value::Kind::kFlags,
     .description = "Capability that was used: CAP_SYS_ADMIN.",
     .get = capability,
     .may_have = is_capability},
    {.name = "batten.dns.name",
     .kind = Value::Kind::kText,
     .description = "Name that was asked of a name server.",
     .get = dns_name,
     .may_have = is_dns},
};

constexpr FieldExample kExamples[] = {
    {"{openat: {name: /tmp/../etc/shadow, real: /etc/shadow, flags: O_RDONLY, fd: 3}, process: {name: cat, exepath: /bin/cat}, container: "
     "{compose_project: shop, compose_service: db, host_network: true, host_pid: false, host_ipc: false, user: \"33\", labels: {team: a}, "
     "env: [\"MODE=x\"], fixable_critical: 2, fixable_high: 5, digest_verified: false}}",
     "batten.realpath", "/etc/shadow"},
    {"{unlink: {path: /x}}", "batten.realpath", "<NA>"},
    {"{openat: {name: /tmp/../etc/shadow, real: /etc/shadow, flags: O_RDONLY, fd: 3}, process: {name: cat, exepath: /bin/cat}, container: "
     "{compose_project: shop, compose_service: db, host_network: true, host_pid: false, host_ipc: false, user: \"33\", labels: {team: a}, "
     "env: [\"MODE=x\"], fixable_critical: 2, fixable_high: 5, digest_verified: false}}",
     "batten.container.compose_project", "shop"},
    {"{openat: {name: /tmp/../etc/shadow, real: /etc/shadow, flags: O_RDONLY, fd: 3}, process: {name: cat, exepath: /bin/cat}, container: "
     "{compose_project: shop, compose_service: db, host_network: true, host_pid: false, host_ipc: false, user: \"33\", labels: {team: a}, "
     "env: [\"MODE=x\"], fixable_critical: 2, fixable_high: 5, digest_verified: false}}",
     "batten.container.compose_service", "db"},
    {"{openat: {name: /tmp/../etc/shadow, real: /etc/shadow, flags: O_RDONLY, fd: 3}, process: {name: cat, exepath: /bin/cat}, container: "
     "{compose_project: shop, compose_service: db, host_network: true, host_pid: false, host_ipc: false, user: \"33\", labels: {team: a}, "
     "env: [\"MODE=x\"], fixable_critical: 2, fixable_high: 5, digest_verified: false}}",
     "batten.container.host_network", "true"},
    {"{openat: {name: /tmp/../etc/shadow, real: /etc/shadow, flags: O_RDONLY, fd: 3}, process: {name: cat, exepath: /bin/cat}, container: "
     "{compose_project: shop, compose_service: db, host_network: true, host_pid: false, host_ipc: false, user: \"33\", labels: {team: a}, "
     "env: [\"MODE=x\"], fixable_critical: 2, fixable_high: 5, digest_verified: false}}",
     "batten.container.host_pid", "false"},
    {"{openat: {name: /tmp/../etc/shadow, real: /etc/shadow, flags: O_RDONLY, fd: 3}, process: {name: cat, exepath: /bin/cat}, container: "
     "{compose_project: shop, compose_service: db, host_network: true, host_pid: false, host_ipc: false, user: \"33\", labels: {team: a}, "
     "env: [\"MODE=x\"], fixable_critical: 2, fixable_high: 5, digest_verified: false}}",
     "batten.container.host_ipc", "false"},
    {"{openat: {name: /tmp/../etc/shadow, real: /etc/shadow, flags: O_RDONLY, fd: 3}, process: {name: cat, exepath: /bin/cat}, container: "
     "{compose_project: shop, compose_service: db, host_network: true, host_pid: false, host_ipc: false, user: \"33\", labels: {team: a}, "
     "env: [\"MODE=x\"], fixable_critical: 2, fixable_high: 5, digest_verified: false}}",
     "batten.container.user", "33"},
    {"{openat: {name: /tmp/../etc/shadow, real: /etc/shadow, flags: O_RDONLY, fd: 3}, process: {name: cat, exepath: /bin/cat}, container: "
     "{compose_project: shop, compose_service: db, host_network: true, host_pid: false, host_ipc: false, user: \"33\", labels: {team: a}, "
     "env: [\"MODE=x\"], fixable_critical: 2, fixable_high: 5, digest_verified: false}}",
     "batten.container.label[team]", "a"},
    {"{openat: {name: /tmp/../etc/shadow, real: /etc/shadow, flags: O_RDONLY, fd: 3}, process: {name: cat, exepath: /bin/cat}, container: "
     "{compose_project: shop, compose_service: db, host_network: true, host_pid: false, host_ipc: false, user: \"33\", labels: {team: a}, "
     "env: [\"MODE=x\"], fixable_critical: 2, fixable_high: 5, digest_verified: false}}",
     "batten.container.env[MODE]", "x"},
    {"{openat: {name: /tmp/../etc/shadow, real: /etc/shadow, flags: O_RDONLY, fd: 3}, process: {name: cat, exepath: /bin/cat}, container: "
     "{compose_project: shop, compose_service: db, host_network: true, host_pid: false, host_ipc: false, user: \"33\", labels: {team: a}, "
     "env: [\"MODE=x\"], fixable_critical: 2, fixable_high: 5, digest_verified: false}}",
     "batten.container.env[MOD]", "<NA>"},
    {"{openat: {name: /tmp/../etc/shadow, real: /etc/shadow, flags: O_RDONLY, fd: 3}, process: {name: cat, exepath: /bin/cat}, container: "
     "{compose_project: shop, compose_service: db, host_network: true, host_pid: false, host_ipc: false, user: \"33\", labels: {team: a}, "
     "env: [\"MODE=x\"], fixable_critical: 2, fixable_high: 5, digest_verified: false}}",
     "batten.image.fixable_critical", "2"},
    {"{openat: {name: /tmp/../etc/shadow, real: /etc/shadow, flags: O_RDONLY, fd: 3}, process: {name: cat, exepath: /bin/cat}, container: "
     "{compose_project: shop, compose_service: db, host_network: true, host_pid: false, host_ipc: false, user: \"33\", labels: {team: a}, "
     "env: [\"MODE=x\"], fixable_critical: 2, fixable_high: 5, digest_verified: false}}",
     "batten.image.fixable_high", "5"},
    {"{unlink: {path: /x}}", "batten.image.fixable_high", "<NA>"},
    {"{openat: {name: /tmp/../etc/shadow, real: /etc/shadow, flags: O_RDONLY, fd: 3}, process: {name: cat, exepath: /bin/cat}, container: "
     "{compose_project: shop, compose_service: db, host_network: true, host_pid: false, host_ipc: false, user: \"33\", labels: {team: a}, "
     "env: [\"MODE=x\"], fixable_critical: 2, fixable_high: 5, digest_verified: false}}",
     "batten.image.digest_verified", "false"},
    {"{openat: {name: /tmp/../etc/shadow, real: /etc/shadow, flags: O_RDONLY, fd: 3}, process: {name: cat, exepath: /bin/cat}, container: "
     "{compose_project: shop, compose_service: db, host_network: true, host_pid: false, host_ipc: false, user: \"33\", labels: {team: a}, "
     "env: [\"MODE=x\"], fixable_critical: 2, fixable_high: 5, digest_verified: false}}",
     "batten.proc.package", "coreutils"},
    {"{openat: {name: /tmp/../etc/shadow, real: /etc/shadow, flags: O_RDONLY, fd: 3}, process: {name: cat, exepath: /bin/cat}, container: "
     "{compose_project: shop, compose_service: db, host_network: true, host_pid: false, host_ipc: false, user: \"33\", labels: {team: a}, "
     "env: [\"MODE=x\"], fixable_critical: 2, fixable_high: 5, digest_verified: false}}",
     "batten.file.package", "<NA>"},
    {"{openat: {name: /tmp/../etc/shadow, real: /etc/shadow, flags: O_RDONLY, fd: 3}, process: {name: cat, exepath: /bin/cat}, container: "
     "{compose_project: shop, compose_service: db, host_network: true, host_pid: false, host_ipc: false, user: \"33\", labels: {team: a}, "
     "env: [\"MODE=x\"], fixable_critical: 2, fixable_high: 5, digest_verified: false}}",
     "batten.thread.name", "cat"},
    {"{capability: {cap: CAP_SYS_ADMIN}}", "batten.capability", "CAP_SYS_ADMIN"},
    {"{dns: {name: example.com, type: A}}", "batten.dns.name", "example.com"},
};

}  // namespace

extern constinit const FieldFamily batten;
constinit const FieldFamily batten{.name = "batten",
                                   .description = "facts of the image, of the project and of the real file, beyond Falco",
                                   .fields = kFields,
                                   .examples = kExamples};

}  // namespace batten::rules::fields
