// SPDX-License-Identifier: Apache-2.0
#include "secrets/aws_profiles.h"

#include "base/file.h"
#include "base/format.h"
#include "base/secret_bytes.h"
#include "base/text.h"

namespace batten::secrets {
namespace {

constexpr std::size_t kMaxFileBytes = 4u << 20;
constexpr std::size_t kMaxSections = 10'000, kMaxNames = 200;

using Section = std::map<std::string, std::string, std::less<>>;
using Sections = std::map<std::string, Section, std::less<>>;

// Up to a # or ; behind a blank.
std::string_view without_remark(std::string_view text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if ((text[i] == '#' || text[i] == ';') && (text[i - 1] == ' ' || text[i - 1] == '\t')) return base::trim(text.substr(0, i));
  }
  return base::trim(text);
}

std::string_view unquoted(std::string_view name) {
  bool quoted = name.size() >= 2 && (name[0] == '"' || name[0] == '\'') && name.back() == name[0];
  return quoted ? name.substr(1, name.size() - 2) : name;
}

void wipe_all(Sections& sections) {
  for (auto& [section, names] : sections) {
    for (auto& [name, value] : names) base::wipe(value);
  }
}

// Where a section of that title goes; null: nowhere.
Section* section_of(std::string_view title, AwsProfiles::File file, Sections& profiles, Sections& services) {
  if (file == AwsProfiles::File::kCredentials) return &profiles[std::string(unquoted(title))];
  std::size_t blank = title.find_first_of(" \t");
  std::string_view kind = title.substr(0, blank);
  std::string_view name = blank == title.npos ? std::string_view() : unquoted(base::trim(title.substr(blank)));
  if (name.empty()) return title == "default" ? &profiles["default"] : nullptr;
  if (kind == "profile") return &profiles[std::string(name)];
  return kind == "services" ? &services[std::string(name)] : nullptr;  // sso-session and what else may come
}

std::string_view find(const Sections& sections, std::string_view section, std::string_view name) {
  auto at = sections.find(section);
  if (at == sections.end()) return {};
  auto value = at->second.find(name);
  return value == at->second.end() ? std::string_view() : std::string_view(value->second);
}

Result<void> add_file(AwsProfiles& profiles, const Surroundings& surroundings, const char* variable, std::string_view usual,
                      AwsProfiles::File file) {
  std::string path = surroundings.environment(variable);
  if (path.empty()) {
    std::string home = surroundings.environment("HOME");
    if (home.empty()) return {};
    path = home + "/.aws/" + std::string(usual);
  }
  Result<std::string> text = base::read_file(path, kMaxFileBytes);
  if (!text && text.error().code == Code::kNotFound) return {};
  if (!text) return text.error();
  Result<void> added = profiles.add(*text, file);
  base::wipe(*text);
  if (!added) return base::in_context(path, added.error());
  return {};
}

}  // namespace

AwsProfiles::~AwsProfiles() {
  wipe_all(profiles_);
  wipe_all(from_credentials_);
}

Result<AwsProfiles> AwsProfiles::read(const Surroundings& surroundings) {
  AwsProfiles out;
  TRY(add_file(out, surroundings, "AWS_CONFIG_FILE", "config", File::kConfig));
  TRY(add_file(out, surroundings, "AWS_SHARED_CREDENTIALS_FILE", "credentials", File::kCredentials));
  return out;
}

Result<void> AwsProfiles::add(std::string_view text, File file) {
  if (text.size() > kMaxFileBytes) return Error{Code::kLimit, "larger than 4 MiB"};
  Sections& profiles = file == File::kConfig ? profiles_ : from_credentials_;
  Section* section = nullptr;
  std::string above;  // a name without value, which indented lines go below
  std::size_t number = 0;
  Result<void> done;
  base::each_line(text, [&](std::string_view line) {
    ++number;
    std::string_view trimmed = base::trim(line);
    if (!done || trimmed.empty() || trimmed[0] == '#' || trimmed[0] == ';') return;
    if (line[0] == '[') {
      std::size_t end = trimmed.find(']');
      if (end == trimmed.npos) {
        done = Error{Code::kCorrupt, format("line {}: a [ without ]", number)};
        return;
      }
      if (profiles.size() + services_.size() >= kMaxSections) {
        done = Error{Code::kLimit, format("more than {} sections", kMaxSections)};
        return;
      }
      section = section_of(base::trim(trimmed.substr(1, end - 1)), file, profiles, services_);
      above.clear();
      return;
    }
    std::size_t equals = trimmed.find('=');
    bool is_indented = line[0] == ' ' || line[0] == '\t';
    if (is_indented && above.empty()) return;  // more lines of a value, which none that we read has
    if (equals == trimmed.npos || equals == 0) {
      if (!is_indented) done = Error{Code::kCorrupt, format("line {}: neither [section] nor NAME = VALUE", number)};
      return;
    }
    std::string name = base::lower(base::trim(trimmed.substr(0, equals)));
    std::string_view value = without_remark(trimmed.substr(equals + 1));
    if (!is_indented) above = value.empty() ? name : std::string();
    if (section == nullptr || section->size() >= kMaxNames) return;
    std::string& held = (*section)[is_indented ? above + "." + name : name];
    base::wipe(held);
    held = value;
  });
  return done;
}

bool AwsProfiles::has(std::string_view profile) const { return profiles_.contains(profile) || from_credentials_.contains(profile); }

std::string_view AwsProfiles::value(std::string_view profile, std::string_view name) const {
  std::string_view out = find(from_credentials_, profile, name);
  return out.empty() ? find(profiles_, profile, name) : out;
}

std::string_view AwsProfiles::service_value(std::string_view services, std::string_view name) const {
  return find(services_, services, name);
}

}  // namespace batten::secrets
