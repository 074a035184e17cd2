// SPDX-License-Identifier: Apache-2.0
#include "leaks/file_sort.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"

namespace batten::leaks {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::ranges::find(words, word) != words.end();
}

constexpr auto kCode = std::to_array<std::string_view>(
    {"c",    "cc",    "cpp",   "cxx",   "h",      "hh",      "hpp",  "go",    "rs",       "py",    "pyi",    "js",  "mjs",
     "cjs",  "jsx",   "ts",    "tsx",   "vue",    "svelte",  "java", "kt",    "kts",      "scala", "groovy", "cs",  "fs",
     "vb",   "swift", "m",     "mm",    "rb",     "erb",     "php",  "phtml", "pl",       "pm",    "t",      "lua", "ex",
     "exs",  "erl",   "hs",    "clj",   "dart",   "r",       "jl",   "html",  "htm",      "xhtml", "jsp",    "css", "scss",
     "less", "map",   "ipynb", "proto", "thrift", "graphql", "sol",  "zig",   "nim",      "d",     "ml",     "mli", "adb",
     "f90",  "s",     "asm",   "el",    "lisp",   "coffee",  "haml", "twig",  "mustache", "hbs",   "ejs"});
constexpr auto kSettings =
    std::to_array<std::string_view>({"env", "tfvars", "properties", "ini", "cfg", "conf", "cnf", "config", "service"});
constexpr auto kConfiguration = std::to_array<std::string_view>({"yml", "yaml", "json", "json5", "jsonc", "toml", "xml", "tfstate", "plist",
                                                                 "reg", "ovpn", "rdp", "desktop", "http", "rest", "j2", "tpl", "tmpl"});
constexpr auto kScript = std::to_array<std::string_view>(
    {"sh", "bash", "zsh", "ksh", "fish", "ps1", "psm1", "bat", "cmd", "tf", "hcl", "sql", "gradle", "sbt", "nix", "mk", "cmake", "bats"});
constexpr auto kProse =
    std::to_array<std::string_view>({"md", "markdown", "mdx", "rst", "txt", "adoc", "asciidoc", "org", "tex",       "pod", "texi",
                                     "1",  "2",        "3",   "4",   "5",   "6",    "7",        "8",   "changelog", "log", "csv"});
constexpr auto kTranslation =
    std::to_array<std::string_view>({"po", "pot", "arb", "xlf", "xliff", "resx", "mo", "strings", "lang", "ftl", "qm", "ts_"});
constexpr auto kTranslationFolders = std::to_array<std::string_view>(
    {"locale", "locales", "i18n", "l10n", "lang", "langs", "language", "languages", "translations", "translation", "nls", "lc_messages"});

bool is_dockerfile(std::string_view name) {
  return name.starts_with("dockerfile") || name.ends_with(".dockerfile") || name.starts_with("containerfile");
}
bool is_compose(std::string_view name) {
  return (name.starts_with("docker-compose") || name.starts_with("compose") || name.starts_with("docker-stack")) &&
         (name.ends_with(".yml") || name.ends_with(".yaml"));
}
bool is_settings(std::string_view name) {
  return name.starts_with(".env") || name.starts_with("env.") || is_dockerfile(name) || is_compose(name) ||
         (name.starts_with("application") && (name.ends_with(".yml") || name.ends_with(".yaml"))) || name.starts_with("values") ||
         name.starts_with("appsettings") || name == "web.config" || name.starts_with("wp-config") || name == ".flaskenv" ||
         name == "secrets.yml" || name == "secrets.yaml" || name == "database.yml" || name == ".bashrc" || name == ".profile" ||
         name == ".bash_profile" || name == ".zshrc" || name == "environment" || name.ends_with("_history");
}

}  // namespace

FileSort file_sort(std::string_view path) {
  const std::string lower = base::lower(path);
  const std::vector<std::string_view> parts = base::split(lower, '/');
  const std::string_view name = parts.back();
  const std::size_t dot = name.rfind('.');
  const std::string_view extension = dot == name.npos ? std::string_view() : name.substr(dot + 1);
  if (is_one_of(extension, kTranslation) || name.starts_with("messages_") || name.starts_with("messages.") || name == "strings.xml")
    return FileSort::kTranslation;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    if (is_one_of(parts[i], kTranslationFolders) && (extension == "json" || extension == "js" || extension == "ts" || extension == "yml" ||
                                                     extension == "yaml" || extension == "properties" || extension == "php"))
      return FileSort::kTranslation;
  }
  // What is shown there is made up, most of the time.
  constexpr std::string_view kShown[] = {"openapi", "swagger", "example", "sample", "schema", "fixture"};
  if (std::ranges::any_of(kShown, [&](std::string_view word) { return name.contains(word); })) {
    return is_one_of(extension, kCode) ? FileSort::kCode : FileSort::kProse;
  }
  if (is_settings(name)) return FileSort::kSettings;
  if (is_one_of(extension, kCode)) return FileSort::kCode;
  if (is_one_of(extension, kSettings)) return FileSort::kSettings;
  if (is_one_of(extension, kScript)) return FileSort::kScript;
  if (is_one_of(extension, kConfiguration)) return FileSort::kConfiguration;
  if (is_one_of(extension, kProse) || name.starts_with("readme") || name.starts_with("changelog")) return FileSort::kProse;
  return FileSort::kUnknown;
}

}  // namespace batten::leaks
