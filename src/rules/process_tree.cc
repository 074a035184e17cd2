// SPDX-License-Identifier: Apache-2.0
#include "rules/process_tree.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>

#include "model/flag_names.h"

namespace batten::rules {
namespace {

// Copies strings that end in NUL behind at, each with a blank in front of it.
std::size_t append(std::span<char> out, std::size_t at, std::string_view strings, bool blank_first) {
  if (strings.ends_with('\0')) strings.remove_suffix(1);
  if (strings.empty()) return at;
  if (blank_first) out[at++] = ' ';
  for (char c : strings) out[at++] = c == '\0' ? ' ' : c;
  return at;
}

template <std::uint32_t model::Process::* Member>
const model::Process& leader(const model::Process& process, std::uint32_t own_number) {
  const model::Process* out = &process;
  const std::uint32_t number = process.*Member;
  if (number == own_number) return process;
  for (unsigned i = 0; i < kMaxAncestors && out->parent && out->parent.get()->*Member == number; ++i) out = out->parent.get();
  return *out;
}

}  // namespace

const model::Process* ancestor(const model::Process& process, std::int64_t level) {
  const model::Process* out = &process;
  if (level < 0 || level > kMaxAncestors) return nullptr;
  for (; level > 0 && out != nullptr; --level) out = out->parent.get();
  return out;
}

const model::Process& session_leader(const model::Process& process) { return leader<&model::Process::session>(process, process.key.pid); }

const model::Process& group_leader(const model::Process& process) { return leader<&model::Process::group>(process, process.key.pid); }

const model::Process& virtual_group_leader(const model::Process& process) {
  return leader<&model::Process::virtual_group>(process, process.virtual_pid);
}

std::uint64_t container_start_ns(const Moment& moment) {
  if (moment.container == nullptr) return 0;
  const model::Process* one = moment.process;
  const std::uint64_t cgroup = one->cgroup;
  for (unsigned i = 0; i < kMaxAncestors && one != nullptr && one->cgroup == cgroup; ++i, one = one->parent.get()) {
    if (one->virtual_pid == 1 && one->key.pid != 1 && one->clone_ns != 0) return one->clone_ns;
  }
  return static_cast<std::uint64_t>(moment.container->started_ns);
}

Value ancestor_answer(const Question& question, ProcessAnswer answer) {
  const model::Process& process = *question.moment.process;
  if (question.argument.given) {
    const model::Process* found = ancestor(process, question.argument.number);
    return found == nullptr ? Value::none() : answer(*found, question.scratch);
  }
  std::array<std::string_view, kMaxAncestors> found;
  std::size_t count = 0;
  for (const model::Process* one = process.parent.get(); one != nullptr && count < kMaxAncestors; one = one->parent.get()) {
    const Value value = answer(*one, question.scratch);
    if (value.has_value()) found[count++] = value_text(value, question.scratch);
  }
  if (count == 0) return Value::none();
  const std::span<std::string_view> list = question.scratch.texts(count);
  std::copy_n(found.begin(), count, list.begin());
  return Value::of_list(list);
}

std::string_view command_line_text(std::string_view first, const model::Process& process, Scratch& scratch) {
  const std::string_view arguments = process.program->arguments;
  if (arguments.empty()) return first;
  std::span<char> out = scratch.space(first.size() + arguments.size() + 1);
  std::memcpy(out.data(), first.data(), first.size());
  return {out.data(), append(out, first.size(), arguments, true)};
}

std::string_view joined_strings(std::string_view strings, Scratch& scratch) {
  if (strings.find('\0') == std::string_view::npos) return strings;
  std::span<char> out = scratch.space(strings.size());
  return {out.data(), append(out, 0, strings, false)};
}

std::optional<std::string_view> environment_value(std::string_view environment, std::string_view name) {
  while (!environment.empty()) {
    const std::size_t end = environment.find('\0');
    const std::string_view one = environment.substr(0, end);
    if (one.size() > name.size() && one.starts_with(name) && one[name.size()] == '=') return one.substr(name.size() + 1);
    if (end == std::string_view::npos) break;
    environment.remove_prefix(end + 1);
  }
  return std::nullopt;
}

std::string_view capability_text(std::uint64_t bits, Scratch& scratch) {
  std::string out;
  for (unsigned i = 0; i < 64; ++i) {
    if ((bits >> i & 1) == 0) continue;
    if (!out.empty()) out += ' ';
    out += model::flag_text(model::FlagSet::kCapability, i);
  }
  return scratch.copy(out);
}

}  // namespace batten::rules
