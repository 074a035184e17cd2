// SPDX-License-Identifier: Apache-2.0
//
// How long rule files take to be read: bench_load_rules [RULES]. Each rule names macros of macros and a list of 60 names, and has an
// exception with 20 tuples, as large rule sets do.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "base/format.h"
#include "rules/parse.h"

namespace batten {
namespace {

std::string rule_file(int rules) {
  std::string out;
  for (int i = 0; i < 50; ++i) {
    out += format("- list: names_{}\n  items: [first_{}", i, i);
    for (int j = 0; j < 59; ++j) out += format(", program_{}_{}", i, j);
    out += "]\n";
    out += format(
        "- macro: opens_{}\n  condition: >\n    (evt.type in (open, openat, openat2) and evt.is_open_write = true and fd.typechar = 'f')\n",
        i);
    out += format("- macro: known_{}\n  condition: (opens_{} and not proc.name in (names_{}) and container.id != host)\n", i, i, i);
  }
  for (int i = 0; i < rules; ++i) {
    out += format(
        "- rule: Write number {}\n  desc: >\n    What is written below a directory\n    that nobody writes to\n  condition: >\n"
        "    known_{} and fd.name startswith /srv/{} and\n    not (proc.aname[2] in (names_{}) or proc.cmdline contains \"--quiet {}\")\n"
        "  output: Written (file=%fd.name program=%proc.name parent=%proc.pname user=%user.name)\n  priority: WARNING\n  tags: [files, "
        "number]\n"
        "  exceptions:\n    - name: writers\n      fields: [proc.name, fd.directory]\n      comps: [=, startswith]\n      values:\n",
        i, i % 50, i, (i + 1) % 50, i);
    for (int j = 0; j < 20; ++j) out += format("        - [writer_{}, /srv/{}/{}]\n", j, i, j);
  }
  return out;
}

int run(int rules) {
  std::vector<rules::RuleFile> files = {{.name = "rules.yaml", .text = rule_file(rules)}};
  std::vector<double> seconds, cpu_seconds;
  std::size_t found = 0;
  for (int round = 0; round < 5; ++round) {
    auto begin = std::chrono::steady_clock::now();
    std::clock_t cpu_begin = std::clock();
    rules::Parsed parsed = rules::parse(files);
    seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    cpu_seconds.push_back(static_cast<double>(std::clock() - cpu_begin) / CLOCKS_PER_SEC);
    found = parsed.definitions.size();
    if (parsed.has_errors() || found != static_cast<std::size_t>(rules)) {
      std::fprintf(stderr, "%zu rules were read, %d expected\n", found, rules);
      return 1;
    }
  }
  std::ranges::sort(seconds);
  std::ranges::sort(cpu_seconds);
  std::printf("{\"rules\": %zu, \"bytes\": %zu, \"median_s\": %.3f, \"median_cpu_s\": %.3f}\n", found, files[0].text.size(), seconds[2],
              cpu_seconds[2]);
  return 0;
}

}  // namespace
}  // namespace batten

int main(int argc, char** argv) { return batten::run(argc > 1 ? std::atoi(argv[1]) : 10'000); }
