// SPDX-License-Identifier: Apache-2.0
#include "checks/escape.h"

#include "base/format.h"
#include "base/text.h"
#include "checks/host_answer.h"

namespace batten::checks {
namespace {

constexpr std::size_t kMaxNames = 5;

struct Version {
  std::string text, package;
  bool distribution = false;
};

std::optional<Version> version_of(const model::Host& host, std::string_view component) {
  if (component == "kernel") {
    const model::HostKernel& kernel = host.kernel;
    if (kernel.version.empty()) return std::nullopt;
    return Version{kernel.version, format("kernel {}", kernel.release), kernel.distribution};
  }
  auto at = host.engine.components.find(std::string(component));
  if (at == host.engine.components.end() || at->second.version.empty()) return std::nullopt;
  return Version{at->second.version, at->second.package, !at->second.package.empty()};
}

bool is_confining(std::string_view label) {
  // "mine (complain)" only writes down what it would have refused; these types of SELinux may do everything.
  return !label.empty() && !label.ends_with(")") && !label.contains("unconfined_t") && !label.contains("spc_t");
}

// What keeps a running container in; empty: nothing that is known.
std::string_view block_of(const model::Container& container, const Escape& escape) {
  Blocks blocks = escape.blocked_by;
  if (!container.process) return {};
  const model::ContainerProcess& process = *container.process;
  // A profile of somebody's own may allow everything that the engine's refuses.
  bool filtered = process.seccomp_mode == 2 && (!container.seccomp || container.seccomp->value == "builtin");
  // With CAP_SYS_ADMIN the default profile lets namespaces and mounts through.
  bool is_open = (process.capabilities_bounding.value_or(~0ull) & escape.opened_by) != 0;
  if ((blocks & kBySeccomp) != 0 && filtered && !is_open) return "seccomp";
  if ((blocks & kByUserNamespace) != 0 && process.root_is.value_or(0) != 0) return "a user namespace";
  if ((blocks & kBySecurityModule) != 0 && is_confining(process.security_label)) return "AppArmor or SELinux";
  return {};
}

std::string_view default_block(const model::Engine& engine, Blocks blocks) {
  bool unconfined = false;
  for (const std::string& option : engine.security_options) unconfined = unconfined || option.ends_with("profile=unconfined");
  if ((blocks & kBySeccomp) != 0 && engine.has_security("seccomp") && !unconfined) return "seccomp";
  if ((blocks & kByUserNamespace) != 0 && (engine.has_security("userns") || engine.rootless)) return "a user namespace";
  if ((blocks & kBySecurityModule) != 0 && (engine.has_security("apparmor") || engine.has_security("selinux")))
    return "AppArmor or SELinux";
  return {};
}

struct Cover {
  std::string by;         // what blocks it everywhere
  std::string uncovered;  // names of running containers without
};

Cover cover_of(const model::Host& host, const Escape& escape) {
  Cover out;
  if (escape.blocked_by == 0) return out;
  if (host.containers.empty()) {
    out.by = default_block(host.engine, escape.blocked_by);
    return out;
  }
  std::size_t count = 0;
  for (const model::Container& container : host.containers) {
    std::string_view by = block_of(container, escape);
    if (!by.empty()) {
      if (!out.by.contains(by)) out.by += (out.by.empty() ? "" : " or ") + std::string(by);
    } else if (++count <= kMaxNames) {
      out.uncovered += (out.uncovered.empty() ? "" : ", ") + container.name;
    }
  }
  if (count > kMaxNames) out.uncovered += format(" and {} more", count - kMaxNames);
  return out;
}

std::string fixes_of(const Escape& escape) {
  std::string out;
  for (std::string_view version : escape.fixed) out += (out.empty() ? "" : ", ") + std::string(version);
  return out;
}

void judge_unfixed(const Escape& escape, const Version& version, FixState state, const model::Host& host, Hits& hits) {
  std::string name = format("{} {}", escape.component, version.text);
  Cover cover = cover_of(host, escape);
  if (!cover.by.empty() && cover.uncovered.empty()) {
    std::string whose = host.containers.empty() ? "the engine gives every container" : "every running container has";
    return passed(hits, format("protected although {} has no fix: {} {}", name, whose, cover.by), "fixed in " + fixes_of(escape));
  }
  std::string open = cover.uncovered.empty() ? "" : format("; nothing keeps in: {}", cover.uncovered);
  if (version.distribution) {
    return could_not_look(
        hits, format("{} is older than {}, but it is a distribution's ({}), which may hold the fix: batten scan dir:/ tells{}", name,
                     fixes_of(escape), version.package, open));
  }
  if (state == FixState::kOtherLine && escape.component == "kernel") {
    return could_not_look(
        hits, format("it is not known here which release of the line of {} has the fix (others: {}){}", name, fixes_of(escape), open));
  }
  failed(hits, format("not protected: {} has no fix{}", name, open), format("fixed in {}", fixes_of(escape)),
         format("update {} to one of {}", escape.component, fixes_of(escape)));
}

}  // namespace

std::optional<ComponentVersion> component_version(std::string_view text) {
  if (text.starts_with('v')) text.remove_prefix(1);
  ComponentVersion out;
  std::uint32_t* const numbers[] = {&out.major, &out.minor, &out.patch};
  std::size_t at = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    std::size_t end = std::min(text.find_first_not_of("0123456789", at), text.size());
    auto number = base::parse_unsigned(text.substr(at, end - at));
    if (!number || *number > 0xffffffu) {
      if (i == 0) return std::nullopt;
      break;
    }
    *numbers[i] = static_cast<std::uint32_t>(*number);
    at = end;
    if (at >= text.size() || text[at] != '.') break;
    ++at;
  }
  std::string_view rest = text.substr(std::min(at, text.size()));
  if (rest.size() < 3 || (rest[0] != '-' && rest[0] != '~') || !rest.substr(1).starts_with("rc")) return out;
  rest.remove_prefix(3);
  if (rest.starts_with('.')) rest.remove_prefix(1);
  out.candidate =
      static_cast<std::uint32_t>(base::parse_unsigned(rest.substr(0, rest.find_first_not_of("0123456789"))).value_or(0) & 0xffffff);
  return out;
}

FixState fix_state(const ComponentVersion& version, const Escape& escape) {
  if (auto first = component_version(escape.introduced); first && version < *first) return FixState::kBefore;
  bool is_known_line = false;
  for (std::string_view text : escape.fixed) {
    auto fix = component_version(text);
    if (!fix) continue;
    bool is_newest = text == escape.fixed.back();
    bool is_line = fix->major == version.major && fix->minor == version.minor;
    if (version >= *fix && (is_line || is_newest)) return FixState::kFixed;
    is_known_line = is_known_line || is_line;
  }
  return is_known_line ? FixState::kNotFixed : FixState::kOtherLine;
}

void judge_escape(const Escape& escape, const model::Host& host, Hits& hits) {
  if (escape.component != "kernel" && !host.engine.answered) {
    return could_not_look(hits, host.engine.why.empty() ? "no engine answers" : host.engine.why);
  }
  if (escape.elsewhere != nullptr) {
    if (std::string why = escape.elsewhere(host); !why.empty()) return not_applicable(hits, why);
  }
  std::optional<Version> version = version_of(host, escape.component);
  if (!version) {
    bool is_other = escape.component == "runc" && host.engine.components.contains("crun");
    if (is_other) return not_applicable(hits, "containers are started by crun, not by runc");
    return could_not_look(hits, format("the version of {} is not known", escape.component));
  }
  auto parsed = component_version(version->text);
  if (!parsed) return could_not_look(hits, format("'{}' is no version of {}", base::printable(version->text), escape.component));
  FixState state = fix_state(*parsed, escape);
  if (state == FixState::kFixed) {
    return passed(hits, format("protected because {} {} has the fix", escape.component, version->text), "fixed in " + fixes_of(escape));
  }
  if (state == FixState::kBefore) {
    return passed(hits, format("protected because {} {} is older than the flaw", escape.component, version->text),
                  format("introduced in {}", escape.introduced));
  }
  judge_unfixed(escape, *version, state, host, hits);
}

}  // namespace batten::checks
