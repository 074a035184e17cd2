// SPDX-License-Identifier: Apache-2.0
#include "checks/download.h"

#include <algorithm>

#include "base/text.h"

namespace batten::checks {
namespace {

using manifest::ShellCommand;
using manifest::ShellWord;

// Options whose next word is an address, but not what is fetched.
bool is_other_address(std::string_view option) {
  return is_among(option, {"-x", "--proxy", "-e", "--referer", "-H", "--header", "-A", "--user-agent", "-d", "--data", "-U", "--preproxy"});
}

bool is_plain_shell(std::string_view program) { return is_among(program, {"sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "fish"}); }

}  // namespace

bool is_downloader(std::string_view program) { return is_among(program, {"curl", "wget", "wget2", "aria2c", "axel", "fetch"}); }

bool has_curl_letter(const ShellCommand& command, char letter) {
  constexpr std::string_view kWithValue = "AbcCdDeEFhHKmoPQrtTuUwxXyYz";
  for (std::size_t i = 1; i < command.words.size(); ++i) {
    std::string_view word = command.words[i].value;
    if (word.size() < 2 || word[0] != '-' || word[1] == '-') continue;
    for (std::size_t at = 1; at < word.size(); ++at) {
      if (word[at] == letter) return true;
      if (!kWithValue.contains(word[at])) continue;
      if (at + 1 == word.size()) ++i;
      break;
    }
  }
  return false;
}

const ShellWord* address_of(const ShellCommand& command) {
  for (std::size_t i = 1; i < command.words.size(); ++i) {
    std::string_view word = command.words[i].value;
    if (is_other_address(command.words[i - 1].value)) continue;
    std::size_t scheme = word.find("://");
    if (scheme == std::string_view::npos || scheme > 10 || word.starts_with('-') || word.starts_with('$')) continue;
    return &command.words[i];
  }
  return nullptr;
}

std::string shown_address(const ShellCommand& command) {
  const ShellWord* address = address_of(command);
  return address == nullptr ? "something" : shown_url(address->value);
}

std::string host_of(std::string_view url) {
  std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos) url = url.substr(scheme + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  url = url.substr(url.rfind('@') + 1);
  if (url.starts_with('[')) return std::string(url.substr(0, url.find(']') + 1));
  return base::lower(url.substr(0, url.find(':')));
}

bool is_near(std::string_view host) {
  if (!host.contains('.')) return true;
  for (std::string_view start : {"127.", "10.", "192.168.", "169.254.", "0."}) {
    if (host.starts_with(start) && host.find_first_not_of("0123456789.") == std::string_view::npos) return true;
  }
  return host.ends_with(".local") || host.ends_with(".internal") || host.ends_with(".localhost");
}

bool verifies_something(const Run& run) {
  for (const ShellCommand& command : run.commands()) {
    std::string_view name = command.name;
    bool sum =
        name.ends_with("sum") && (name.starts_with("sha") || name.starts_with("md5") || name.starts_with("b2") || name.starts_with("b3"));
    if (sum ||
        is_among(name, {"gpgv", "cosign", "minisign", "signify", "slsa-verifier", "notation", "jarsigner", "rsign", "debsig-verify"}))
      return true;
    if ((name == "gpg" || name == "gpg2") && command.has_option({"--verify", "--verify-files", "--decrypt"})) return true;
    if (name == "rpm" && command.has_option({"-K", "--checksig"})) return true;
    if (name == "openssl" && command.words.size() > 1 &&
        is_among(command.words[1].value, {"dgst", "sha256", "sha512", "pkeyutl", "cms", "smime"}))
      return true;
  }
  return false;
}

bool is_interpreter(std::string_view program) {
  return is_plain_shell(program) || program.starts_with("python") ||
         is_among(program, {"perl", "ruby", "node", "nodejs", "php", "lua", "deno", "bun"});
}

bool runs_its_input(const ShellCommand& command) {
  if (command.is_wrapped_in("xargs") || !is_interpreter(command.name)) return false;
  bool shell = is_plain_shell(command.name);
  for (std::size_t i = 1; i < command.words.size(); ++i) {
    std::string_view word = command.words[i].value;
    if (word == "-" || word == "/dev/stdin" || word == "/proc/self/fd/0") return true;
    bool option = word.size() > 1 && (word[0] == '-' || word[0] == '+');
    if (!option || !shell) return false;
    if (word.starts_with("--")) continue;
    if (word.contains('c')) return false;
    if (word.contains('s')) return true;
    if (word.ends_with('o') || word.ends_with('O')) ++i;
  }
  return true;
}

std::size_t runner_in_pipe(const std::vector<ShellCommand>& commands, std::size_t index) {
  while (commands[index].pipe_to_next && index + 1 < commands.size()) {
    ++index;
    if (runs_its_input(commands[index])) return index;
  }
  return 0;
}

}  // namespace batten::checks
