// SPDX-License-Identifier: Apache-2.0
//
// Small pieces of text work: splitting, trimming, cleaning bytes for a terminal.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace batten::base {

std::string_view trim(std::string_view text);
// Empty parts are kept: split("a,,b", ',') has three.
std::vector<std::string_view> split(std::string_view text, char separator);
// Runs of blanks and tabs separate; no empty parts.
std::vector<std::string_view> words(std::string_view text);
// Each line without its \n or \r\n. A last line without newline counts.
void each_line(std::string_view text, const std::function<void(std::string_view line)>& visit);
std::string lower(std::string_view text);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::optional<std::uint64_t> parse_unsigned(std::string_view text, int radix = 10);
// Valid UTF-8: wrong bytes become U+FFFD.
std::string to_utf8(std::string_view bytes);
// For a terminal: control characters (an escape sequence in a package name) become '?', wrong UTF-8 U+FFFD.
std::string printable(std::string_view bytes);
// The same of a text of several lines. All but the first are indented, so that none that was smuggled in looks like one of ours.
std::string printable_lines(std::string_view bytes);
// Columns that a valid UTF-8 text takes in a terminal, counting one per code point.
std::size_t display_width(std::string_view text);
// 1.2 GiB, 451 MiB, 12 KiB, 17 B.
std::string human_size(std::uint64_t bytes);

}  // namespace batten::base
