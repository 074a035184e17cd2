// SPDX-License-Identifier: Apache-2.0
//
// mix.lock of Elixir's mix: a map of NAME to a tuple that begins with {:hex, :PACKAGE, "VERSION", ..}; {:git, ..} and {:path, ..} have no
// version. The package is not always called as the application that uses it.
#include "packages/cataloger.h"
#include "packages/package_list.h"

namespace batten::packages::catalogers {
namespace {

void skip_blanks(std::string_view& text) { text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size())); }

bool take(std::string_view& text, std::string_view token) {
  skip_blanks(text);
  if (!text.starts_with(token)) return false;
  text.remove_prefix(token.size());
  return true;
}

// The string that begins the text; the text is moved behind it.
bool take_string(std::string_view& text, std::string_view& value) {
  skip_blanks(text);
  if (!text.starts_with('"')) return false;
  std::size_t end = 1;
  while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
  if (end >= text.size()) return false;
  value = text.substr(1, end - 1);
  text.remove_prefix(end + 1);
  return true;
}

// :name, :"na-me"
bool take_atom(std::string_view& text, std::string_view& value) {
  if (!take(text, ":")) return false;
  if (take_string(text, value)) return true;
  value = text.substr(0, text.find_first_of(", \t\r\n}"));
  text.remove_prefix(value.size());
  return !value.empty();
}

Result<void> parse_lock(std::string_view path, std::string_view content, model::FileFacts& facts, base::Notes& notes) {
  // mix fetches to deps/.
  if (is_of_dependency(path) || is_below(path, "deps")) return {};
  std::string_view text = TRY(plain_text(content));
  PackageList list("hex", path, facts, notes);
  while (!text.empty()) {
    // Strings are stepped over, so that nothing in them is taken for a tuple.
    text.remove_prefix(std::min(text.find_first_of("\"{"), text.size()));
    std::string_view name, version;
    if (text.starts_with('"')) {
      if (!take_string(text, name)) break;
    } else if (take(text, "{") && take(text, ":hex") && take(text, ",")) {
      if (take_atom(text, name) && take(text, ",") && take_string(text, version)) {
        list.add(name, version);
      } else {
        list.skipped("a :hex tuple without name and version");
      }
    }
  }
  return {};
}

constexpr std::string_view kClaims[] = {"**/mix.lock"};
constexpr std::string_view kMatches[] = {"app/mix.lock"};
constexpr std::string_view kMatchesNot[] = {"app/mix.exs"};
constexpr CatalogerExample kExamples[] = {
    {"app/mix.lock",
     "%{\n  \"cowboy\": {:hex, :cowboy, \"2.9.0\", \"865d\", [:make, :rebar3], [{:cowlib, \"2.11.0\", [hex: :cowlib, repo: \"hexpm\"]}], "
     "\"hexpm\", \"2c72\"},\n  \"own\": {:git, \"https://example.org/own.git\", \"0123\", []},\n}\n",
     "cowboy 2.9.0"},
    {"app/mix.lock", "%{\"a\": {:hex, :\"b-c\", \"1.0.0-rc.1\", \"00\"},\n\"x{:hex, :no, \\\"1\\\"}\": {:path, \"x\"}, \"d\": {:hex}}",
     "b-c 1.0.0-rc.1"},
    {"app/mix.lock", "%{\n}\n", ""},
};

}  // namespace

extern constinit const Cataloger mix_lock;
constinit const Cataloger mix_lock = {
    .name = "mix_lock",
    .summary = "Elixir and Erlang packages of mix.lock",
    .revision = 1,
    .claims = kClaims,
    .max_bytes = 16u << 20,
    .parse = parse_lock,
    .declares = true,
    .matches = kMatches,
    .matches_not = kMatchesNot,
    .examples = kExamples,
};

}  // namespace batten::packages::catalogers
