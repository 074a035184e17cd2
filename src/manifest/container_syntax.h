// SPDX-License-Identifier: Apache-2.0
//
// The short forms in which Compose, `docker run` and Quadlet write settings of a container: "127.0.0.1:80:8080/udp", "./data:/srv:ro",
// "512m", "no-new-privileges:true". Docker's command line reference is what they follow.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/container.h"

namespace batten::manifest {

// Places of parts of a text, from their offsets. Lines end at "\n".
class TextPlaces {
 public:
  explicit TextPlaces(std::string_view text);
  model::Place at(std::size_t offset, std::size_t length) const;

 private:
  std::vector<std::uint32_t> lines_;  // where they begin
};

// "512m", "1.5g", "64 kB", "1GiB", "1024": bytes, with powers of 1024 as Docker has it. "-1" is -1.
std::optional<std::int64_t> parse_size(std::string_view text);
std::optional<std::int64_t> parse_whole_number(std::string_view text);
std::optional<double> parse_decimal(std::string_view text);
// true, yes, on, y, t, 1 and their opposites, whatever their case.
std::optional<bool> parse_boolean(std::string_view text);

// "cap_net_admin" -> "NET_ADMIN"
std::string capability_name(std::string_view text);

// "8080", "80-90:8080-8090", "127.0.0.1::80", "[::1]:443:443/udp".
std::optional<model::ContainerPort> parse_port(std::string_view text);
// "9000", "9000-9010/udp": exposed, not published.
std::optional<model::ContainerPort> parse_exposed_port(std::string_view text);

// Where relative sources of mounts begin, and ~. An empty directory leaves them as they are.
struct SourceRoot {
  std::string directory;
  std::string home;
};
// Absolute and without "." and ".."; text itself when it begins with a variable, or the root isn't known.
std::string absolute_path(std::string_view text, const SourceRoot& root);
// At colons that do not belong to the drive of a Windows path, or to a variable or command of a shell: "${A:-/a}:/b" has two parts.
std::vector<std::string_view> split_volume(std::string_view text);
// "/data", "name:/data", "./dir:/data:ro,rslave", "C:\dir:/data".
std::optional<model::ContainerMount> parse_volume(std::string_view text, const SourceRoot& root);
// "/run:size=64m,mode=1777"
std::optional<model::ContainerMount> parse_tmpfs(std::string_view text);
// "type=bind,source=/a,target=/b,readonly" of --mount.
std::optional<model::ContainerMount> parse_mount(std::string_view text, const SourceRoot& root);

// Adds it to security_options, and to the setting that it stands for. A path of a seccomp profile becomes absolute when root is known.
void apply_security_option(model::Container& container, const model::Placed<std::string>& option, const SourceRoot& root);

// A word as a shell splits it, quotes and backslashes resolved.
struct LineWord {
  std::string text;
  std::uint32_t offset = 0;  // in the text that was split, with its quotes
  std::uint32_t length = 0;
};
// Up to an unquoted operator (; & | < > ( ) or a line end without a backslash before it), or a comment; end: where it stopped.
// nullopt when a quote is not closed.
std::optional<std::vector<LineWord>> line_words(std::string_view text, std::size_t* end = nullptr);
// All words of a command that is written as a string, operators being ordinary text, as systemd does.
std::optional<std::vector<std::string>> command_words(std::string_view text);
// As Compose does: it has no shell, and drops what comes after an operator.
std::optional<std::vector<std::string>> compose_words(std::string_view text);

// "unknown option --x (did you mean --y?)"
std::string with_suggestion(std::string message, std::string_view word, const std::vector<std::string_view>& names);

}  // namespace batten::manifest
