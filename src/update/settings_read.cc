// SPDX-License-Identifier: Apache-2.0
#include "update/settings_read.h"

#include <algorithm>
#include <filesystem>

#include "base/format.h"
#include "base/glob.h"
#include "base/nearest.h"
#include "base/text.h"
#include "base/time.h"

namespace batten::update {
namespace {

constexpr std::string_view kLabelPrefix = "batten.update.";
constexpr std::size_t kMaxValues = 100;

Error wanted(std::string_view what, std::string_view text) {
  return {Code::kInvalidArgument, format("want {}, not '{}'", what, base::printable(text.substr(0, 100)))};
}

Result<void> set_flag(std::string_view text, bool& out) {
  if (text != "true" && text != "false" && text != "yes" && text != "no" && text != "on" && text != "off")
    return wanted("true or false", text);
  out = text == "true" || text == "yes" || text == "on";
  return {};
}

Result<void> set_severity(std::string_view text, model::Severity& out) {
  auto severity = model::parse_severity(text);
  if (!severity) return wanted("low, medium, high or critical", text);
  out = *severity;
  return {};
}

Result<void> set_seconds(std::string_view text, std::chrono::seconds& out) {
  out = TRY(parse_duration(text));
  return {};
}

Result<unsigned> number_of(std::string_view text) {
  auto number = base::parse_unsigned(text);
  if (!number || *number > 1'000'000) return wanted("a number", text);
  return static_cast<unsigned>(*number);
}

Result<void> set_tags(std::string_view text, Settings& out) {
  struct Name {
    std::string_view name;
    TagPolicy policy;
  };
  constexpr Name kNames[] = {{"digest", TagPolicy::kDigest}, {"same", TagPolicy::kDigest}, {"patch", TagPolicy::kPatch},
                             {"minor", TagPolicy::kMinor},   {"major", TagPolicy::kMajor}, {"none", TagPolicy::kNone},
                             {"off", TagPolicy::kNone},      {"pinned", TagPolicy::kNone}};
  for (const Name& name : kNames) {
    if (text == name.name) return out.tags = name.policy, Result<void>();
  }
  std::size_t space = text.find(' ');
  std::string_view kind = text.substr(0, space), rest = space == std::string_view::npos ? "" : base::trim(text.substr(space));
  if (kind == "range" && !rest.empty()) {
    out.tags = TagPolicy::kRange;
    out.range = rest;
    return {};
  }
  if (kind == "regex" && !rest.empty()) {
    out.tags = TagPolicy::kRegex;
    out.pattern = rest;
    return {};
  }
  return wanted("digest, patch, minor, major, none, 'range ^1.2' or 'regex PATTERN'", text);
}

Result<void> set_gate(std::string_view text, Settings& out) {
  if (text == "no-worse") return out.gate = GateMode::kNoWorse, Result<void>();
  if (text == "threshold") return out.gate = GateMode::kThreshold, Result<void>();
  if (text == "report") return out.gate = GateMode::kReportOnly, Result<void>();
  return wanted("no-worse, threshold or report", text);
}

Result<void> set_snooze(std::string_view text, Settings& out) {
  auto until = base::parse_time(text);
  if (!until) return wanted("a day, YYYY-MM-DD, or a time", text);
  out.snoozed_until = *until;
  return {};
}

// Without a scheme it is http; without a host the container's address.
Result<void> set_http(const std::string& text, Settings& out) {
  const bool is_url = text.starts_with("http://") || text.starts_with("https://");
  if (!is_url && !text.starts_with(':') && !text.starts_with('/')) return wanted("a URL, or ':8080/ready' of the container itself", text);
  out.health.http = is_url ? text : "http://" + text;
  return {};
}

Result<void> set_tcp(const std::string& text, Settings& out) {
  const std::size_t colon = text.rfind(':');
  const auto port = base::parse_unsigned(std::string_view(text).substr(colon == std::string::npos ? 0 : colon + 1));
  if (!port || *port == 0 || *port > 65535) return wanted("':5432' of the container itself, or HOST:PORT", text);
  out.health.tcp = colon == std::string::npos ? ":" + text : text;
  return {};
}

// A word that a program would take for an option, or for its standard input.
Result<void> set_word(std::string_view what, const std::string& text, std::string& out) {
  if (text.empty() || text.starts_with('-') || base::printable(text) != text) return wanted(what, text);
  out = text;
  return {};
}

Result<void> set_build_args(const std::vector<std::string>& values, std::vector<std::string>& out) {
  for (const std::string& one : values) {
    const std::string_view name = std::string_view(one).substr(0, one.find('='));
    const bool is_name = !name.empty() && std::ranges::all_of(name, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
    // What stands there may be secret: it is not said.
    if (!is_name) return Error{Code::kInvalidArgument, "want NAME=VALUE, with a name of letters, digits and _"};
  }
  out = values;
  return {};
}

using Values = std::vector<std::string>;

struct Setting {
  std::string_view name;
  bool list;
  Result<void> (*set)(const Values& values, Settings& out);
};

// Sorted by what people look for: which tags, which vulnerabilities, the gate, when, how.
constexpr Setting kSettings[] = {
    {"tags", false, [](const Values& v, Settings& out) { return set_tags(v[0], out); }},
    {"keep-variant", false, [](const Values& v, Settings& out) { return set_flag(v[0], out.keep_variant); }},
    {"prereleases", false, [](const Values& v, Settings& out) { return set_flag(v[0], out.prereleases); }},
    {"cares-about", false, [](const Values& v, Settings& out) { return set_severity(v[0], out.cares_about); }},
    {"fixable-only", false, [](const Values& v, Settings& out) { return set_flag(v[0], out.fixable_only); }},
    {"gate", false, [](const Values& v, Settings& out) { return set_gate(v[0], out); }},
    {"gate-severity", false, [](const Values& v, Settings& out) { return set_severity(v[0], out.gate_severity); }},
    {"at-most", false,
     [](const Values& v, Settings& out) -> Result<void> {
       out.at_most = TRY(number_of(v[0]));
       return {};
     }},
    {"minimum-age", false,
     [](const Values& v, Settings& out) -> Result<void> {
       out.minimum_age = std::chrono::ceil<std::chrono::hours>(TRY(parse_duration(v[0])));
       return {};
     }},
    {"windows", true,
     [](const Values& v, Settings& out) -> Result<void> {
       out.windows.clear();
       for (const std::string& text : v) out.windows.push_back(TRY(parse_window(text)));
       return {};
     }},
    {"skip", true, [](const Values& v, Settings& out) { return out.skip = v, Result<void>(); }},
    {"snooze-until", false, [](const Values& v, Settings& out) { return set_snooze(v[0], out); }},
    {"approval", false, [](const Values& v, Settings& out) { return set_flag(v[0], out.needs_approval); }},
    {"verification", false, [](const Values& v, Settings& out) { return set_flag(v[0], out.needs_verification); }},
    {"registries", true, [](const Values& v, Settings& out) { return out.registries = v, Result<void>(); }},
    {"start-first", false,
     [](const Values& v, Settings& out) -> Result<void> {
       bool value = false;
       TRY(set_flag(v[0], value));
       out.start_first = value;
       return {};
     }},
    {"drain", false, [](const Values& v, Settings& out) { return set_seconds(v[0], out.drain); }},
    {"stop-grace", false, [](const Values& v, Settings& out) { return set_seconds(v[0], out.stop_grace); }},
    {"build", false,
     [](const Values& v, Settings& out) { return set_word("a directory, or a repository's address", v[0], out.build.context); }},
    {"build.context", false,
     [](const Values& v, Settings& out) { return set_word("a directory, or a repository's address", v[0], out.build.context); }},
    {"build.dockerfile", false,
     [](const Values& v, Settings& out) { return set_word("a file, relative to the context", v[0], out.build.dockerfile); }},
    {"build.target", false, [](const Values& v, Settings& out) { return set_word("a stage of the Dockerfile", v[0], out.build.target); }},
    {"build.args", true, [](const Values& v, Settings& out) { return set_build_args(v, out.build.args); }},
    {"build.timeout", false, [](const Values& v, Settings& out) { return set_seconds(v[0], out.build.timeout); }},
    {"health.timeout", false, [](const Values& v, Settings& out) { return set_seconds(v[0], out.health.timeout); }},
    {"health.steady", false, [](const Values& v, Settings& out) { return set_seconds(v[0], out.health.steady); }},
    {"health.http", false, [](const Values& v, Settings& out) { return set_http(v[0], out); }},
    {"health.tcp", false, [](const Values& v, Settings& out) { return set_tcp(v[0], out); }},
    {"health.command", true, [](const Values& v, Settings& out) { return out.health.command = v, Result<void>(); }},
    {"health.log-errors", false,
     [](const Values& v, Settings& out) -> Result<void> {
       out.health.log_errors = TRY(number_of(v[0]));
       return {};
     }},
};

const Setting* find_setting(std::string_view name) {
  const Setting* at = std::ranges::find(kSettings, name, &Setting::name);
  return at == std::end(kSettings) ? nullptr : at;
}

bool matches(const std::string& glob, const Subject& subject) {
  return base::glob_match(glob, subject.name) || base::glob_match(glob, subject.id) || base::glob_match(glob, subject.image);
}

Result<void> apply(const NamedValues& values, Settings& out) {
  for (const auto& [name, value] : values) TRY(set_setting(name, value, out));
  return {};
}

std::vector<std::string> label_values(std::string_view name, const std::string& text) {
  const Setting* setting = find_setting(name);
  if (setting == nullptr || !setting->list) return {text};
  std::vector<std::string> out;
  // The words of a command are parted by blanks; the days of a window have commas of their own.
  if (name == "health.command") {
    for (std::string_view word : base::words(text)) out.emplace_back(word);
    return out;
  }
  for (std::string_view part : base::split(text, name == "windows" ? ';' : ',')) {
    if (!base::trim(part).empty()) out.emplace_back(base::trim(part));
  }
  return out;
}

// Reads the section, trying each value where its line is known.
class SectionReader {
 public:
  explicit SectionReader(std::string_view file) : file_(file) {}

  Result<UpdateSection> read(yaml::View section) {
    if (!section || section.is_null()) return UpdateSection();
    if (!section.is_mapping()) return wrong(section, "update: want a mapping of settings");
    UpdateSection out;
    TRY(members(section, "", true, out.values, &out.rules));
    return out;
  }

 private:
  Error wrong(yaml::View where, std::string_view message) const {
    return {Code::kInvalidArgument, format("{}:{}: {}", file_, where.start().line, message)};
  }

  Result<void> members(yaml::View mapping, const std::string& prefix, bool top, NamedValues& out, std::vector<SettingsRule>* rules) {
    Result<void> status;
    mapping.each_member([&](yaml::View key, yaml::View value) {
      if (!status) return;
      std::string name = prefix + std::string(key.string());
      if (prefix.empty() && (name == "health" || name == "build") && value.is_mapping()) {
        status = members(value, name + ".", false, out, nullptr);
      } else if (top && name == "for") {
        status = read_rules(value, *rules);
      } else if (!(prefix.empty() && !top && name == "match")) {
        status = member(key, value, name, out);
      }
    });
    return status;
  }

  Result<void> member(yaml::View key, yaml::View value, const std::string& name, NamedValues& out) {
    std::vector<std::string> values = value.is_sequence() ? value.strings() : std::vector<std::string>{std::string(value.string())};
    if (name == "build.args" && value.is_mapping()) values = arguments(value);
    if (name == "build" || name == "build.context") values[0] = beside_file(values[0]);
    Settings ignored;
    if (Result<void> tried = set_setting(name, values, ignored); !tried) return wrong(key, "update: " + tried.error().message);
    out.emplace_back(name, std::move(values));
    return {};
  }

  // {NAME: VALUE}; without a value it is the environment's, as in Compose files.
  static std::vector<std::string> arguments(yaml::View mapping) {
    std::vector<std::string> out;
    mapping.each_member([&](yaml::View key, yaml::View value) {
      out.emplace_back(value.is_null() ? std::string(key.string()) : format("{}={}", key.string(), value.string()));
    });
    return out;
  }

  // Directories are meant from where they are written.
  std::string beside_file(const std::string& path) const {
    if (path.empty() || path.starts_with('/') || path.starts_with('-') || is_remote_context(path)) return path;
    std::error_code failed;
    const std::filesystem::path beside = std::filesystem::path(file_).parent_path() / path;
    const std::filesystem::path whole = std::filesystem::absolute(beside, failed).lexically_normal();
    return failed ? beside.string() : whole.string();
  }

  Result<void> read_rules(yaml::View list, std::vector<SettingsRule>& out) {
    if (!list.is_sequence()) return wrong(list, "update: for: want a list");
    for (yaml::View item : list.elements()) {
      SettingsRule& rule = out.emplace_back();
      rule.match = item["match"].string();
      if (!item.is_mapping() || rule.match.empty()) return wrong(item, "update: for: want match: NAME, and settings");
      TRY(members(item, "", false, rule.values, nullptr));
    }
    return {};
  }

  std::string_view file_;
};

}  // namespace

bool is_remote_context(std::string_view context) {
  return context.contains("://") || context.starts_with("git@") || context.starts_with("github.com/") || context.ends_with(".git");
}

std::vector<std::string_view> setting_names() {
  std::vector<std::string_view> out;
  for (const Setting& setting : kSettings) out.push_back(setting.name);
  return out;
}

Result<void> set_setting(std::string_view name, const std::vector<std::string>& values, Settings& out) {
  const Setting* setting = find_setting(name);
  if (setting == nullptr) {
    std::string near = base::nearest(name, setting_names());
    return Error{Code::kInvalidArgument,
                 format("there is no setting '{}'{}", base::printable(name), near.empty() ? "" : format(" (did you mean {}?)", near))};
  }
  if (values.size() > kMaxValues) return Error{Code::kLimit, format("{}: more than {} values", name, kMaxValues)};
  if (!setting->list && values.size() != 1) return Error{Code::kInvalidArgument, format("{}: want one value, not a list", name)};
  return TRY_IN(name, setting->set(values, out)), Result<void>();
}

Result<UpdateSection> read_update_section(yaml::View section, std::string_view file) { return SectionReader(file).read(section); }

Result<UpdateSection> parse_update_section(std::string_view text, std::string_view file) {
  yaml::Document document =
      TRY_IN(std::string(file), yaml::Document::parse(text, {.max_bytes = 1u << 20, .max_depth = 20, .max_nodes = 100'000}));
  return read_update_section(document["update"], file);
}

Result<Settings> settings_for(const UpdateSection& section, const Subject& subject) {
  Settings out;
  TRY(apply(section.values, out));
  for (const SettingsRule& rule : section.rules) {
    if (matches(rule.match, subject)) TRY(apply(rule.values, out));
  }
  for (const auto& [label, text] : subject.labels) {
    if (label == "batten.update") {
      bool on = true;
      if (Result<void> read = set_flag(text, on); !read) return base::in_context("label batten.update", read.error());
      if (!on) out.tags = TagPolicy::kNone;
    } else if (label.starts_with(kLabelPrefix)) {
      std::string_view name = std::string_view(label).substr(kLabelPrefix.size());
      if (Result<void> set = set_setting(name, label_values(name, text), out); !set)
        return base::in_context("label " + base::printable(label), set.error());
    }
  }
  return out;
}

}  // namespace batten::update
