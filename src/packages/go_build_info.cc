// SPDX-License-Identifier: Apache-2.0
#include "packages/go_build_info.h"

#include "base/text.h"

namespace batten::packages {
namespace {

constexpr std::string_view kMark = "\xff Go buildinf:";
constexpr std::size_t kAlignment = 16;
constexpr std::size_t kMaxText = 16u << 20;
constexpr std::uint8_t kBigEndian = 1, kInline = 2;

// From the mark on; empty when there is none at an address that can be one.
std::string_view find_mark(std::string_view bytes, std::uint64_t address) {
  for (std::size_t at = bytes.find(kMark); at != std::string_view::npos; at = bytes.find(kMark, at + 1)) {
    if ((address + at) % kAlignment == 0) return bytes.substr(at);
  }
  return {};
}

std::string_view find_build_info(const Elf& elf) {
  if (!elf.sections().empty()) {
    std::string_view section = elf.section(".go.buildinfo");
    if (!section.empty()) return find_mark(section, 0);
    // Linked by another linker it may lie in the data; a program without Go's other sections is none of Go's.
    if (elf.section(".gopclntab").empty() && elf.section(".data.rel.ro.gopclntab").empty()) return {};
  }
  for (const Elf::Segment& segment : elf.segments()) {
    if (!segment.writable) continue;
    if (std::string_view found = find_mark(segment.bytes, segment.address); !found.empty()) return found;
  }
  return {};
}

struct Texts {
  std::string_view toolchain, modules;
};

Result<Texts> read_inline(std::string_view info) {
  base::Reader reader(info);
  reader.seek(32);
  Texts out;
  out.toolchain = reader.sized();
  out.modules = reader.sized();
  TRY(reader.finish("build information of Go"));
  return out;
}

// A Go string: pointer and length.
std::string_view go_string(const Elf& elf, std::uint64_t address, bool big_endian, std::size_t word_size) {
  MachineReader header(elf.at(address, 2 * word_size), big_endian, word_size);
  std::uint64_t start = header.word(), size = header.word();
  if (!header.ok() || size > kMaxText) return {};
  std::string_view text = elf.at(start, size);
  return text.size() == size ? text : std::string_view();
}

Result<Texts> read_by_pointers(const Elf& elf, std::string_view info, std::size_t word_size, bool big_endian) {
  if (word_size != 4 && word_size != 8) return Error{Code::kCorrupt, "build information of Go: pointers of no known size"};
  MachineReader reader(info, big_endian, word_size);
  reader.bytes().seek(kAlignment);
  std::uint64_t toolchain = reader.word(), modules = reader.word();
  TRY(reader.bytes().finish("build information of Go"));
  return Texts{go_string(elf, toolchain, big_endian, word_size), go_string(elf, modules, big_endian, word_size)};
}

// "-ldflags=\"-X main.version=1.2.3\"": as Go's strconv.Quote writes it.
std::string unquote(std::string_view text) {
  if (text.size() >= 2 && text.front() == '`' && text.back() == '`') return std::string(text.substr(1, text.size() - 2));
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::string(text);
  std::string out;
  text = text.substr(1, text.size() - 2);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      char c = text[++i];
      out.push_back(c == 'n' ? '\n' : c == 't' ? '\t' : c);
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

}  // namespace

GoBuildInfo parse_go_modules(std::string_view toolchain, std::string_view text) {
  GoBuildInfo out;
  out.toolchain = toolchain;
  GoModule* last = nullptr;
  base::each_line(text, [&](std::string_view line) {
    std::vector<std::string_view> fields = base::split(line, '\t');
    std::string_view kind = fields[0];
    if (kind == "path" && fields.size() >= 2) {
      out.main_package = fields[1];
    } else if ((kind == "mod" || kind == "dep") && fields.size() >= 3) {
      GoModule module{fields[1], fields[1], fields[2]};
      if (kind == "mod") {
        out.main = module;
        last = &out.main;
      } else if (out.modules.size() < kMaxGoModules) {
        last = &out.modules.emplace_back(module);
      } else {
        last = nullptr;
        ++out.unread_lines;
      }
    } else if (kind == "=>" && fields.size() >= 3) {
      if (last == nullptr) return;
      // A replacement by a folder has no path of a module.
      bool folder = fields[1].starts_with('.') || fields[1].starts_with('/');
      if (!folder) last->path = fields[1];
      last->version = folder || fields[2].empty() ? std::string_view("(devel)") : fields[2];
    } else if (kind == "build" && line.starts_with("build\t-ldflags=")) {
      out.linker_flags = unquote(line.substr(std::string_view("build\t-ldflags=").size()));
    } else if (kind != "build" && !line.empty()) {
      ++out.unread_lines;
    }
  });
  return out;
}

Result<std::optional<GoBuildInfo>> read_go_build_info(const Elf& elf) {
  std::string_view info = find_build_info(elf);
  if (info.empty()) return std::optional<GoBuildInfo>();
  if (info.size() < 32) return Error{Code::kCorrupt, "build information of Go is cut off"};
  auto word_size = static_cast<std::uint8_t>(info[14]), flags = static_cast<std::uint8_t>(info[15]);
  Texts texts = (flags & kInline) != 0 ? TRY(read_inline(info)) : TRY(read_by_pointers(elf, info, word_size, (flags & kBigEndian) != 0));
  if (texts.toolchain.empty()) return Error{Code::kCorrupt, "build information of Go without a version"};
  if (texts.modules.size() > kMaxText) return Error{Code::kLimit, "build information of Go is longer than 16 MiB"};
  // Without its wrapping it is no text of modules: a program that was built without them.
  std::string_view modules = texts.modules;
  modules = modules.size() >= 33 && modules[modules.size() - 17] == '\n' ? modules.substr(16, modules.size() - 32) : std::string_view();
  return std::optional(parse_go_modules(texts.toolchain, modules));
}

}  // namespace batten::packages
