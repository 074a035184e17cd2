// SPDX-License-Identifier: Apache-2.0
#include "monitor/bpf_object.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include <algorithm>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>

#include "base/format.h"

// The object files' bytes as constants of the program, aligned as ELF is read.
asm(".section .rodata\n"
    ".balign 16\n"
    ".globl batten_kernel_programs\n"
    "batten_kernel_programs:\n"
    ".incbin \"" BATTEN_KERNEL_PROGRAMS
    "/monitor.bpf.o\"\n"
    ".globl batten_kernel_programs_end\n"
    "batten_kernel_programs_end:\n"
    ".balign 16\n"
    ".globl batten_denial_programs\n"
    "batten_denial_programs:\n"
    ".incbin \"" BATTEN_KERNEL_PROGRAMS
    "/denial.bpf.o\"\n"
    ".globl batten_denial_programs_end\n"
    "batten_denial_programs_end:\n"
    ".previous\n");

extern "C" const char batten_kernel_programs[], batten_kernel_programs_end[], batten_denial_programs[], batten_denial_programs_end[];

namespace batten::monitor {
namespace {

bpf_object* raw(void* object) { return static_cast<bpf_object*>(object); }

// What libbpf says while it loads; its errors name the program that failed.
thread_local std::string said;

__attribute__((format(printf, 2, 0))) int listen(libbpf_print_level level, const char* format, va_list arguments) {
  if (level != LIBBPF_WARN || said.size() > 65536) return 0;
  char line[1024];
  int n = std::vsnprintf(line, sizeof line, format, arguments);
  if (n > 0) said.append(line, std::min<std::size_t>(static_cast<std::size_t>(n), sizeof line - 1));
  return 0;
}

// The program of "libbpf: prog 'NAME': ...": the last that is named, as the last error is what ended the loading.
std::string_view named_program() {
  const std::string_view mark = "prog '";
  const std::size_t at = said.rfind(mark);
  if (at == std::string::npos) return {};
  const std::string_view rest = std::string_view(said).substr(at + mark.size());
  return rest.substr(0, rest.find('\''));
}

// The verifier's last word, or the system's.
std::string reason_of(int errnum) {
  const std::string_view end = "\nprocessed ";
  const std::size_t at = said.rfind(end);
  if (at != std::string::npos && at > 0) {
    const std::size_t begin = said.rfind('\n', at - 1);
    const std::size_t from = begin == std::string::npos ? 0 : begin + 1;
    return said.substr(from, std::min<std::size_t>(at - from, 200));
  }
  return std::strerror(errnum);
}

bool is_refused(std::string_view program, const std::vector<BpfRefusal>& refused) {
  return std::ranges::find(refused, program, &BpfRefusal::program) != refused.end();
}

bool is_wanted(std::string_view program, const BpfPlan& plan, const std::vector<BpfRefusal>& refused) {
  if (is_refused(program, refused)) return false;
  if (std::ranges::find(plan.programs, program) != plan.programs.end()) return true;
  return std::ranges::any_of(plan.otherwise, [&](const auto& one) { return one.second == program && is_refused(one.first, refused); });
}

Result<void> prepare(bpf_object* object, const BpfPlan& plan, const std::vector<BpfRefusal>& refused) {
  bpf_program* program = nullptr;
  bpf_object__for_each_program(program, object) {
    const std::string_view name = bpf_program__name(program);
    bpf_program__set_autoload(program, is_wanted(name, plan, refused));
  }
  for (const auto& [name, entries] : plan.map_entries) {
    bpf_map* map = bpf_object__find_map_by_name(object, name.c_str());
    if (map == nullptr) return Error{Code::kInternal, format("kernel programs: no map {}", name)};
    if (int error = bpf_map__set_max_entries(map, entries); error != 0) return base::errno_error(name, -error);
  }
  bpf_map* map = nullptr;
  bpf_object__for_each_map(map, object) {
    if (std::string_view(bpf_map__name(map)) != ".rodata.settings") continue;
    const int error = bpf_map__set_initial_value(map, plan.settings.data(), plan.settings.size());
    if (error == 0) return {};
    return base::errno_error("settings of the kernel programs", -error);
  }
  return Error{Code::kInternal, "kernel programs: no place for settings"};
}

}  // namespace

void BpfLink::Destroy::operator()(void* link) const { bpf_link__destroy(static_cast<bpf_link*>(link)); }
void BpfObject::Close::operator()(void* object) const { bpf_object__close(raw(object)); }

std::string_view BpfObject::built_in() {
  return {batten_kernel_programs, static_cast<std::size_t>(batten_kernel_programs_end - batten_kernel_programs)};
}

std::string_view BpfObject::built_in_denial() {
  return {batten_denial_programs, static_cast<std::size_t>(batten_denial_programs_end - batten_denial_programs)};
}

Result<BpfObject> BpfObject::load(std::string_view bytes, const BpfPlan& plan, std::vector<BpfRefusal>& refused) {
  libbpf_set_print(&listen);
  for (;;) {
    said.clear();
    BpfObject out;
    bpf_object_open_opts options;
    std::memset(&options, 0, sizeof(options));  // libbpf wants zeros in the padding too
    options.sz = sizeof(options);
    options.object_name = "batten";
    out.object_.reset(bpf_object__open_mem(bytes.data(), bytes.size(), &options));
    if (!out.object_) return base::errno_error("kernel programs", errno);
    TRY(prepare(raw(out.object_.get()), plan, refused));
    const int error = -bpf_object__load(raw(out.object_.get()));
    if (error == 0) return out;
    const std::string_view program = named_program();
    if (!is_wanted(program, plan, refused) || refused.size() + 1 >= plan.programs.size()) {
      return Error{error == EPERM || error == EACCES ? Code::kDenied : Code::kUnavailable,
                   format("the kernel refuses to load programs: {}", reason_of(error))};
    }
    refused.push_back({.program = std::string(program), .reason = reason_of(error)});
  }
}

bool BpfObject::has(std::string_view program) const {
  const bpf_program* found = bpf_object__find_program_by_name(raw(object_.get()), std::string(program).c_str());
  return found != nullptr && bpf_program__fd(found) >= 0;
}

Result<BpfLink> BpfObject::attach(std::string_view program) const {
  const bpf_program* found = bpf_object__find_program_by_name(raw(object_.get()), std::string(program).c_str());
  if (found == nullptr) return Error{Code::kInternal, format("no kernel program {}", program)};
  bpf_link* link = bpf_program__attach(found);
  if (link == nullptr) return base::errno_error(program, errno);
  return BpfLink(link);
}

int BpfObject::map(std::string_view name) const { return bpf_object__find_map_fd_by_name(raw(object_.get()), std::string(name).c_str()); }

Result<void> BpfObject::update(std::string_view name, const void* key, const void* value) const {
  if (bpf_map_update_elem(map(name), key, value, BPF_ANY) != 0) return base::errno_error(name, errno);
  return {};
}

Result<void> BpfObject::remove(std::string_view name, const void* key) const {
  if (bpf_map_delete_elem(map(name), key) != 0) return base::errno_error(name, errno);
  return {};
}

Result<bool> BpfObject::read(std::string_view name, const void* key, void* value) const {
  if (bpf_map_lookup_elem(map(name), key, value) == 0) return true;
  if (errno == ENOENT) return false;
  return base::errno_error(name, errno);
}

Result<void> BpfObject::read_per_cpu(std::string_view name, std::uint32_t key, std::span<std::byte> out) const {
  if (bpf_map_lookup_elem(map(name), &key, out.data()) != 0) return base::errno_error(name, errno);
  return {};
}

int BpfObject::possible_cpus() { return std::max(1, libbpf_num_possible_cpus()); }

}  // namespace batten::monitor
