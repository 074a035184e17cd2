// SPDX-License-Identifier: Apache-2.0
//
// What it costs to judge an event: 100 rules of the usual shapes, events that match none of them. bench_rules [ROUNDS [CASE]]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include "rules/condition_fixture.h"
#include "rules/moment_fixture.h"
#include "rules/program.h"
#include "rules/ruleset.h"

namespace batten::rules {
namespace {

using enum Operator;

Condition in_container() { return check("container.id", kNotEqual, "host"); }
Condition spawned() { return check("evt.type", kIn, {"execve", "execveat"}); }
Condition opened(std::string_view how) {
  return both({check("evt.type", kIn, {"open", "openat", "openat2"}), check(how, kEqual, "true"), check("fd.typechar", kEqual, "f"),
               check("fd.num", kGreaterEqual, "0")});
}
Condition package_manager() {
  return either({check("proc.name", kIn, {"apt", "apt-get", "dpkg", "yum", "dnf", "rpm", "apk", "pip", "npm", "gem"}),
                 check("proc.aname[2]", kIn, {"apt", "dpkg", "yum"}), check("proc.pname", kStartsWith, "update-")});
}
Condition below_binaries() {
  return check("fd.directory", kIn, {"/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin"});
}
Condition sensitive() {
  return either({check("fd.name", kIn, {"/etc/shadow", "/etc/sudoers", "/etc/pam.conf", "/etc/security/pwquality.conf"}),
                 check("fd.name", kStartsWith, "/etc/sudoers.d/"), check("fd.name", kStartsWith, "/etc/pam.d/")});
}

// 30 of opens, 45 of execs, 12 of connections, 13 of other calls.
std::vector<Definition> hundred_rules() {
  std::vector<Definition> out;
  const auto add = [&](Condition condition) {
    out.push_back(rule("rule " + std::to_string(out.size()), std::move(condition), "%proc.cmdline %fd.name %user.name %container.id"));
  };
  for (int i = 0; i < 10; ++i) {
    const std::string number = std::to_string(i);
    add(both({opened("evt.is_open_write"), in_container(), below_binaries(), no(package_manager()),
              no(check("proc.cmdline", kContains, "build" + number))}));
    add(both({opened("evt.is_open_read"), sensitive(), no(check("proc.name", kIn, {"sshd", "cron", "su", "trusted" + number})),
              no(check("proc.pname", kIn, {"systemd", "init"}))}));
    add(both({opened("evt.is_open_write"),
              either({check("fd.name", kStartsWith, "/root/.ssh" + number), check("fd.name", kEndsWith, "/authorized_keys" + number),
                      check("fd.name", kGlob, "/home/*/.ssh" + number + "/*")}),
              no(package_manager())}));
  }
  for (int i = 0; i < 15; ++i) {
    const std::string number = std::to_string(i);
    add(both({spawned(), in_container(), check("proc.name", kIn, {"sh" + number, "bash" + number, "zsh", "dash"}),
              check("proc.tty", kNotEqual, "0"), no(check("proc.pname", kIn, {"runc", "docker-init"}))}));
    add(both(
        {spawned(), either({check("proc.cmdline", kContains, "miner" + number), check("proc.cmdline", kIContains, "stratum+tcp" + number),
                            check("proc.args", kContains, "-o pool" + number)})}));
    add(both({spawned(), check("proc.is_exe_upper_layer", kEqual, "true"), in_container(),
              no(check("container.image.repository", kIn, {"docker.io/library/a" + number})),
              no(check("proc.exepath", kStartsWith, "/opt/app" + number)), check("proc.aname", kIn, {"nginx" + number, "httpd", "java"})}));
  }
  for (int i = 0; i < 12; ++i) {
    const std::string number = std::to_string(8000 + i);
    add(both({check("evt.type", kEqual, "connect"), either({check("fd.typechar", kEqual, "4"), check("fd.typechar", kEqual, "6")}),
              in_container(), check("fd.net", kNotEqual, "127.0.0.0/8"),
              no(check("fd.snet", kIn, {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"})),
              either({check("evt.rawres", kGreaterEqual, "0"), check("evt.res", kEqual, "EINPROGRESS")}),
              check("fd.sport", kEqual, number)}));
  }
  for (std::string_view type :
       {"ptrace", "bpf", "setns", "unshare", "mount", "init_module", "chmod", "rename", "unlink", "symlink", "setuid", "dup2", "mkdir"})
    add(both({check("evt.type", kEqual, type), in_container(), no(check("proc.name", kIn, {"runc", "containerd-shim"})),
              check("proc.tty", kEqual, "4711")}));
  return out;
}

struct Case {
  std::string_view name, event;
};
constexpr Case kCases[] = {
    {"openat, read, host",
     "{openat: {name: /usr/lib/x86_64-linux-gnu/libc.so.6, real: /usr/lib/x86_64-linux-gnu/libc.so.6, flags: O_RDONLY, fd: 3}, process: "
     "{name: python3, args: [-m, app], parent: {name: bash}}}"},
    {"openat, write, container",
     "{openat: {name: data/tmp.1234, base: /var/lib/app, real: /var/lib/app/data/tmp.1234, flags: O_WRONLY|O_CREAT, fd: 7}, process: "
     "{name: java, args: [-jar, app.jar], parent: {name: tini}}, container: {name: app}}"},
    {"execve, container",
     "{execve: {}, process: {name: ls, args: [-la, /srv/data], exepath: /usr/bin/ls, tty: 0, parent: [{name: worker}, {name: tini}]}, "
     "container: {name: app}}"},
    {"connect, container",
     "{connect: {fd: 5, tuple: \"172.17.0.3:40112->93.184.216.34:443\"}, process: {name: curl}, container: {name: app}}"},
    {"unlink, no rule but one", "{unlink: {path: /tmp/x}, process: {name: rm}}"},
    {"procexit, no rule", "{procexit: {}, process: {name: rm}}"},
};

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

int run(std::size_t rounds, std::string_view only) {
  Diagnostics diagnostics;
  std::vector<Definition> definitions = hundred_rules();
  const double begin = cpu_seconds();
  const LoadOptions options;
  std::unique_ptr<Program> program = compile(definitions, options, diagnostics);
  std::printf("%zu rules, %zu nodes, %zu checks, compiled in %.2f ms\n", definitions.size(), program->nodes.size(), program->checks.size(),
              (cpu_seconds() - begin) * 1e3);
  Ruleset rules(std::move(definitions), options, std::move(program));
  TableSurroundings around;
  for (const Case& one : kCases) {
    if (!one.name.contains(only)) continue;
    Result<WrittenEvent> written = read_event_text(one.event);
    if (!written || !diagnostics.empty()) {
      std::fprintf(stderr, "%s\n", written ? diagnostics[0].message.c_str() : written.error().message.c_str());
      return 1;
    }
    std::vector<model::Alert> alerts;
    double best = 1e9;
    for (int pass = 0; pass < 7; ++pass) {
      const double start = cpu_seconds();
      for (std::size_t i = 0; i < rounds; ++i) {
        Result<model::Event> event = model::Event::read(written->event.record());
        rules.judge(moment_of(*written, *event, around, i), alerts);
      }
      best = std::min(best, (cpu_seconds() - start) / static_cast<double>(rounds));
    }
    std::printf("%-28s %6.0f ns per event, %zu alerts\n", std::string(one.name).c_str(), best * 1e9, alerts.size());
  }
  return 0;
}

}  // namespace
}  // namespace batten::rules

int main(int argc, char** argv) {
  return batten::rules::run(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 200'000, argc > 2 ? argv[2] : "");
}
