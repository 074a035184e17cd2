// SPDX-License-Identifier: Apache-2.0
#include "packages/go_symbols.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "base/text.h"
#include "model/symbol.h"

namespace batten::packages {
namespace {

constexpr std::size_t kMaxNameBytes = 64u << 20;
constexpr std::size_t kMaxNames = 2'000'000;

// After the magic number: two zeros, the least size of an instruction, the size of a pointer; then words. Two of the words are where the
// names begin and where what follows them begins. Go 1.2 has no such words.
struct Header {
  std::uint32_t magic;
  std::size_t names_word;
};
constexpr Header kHeaders[] = {{0xfffffff1, 3}, {0xfffffff0, 3}, {0xfffffffa, 2}, {0xfffffffb, 0}};

std::optional<std::string_view> names_of(std::string_view table, bool big_endian) {
  base::Reader start(table);
  std::uint32_t magic = big_endian ? start.u32be() : start.u32le();
  const Header* header = std::ranges::find(kHeaders, magic, &Header::magic);
  std::uint16_t zeros = start.u16le();
  std::uint8_t instruction = start.u8(), word_size = start.u8();
  if (!start.ok() || header == std::end(kHeaders) || zeros != 0 || (instruction != 1 && instruction != 2 && instruction != 4) ||
      (word_size != 4 && word_size != 8)) {
    return std::nullopt;
  }
  MachineReader words(table, big_endian, word_size);
  words.bytes().seek(8);
  std::uint64_t functions = words.word(), begin = 0, end = table.size();
  if (header->names_word == 0) {
    // The names stand between the descriptions of the functions, behind the index of these. A number's last byte is zero only where the
    // lowest byte comes first.
    if (big_endian || functions > table.size() / word_size / 2) return std::nullopt;
    begin = 8 + word_size + functions * 2 * word_size;
  } else {
    for (std::size_t i = 1; i <= header->names_word; ++i) begin = words.word();
    end = words.word();
  }
  if (!words.ok() || functions == 0 || begin >= end || end > table.size() || end - begin > kMaxNameBytes) return std::nullopt;
  return table.substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
}

bool is_closure(std::string_view part) {
  for (std::string_view word : {"func", "gowrap", "deferwrap"}) {
    if (part.starts_with(word)) {
      part.remove_prefix(word.size());
      break;
    }
  }
  return part.find_first_not_of("0123456789") == std::string_view::npos;
}

// Dots in the last element of a path, and what else has a meaning in names, are written "%2e".
std::string unescaped(std::string_view path) {
  if (!path.contains('%')) return std::string(path);
  std::string out;
  for (std::size_t i = 0; i < path.size(); ++i) {
    std::optional<std::uint64_t> byte;
    if (path[i] == '%' && i + 2 < path.size()) byte = base::parse_unsigned(path.substr(i + 1, 2), 16);
    out.push_back(byte ? static_cast<char>(*byte) : path[i]);
    if (byte) i += 2;
  }
  return out;
}

// Without type parameters and parentheses; what follows a dash is a wrapper's ("-fm", "-range1").
std::string plain_name(std::string_view name) {
  auto plain = std::ranges::find_if(name, [](char c) { return c == '[' || c == '-' || c == '(' || c == '*' || c == ')'; });
  std::string out(name.begin(), plain);
  int depth = 0;
  for (char c : std::string_view(plain, name.end())) {
    if (c == '[') ++depth;
    if (depth == 0 && c == '-') break;
    if (depth == 0 && c != '(' && c != '*' && c != ')') out.push_back(c);
    if (c == ']') --depth;
  }
  return out;
}

// Collects numbers by module.
class Collector {
 public:
  explicit Collector(const GoBuildInfo& info) {
    out_.modules.resize(info.modules.size());
    for (std::size_t i = 0; i < info.modules.size(); ++i) add_module(info.modules[i], out_.modules[i]);
    if (!info.main.path.empty()) add_module(info.main, out_.main);
    // The commands of Go itself are of no module that is named.
    if (info.main.path.empty() && info.main_package.starts_with("cmd/")) targets_["cmd"] = {&out_.main, {}, {}};
    targets_["main"] = {&out_.main, "main", info.main_package};
  }

  void add(const GoFunction& function) {
    if (function.package != package_) enter(function.package);
    if (target_ == nullptr) return;
    runtime_ = runtime_ || (function.name == "main" && function.package == "runtime");
    add_number(function.name);
    if (!function.outer.empty()) add_number(function.outer);
  }

  std::optional<GoSymbols> finish() {
    if (!runtime_) return std::nullopt;
    sort(out_.main);
    sort(out_.standard_library);
    for (std::vector<std::uint32_t>& each : out_.modules) sort(each);
    return std::move(out_);
  }

 private:
  // Where numbers of a module go; its path and by what it is replaced in them.
  struct Target {
    std::vector<std::uint32_t>* numbers = nullptr;
    std::string_view prefix, replacement;
  };

  void add_module(const GoModule& module, std::vector<std::uint32_t>& numbers) {
    targets_.try_emplace(module.import_path, Target{&numbers, module.import_path, module.path});
  }

  void enter(const std::string& package) {
    package_ = package;
    text_ = package;
    const Target* target = find(package);
    if (target == nullptr) {
      // Only the standard library's paths begin with a word that is no domain.
      target_ = std::string_view(package).substr(0, package.find('/')).contains('.') ? nullptr : &out_.standard_library;
    } else {
      target_ = target->numbers;
      if (!target->replacement.empty()) text_.replace(0, target->prefix.size(), target->replacement);
    }
    if (target_ != nullptr) target_->push_back(model::symbol_number(text_));
    text_.push_back('.');
    stem_ = text_.size();
  }

  // The longest path that is the package's or leads to it.
  const Target* find(std::string_view package) const {
    while (true) {
      if (auto found = targets_.find(package); found != targets_.end() && (package != "main" || package_ == "main")) return &found->second;
      std::size_t slash = package.rfind('/');
      if (slash == std::string_view::npos) return nullptr;
      package = package.substr(0, slash);
    }
  }

  void add_number(std::string_view name) {
    text_.resize(stem_);
    text_ += name;
    target_->push_back(model::symbol_number(text_));
  }

  static void sort(std::vector<std::uint32_t>& numbers) {
    std::ranges::sort(numbers);
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    numbers.shrink_to_fit();
  }

  GoSymbols out_;
  std::unordered_map<std::string_view, Target> targets_;
  std::string package_, text_;
  std::size_t stem_ = 0;
  std::vector<std::uint32_t>* target_ = nullptr;
  bool runtime_ = false;
};

}  // namespace

std::optional<std::string_view> find_go_names(const Elf& elf) {
  std::string_view table = elf.section(".gopclntab");
  if (table.empty()) table = elf.section(".data.rel.ro.gopclntab");
  if (!table.empty()) return names_of(table, elf.big_endian());
  // Without sections, or where a C linker has put it among other data. A second one is that of a program inside the program: which is
  // which?
  std::optional<std::string_view> found;
  for (const Header& header : kHeaders) {
    std::array<char, 6> mark{};
    for (std::size_t i = 0; i < 4; ++i) mark[elf.big_endian() ? 3 - i : i] = static_cast<char>(header.magic >> (8 * i));
    std::string_view wanted(mark.data(), mark.size());
    for (const Elf::Segment& segment : elf.segments()) {
      for (std::size_t at = segment.bytes.find(wanted); at != std::string_view::npos; at = segment.bytes.find(wanted, at + 1)) {
        if ((segment.address + at) % 4 != 0) continue;
        std::optional<std::string_view> names = names_of(segment.bytes.substr(at), elf.big_endian());
        if (names && found) return std::nullopt;
        if (names) found = names;
      }
    }
  }
  return found;
}

std::optional<GoFunction> parse_go_function(std::string_view name) {
  for (std::string_view own : {"type:", "type..", "go:", "go."}) {
    if (name.starts_with(own)) return std::nullopt;
  }
  // Types in brackets have paths and dots of their own.
  std::string_view head(name.begin(), std::ranges::find_if(name, [](char c) { return c == '[' || c == '('; }));
  std::size_t slash = head.rfind('/');
  std::size_t dot = head.find('.', slash == std::string_view::npos ? 0 : slash);
  if (dot == std::string_view::npos || dot == 0) return std::nullopt;
  GoFunction out;
  out.package = unescaped(head.substr(0, dot));
  std::string_view rest = name.substr(dot + 1);
  std::string plain = plain_name(rest);
  std::string_view parts = plain;
  std::string_view first = parts.substr(0, parts.find('.'));
  std::string_view second = parts.substr(std::min(first.size() + 1, parts.size()));
  second = second.substr(0, second.find('.'));
  if (is_closure(second)) {
    out.name = first;
  } else {
    out.name = std::string(first).append(1, '.').append(second);
    if (!rest.starts_with('(')) out.outer = first;
  }
  if (out.name.empty()) return std::nullopt;
  return out;
}

std::optional<GoSymbols> read_go_symbols(std::string_view names, const GoBuildInfo& info) {
  Collector collector(info);
  std::size_t count = 0;
  while (!names.empty()) {
    std::size_t end = std::min(names.find('\0'), names.size());
    std::string_view name = names.substr(0, end);
    names.remove_prefix(std::min(end + 1, names.size()));
    // Only the oldest tables have other bytes in front of a name.
    auto before = std::find_if(name.rbegin(), name.rend(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    name.remove_prefix(static_cast<std::size_t>(name.rend() - before));
    if (name.size() < 3) continue;
    if (++count > kMaxNames) return std::nullopt;
    if (std::optional<GoFunction> function = parse_go_function(name)) collector.add(*function);
  }
  return collector.finish();
}

}  // namespace batten::packages
