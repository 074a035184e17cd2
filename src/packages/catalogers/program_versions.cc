// SPDX-License-Identifier: Apache-2.0
//
// Well-known programs and libraries that were copied into an image without a package: claimed by name, their version read from the texts
// in them. What a package of the distribution brought gets its owner when layers are merged.
#include "packages/program.h"

#include <string.h>

#include <algorithm>
#include <array>

#include "base/glob.h"
#include "base/text.h"
#include "packages/cataloger.h"
#include "packages/elf.h"
#include "packages/package_list.h"

namespace batten::packages {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::string_view kNul = "\0"sv;
constexpr std::string_view kDigits = "0123456789";
constexpr std::size_t kMaxVersion = 32, kMaxBehind = 60;

constexpr Program python_3(std::string_view program, std::string_view library, std::string_view begins, std::string_view example) {
  return {.name = "python",
          .files = {program, library},
          .texts = {{"\0"sv, begins, kNul}},
          .example = example,
          .version = example.substr(1, example.size() - 2)};
}

constexpr Program kPrograms[] = {
    {.name = "apache",
     .files = {"**/httpd", "**/apache2"},
     .texts = {{"Apache/", "", ""}},
     .example = "\0Apache/2.4.58 (Unix)\0"sv,
     .version = "2.4.58"},
    {.name = "bash",
     .files = {"**/bash"},
     .texts = {{"@(#)Bash version ", "", "("}},
     .example = "\0@(#)Bash version 5.2.15(1) release GNU\0"sv,
     .version = "5.2.15"},
    {.name = "busybox",
     .files = {"**/busybox"},
     .texts = {{"BusyBox v", "", ""}},
     .example = "\0BusyBox v1.36.1 (2023-11-07)\0"sv,
     .version = "1.36.1"},
    {.name = "curl",
     .files = {"**/curl", "**/libcurl.so.4", "**/libcurl.so.4.8.0", "usr/local/lib/libcurl.so.*"},
     .texts = {{"libcurl/", "", ""}, {"\0curl "sv, "", " ("}},
     .example = "\0libcurl/8.5.0\0"sv,
     .version = "8.5.0"},
    {.name = "dnsmasq", .files = {"**/dnsmasq"}, .texts = {{"dnsmasq-", "", kNul}}, .example = "\0dnsmasq-2.90\0"sv, .version = "2.90"},
    {.name = "haproxy",
     .files = {"**/haproxy"},
     .texts = {{" version ", "", ", released"}},
     .example = "\0 version 2.6.12-1+deb12u4, released 2026/10/17\0"sv,
     .version = "2.6.12"},
    {.name = "lighttpd",
     .files = {"**/lighttpd"},
     .texts = {{"lighttpd/", "", ""}},
     .example = "\0lighttpd/1.4.69\0"sv,
     .version = "1.4.69"},
    {.name = "mariadb",
     .files = {"**/mariadbd", "**/mysqld"},
     .texts = {{"\0"sv, "10.", "-MariaDB"}, {"\0"sv, "11.", "-MariaDB"}, {"\0"sv, "12.", "-MariaDB"}},
     .example = "\00010.11.6-MariaDB-1\0"sv,
     .version = "10.11.6"},
    {.name = "memcached",
     .files = {"**/memcached"},
     .texts = {{"memcached ", "", kNul}},
     .example = "\0memcached 1.6.18\0"sv,
     .version = "1.6.18"},
    {.name = "mysql",
     .files = {"**/mysqld"},
     .texts = {{"/mysql-", "", "/"}},
     .example = "/src/mysql-8.0.36/sql/a.cc\0"sv,
     .version = "8.0.36"},
    {.name = "nginx",
     .files = {"**/nginx"},
     .texts = {{"nginx version: nginx/", "", ""}},
     .example = "\0nginx version: nginx/1.25.3\0"sv,
     .version = "1.25.3"},
    {.name = "node",
     .files = {"**/node", "**/nodejs", "usr/local/lib/libnode.so.*"},
     .texts = {{"node.js/v", "", ""}},
     .example = "\0node.js/v20.20.2\0"sv,
     .version = "20.20.2"},
    {.name = "openssl",
     .files = {"**/openssl", "**/libcrypto.so", "**/libcrypto.so.3", "**/libcrypto.so.1.1", "**/libcrypto.so.1.0.0",
               "**/libcrypto.so.1.0.2", "**/libcrypto.so.10"},
     .texts = {{"OpenSSL ", "", " "}},
     .letters = true,
     .example = "OPENSSL_3.0.9\0OpenSSL 1.0.2zh-fips  7 Feb 2023\0"sv,
     .version = "1.0.2zh"},
    {.name = "perl",
     .files = {"**/perl", "**/libperl.so"},
     .texts = {{"\0v"sv, "5.", kNul}},
     .example = "\0/perl/5.30\0v5.36.0\0"sv,
     .version = "5.36.0"},
    {.name = "php",
     .files = {"**/php", "**/php-fpm", "**/php-cgi", "**/libphp.so", "**/libphp7.so"},
     .texts = {{"X-Powered-By: PHP/", "", ""}},
     .example = "\0X-Powered-By: PHP/8.2.36\0"sv,
     .version = "8.2.36"},
    {.name = "postgresql",
     .files = {"**/postgres"},
     .texts = {{"postgres (PostgreSQL) ", "", ""}},
     .example = "\0postgres (PostgreSQL) 15.20 (Debian)\0"sv,
     .version = "15.20"},
    {.name = "proftpd",
     .files = {"**/proftpd"},
     .texts = {{"ProFTPD Version ", "", ""}},
     .letters = true,
     .example = "\0ProFTPD Version 1.3.8b\0"sv,
     .version = "1.3.8b"},
    // Interpreters hold versions of other libraries too: that of Python begins as its name does.
    {.name = "python",
     .files = {"**/python2.7", "**/libpython2.7.so.1.0"},
     .texts = {{"\0"sv, "2.7.", kNul}},
     .example = "\0003.40.1\0002.7.18\0"sv,
     .version = "2.7.18"},
    python_3("**/python3.6", "**/libpython3.6.so.1.0", "3.6.", "\0003.6.4\0"sv),
    python_3("**/python3.7", "**/libpython3.7.so.1.0", "3.7.", "\0003.7.4\0"sv),
    python_3("**/python3.8", "**/libpython3.8.so.1.0", "3.8.", "\0003.8.4\0"sv),
    python_3("**/python3.9", "**/libpython3.9.so.1.0", "3.9.", "\0003.9.4\0"sv),
    python_3("**/python3.10", "**/libpython3.10.so.1.0", "3.10.", "\0003.10.4\0"sv),
    python_3("**/python3.11", "**/libpython3.11.so.1.0", "3.11.", "\0003.11.4\0"sv),
    python_3("**/python3.12", "**/libpython3.12.so.1.0", "3.12.", "\0003.12.4\0"sv),
    python_3("**/python3.13", "**/libpython3.13.so.1.0", "3.13.", "\0003.13.4\0"sv),
    python_3("**/python3.14", "**/libpython3.14.so.1.0", "3.14.", "\0003.14.4\0"sv),
    python_3("**/python3.15", "**/libpython3.15.so.1.0", "3.15.", "\0003.15.4\0"sv),
    {.name = "redis",
     .files = {"**/redis-server", "**/redis-check-rdb"},
     .texts = {{"\0"sv, "8.", kNul}, {"\0"sv, "7.", kNul}, {"\0"sv, "6.", kNul}, {"\0"sv, "5.0.", kNul}},
     .newest = true,
     .example = "\0007.0.0\0007.0.15\0007.0.3\0006.2.0\0"sv,
     .version = "7.0.15"},
    {.name = "ruby",
     .files = {"**/ruby", "usr/local/lib/libruby.so.*", "**/libruby.so"},
     .texts = {{"\0ruby "sv, "", " ("}},
     .example = "\0ruby 3.1.2p20 (2022-04-12 revision 4491bb740a)\0"sv,
     .version = "3.1.2"},
    {.name = "sqlite",
     .files = {"**/libsqlite3.so", "**/libsqlite3.so.0", "**/libsqlite3.so.0.8.6", "usr/local/lib/libsqlite3.so.*"},
     .texts = {{"\0"sv, "3.", kNul}},
     .example = "\0003.40.1\0"sv,
     .version = "3.40.1"},
    {.name = "squid", .files = {"**/squid"}, .texts = {{"\0squid/"sv, "", kNul}}, .example = "\0squid/5.7\0"sv, .version = "5.7"},
    {.name = "unbound",
     .files = {"**/unbound"},
     .texts = {{"\0unbound "sv, "", kNul}},
     .example = "\0unbound 1.17.1\0"sv,
     .version = "1.17.1"},
    {.name = "valkey",
     .files = {"**/valkey-server", "**/valkey-check-rdb"},
     .texts = {{"\0"sv, "9.", kNul}, {"\0"sv, "8.", kNul}},
     .newest = true,
     .example = "\0007.2.4\0008.0.1\0"sv,
     .version = "8.0.1"},
    {.name = "varnish",
     .files = {"**/varnishd"},
     .texts = {{"varnish-", "", " revision"}},
     .example = "\0varnish-7.1.1 revision 7cee\0"sv,
     .version = "7.1.1"},
    {.name = "wordpress",
     .files = {"**/wp-includes/version.php"},
     .texts = {{"$wp_version = '", "", "'"}},
     .script = true,
     .example = "<?php\n$wp_version = '6.4.2';\n",
     .version = "6.4.2"},
    {.name = "zlib",
     .files = {"**/libz.so", "**/libz.so.1", "**/libz.so.1.2.8", "**/libz.so.1.2.11", "**/libz.so.1.2.12", "**/libz.so.1.2.13",
               "**/libz.so.1.3", "**/libz.so.1.3.1", "usr/local/lib/libz.so.*"},
     .texts = {{"deflate ", "", " Copyright"}},
     .example = " deflate 1.2.13 Copyright 1995-2022\0"sv,
     .version = "1.2.13"},
};

// All files of all programs, each once.
constexpr std::size_t count_files() {
  std::size_t count = 0;
  for (const Program& program : kPrograms) count += program.files.size();
  return count;
}
constexpr auto list_files() {
  std::array<std::string_view, count_files()> out{};
  std::size_t at = 0;
  for (const Program& program : kPrograms) {
    for (std::string_view file : program.files) out[at++] = file;
  }
  return out;
}
constexpr auto kClaims = list_files();

std::string_view find(std::string_view bytes, std::string_view wanted) {
  if (bytes.empty()) return {};
  const void* found = ::memmem(bytes.data(), bytes.size(), wanted.data(), wanted.size());
  if (found == nullptr) return {};
  return bytes.substr(static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data()));
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// At the start of text: "1.2", "1.2.3", "1.0.2zh", "1.2.3-rc1".
std::string_view version_at(std::string_view text, bool letters) {
  std::size_t end = 0, dots = 0;
  while (true) {
    std::size_t digits = std::min(text.find_first_not_of(kDigits, end), text.size());
    if (digits == end) return {};
    end = digits;
    if (end + 1 >= text.size() || text[end] != '.' || !kDigits.contains(text[end + 1])) break;
    ++end;
    ++dots;
  }
  if (dots == 0) return {};
  for (int i = 0; letters && i < 2 && end < text.size() && is_letter(text[end]); ++i) ++end;
  for (std::string_view word : {"-alpha", "-beta", "-rc"}) {
    if (!text.substr(end).starts_with(word)) continue;
    end += word.size();
    end = std::min(text.find_first_not_of("0123456789.", end), text.size());
  }
  return end <= kMaxVersion ? text.substr(0, end) : std::string_view();
}

bool follows(std::string_view rest, std::string_view after) {
  if (after == kNul) return rest.starts_with('\0');
  rest = rest.substr(0, std::min(rest.find('\0'), kMaxBehind));
  return rest.contains(after);
}

bool is_newer(std::string_view left, std::string_view right) {
  std::vector<std::string_view> a = base::split(left, '.'), b = base::split(right, '.');
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    std::uint64_t x = base::parse_unsigned(a[i]).value_or(0), y = base::parse_unsigned(b[i]).value_or(0);
    if (x != y) return x > y;
  }
  return a.size() > b.size();
}

std::string_view version_in(const ProgramText& text, std::string_view bytes, const Program& program) {
  std::string anchor = std::string(text.before).append(text.begins);
  std::string_view out;
  for (bytes = find(bytes, anchor); !bytes.empty(); bytes = find(bytes.substr(1), anchor)) {
    std::string_view rest = bytes.substr(text.before.size());
    std::string_view version = version_at(rest.substr(0, kMaxVersion + 1), program.letters);
    if (version.empty() || !follows(rest.substr(version.size()), text.after)) continue;
    if (!program.newest) return version;
    if (out.empty() || is_newer(version, out)) out = version;
  }
  return out;
}

bool has_file(const Program& program, std::string_view path) {
  return std::ranges::any_of(program.files, [&](std::string_view glob) { return base::glob_match(glob, path); });
}

// Where the compiler puts texts; without sections everything that is loaded.
std::vector<std::string_view> constants(const Elf& elf) {
  std::vector<std::string_view> out;
  for (const Elf::Section& section : elf.sections()) {
    if (section.name == ".rodata" || section.name == ".data" || section.name == ".rodata.str") out.push_back(section.bytes);
  }
  if (!elf.sections().empty()) return out;
  for (const Elf::Segment& segment : elf.segments()) out.push_back(segment.bytes);
  return out;
}

Result<void> parse_program(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  PackageList list("generic", path, facts, notes);
  Result<Elf> elf = Elf::read(content);
  for (const Program& program : kPrograms) {
    if (program.script == elf.has_value() || !has_file(program, path)) continue;
    std::string_view version;
    if (program.script) {
      version = program_version(program, content);
    } else {
      for (std::string_view bytes : constants(*elf)) {
        if (version.empty()) version = program_version(program, bytes);
      }
    }
    if (version.empty()) continue;
    list.add(program.name, version);
    break;
  }
  return {};
}

constexpr std::string_view kMatches[] = {"usr/sbin/nginx", "usr/local/bin/redis-server", "usr/local/lib/libruby.so.3.3.0",
                                         "opt/a/libpython3.11.so.1.0"};
constexpr std::string_view kMatchesNot[] = {"usr/sbin/nginx.conf", "usr/bin/mawk", "opt/a/libpython3.so", "usr/lib/libssl.so.3"};
constexpr CatalogerExample kExamples[] = {
    {"srv/blog/wp-includes/version.php", "<?php\n/** Version */\n$wp_version = '6.4.2';\n", "wordpress 6.4.2"},
    {"srv/blog/wp-includes/version.php", "<?php\n", ""},
    {"etc/init.d/nginx", "#!/bin/sh\n# nginx version: nginx/1.0.0\n", ""},
};

}  // namespace

std::span<const Program> all_programs() { return kPrograms; }

std::string_view program_version(const Program& program, std::string_view bytes) {
  for (const ProgramText& text : program.texts) {
    if (std::string_view version = version_in(text, bytes, program); !version.empty()) return version;
  }
  return {};
}

namespace catalogers {

extern constinit const Cataloger program_versions;
constinit const Cataloger program_versions = {
    .name = "program_versions",
    .summary = "well-known programs without a package, by what they say of themselves",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 512u << 20,
    .parse = parse_program,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace catalogers

}  // namespace batten::packages
