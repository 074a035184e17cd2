// SPDX-License-Identifier: Apache-2.0
//
// Settings by name, as they are written in a policy file, on labels and on the command line:
//
//   update:                          # of .batten.yaml
//     tags: patch                    # digest, patch, minor, major, none, "range ^1.2", "regex 1\.2\.[0-9]+"
//     cares-about: high              # vulnerabilities that severe or worse are a reason to update
//     minimum-age: 3d
//     windows: [mon-fri 02:00-05:00, sat]
//     health: {timeout: 90s, http: ":8080/ready"}
//     build: {context: ./web}        # relative to this file
//     for:                           # later ones win
//       - match: shop/*              # glob of the subject's name or id, or of its image
//         approval: true
//
// Labels are the same names after "batten.update.", lists with commas between: batten.update.tags=minor, batten.update.health.tcp=:5432.
// batten.update=off is tags: none.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/yaml.h"
#include "update/settings.h"
#include "update/subject.h"

namespace batten::update {

// Sets one: "tags", "health.timeout". invalid_argument: what is wanted, or that there is none of that name, with the nearest one.
Result<void> set_setting(std::string_view name, const std::vector<std::string>& values, Settings& out);
std::vector<std::string_view> setting_names();
// Is what an image is built from the address of a repository or archive, and no directory?
bool is_remote_context(std::string_view context);

using NamedValues = std::vector<std::pair<std::string, std::vector<std::string>>>;

struct SettingsRule {
  std::string match;
  NamedValues values;
};

struct UpdateSection {
  NamedValues values;
  std::vector<SettingsRule> rules;
};

// The mapping behind "update:". Every value has been tried; the error names file and line. Absent: an empty section.
Result<UpdateSection> read_update_section(yaml::View section, std::string_view file);
// The same of the text of a whole policy file; other sections are somebody else's.
Result<UpdateSection> parse_update_section(std::string_view text, std::string_view file);

// Section, then rules that match, then labels. invalid_argument names the label.
Result<Settings> settings_for(const UpdateSection& section, const Subject& subject);

// "3d", "90s", "2h30m", "45" (seconds).
Result<std::chrono::seconds> parse_duration(std::string_view text);
// "mon-fri 02:00-05:00", "sat,sun", "22:00-04:00".
Result<Window> parse_window(std::string_view text);
std::string window_text(const Window& window);
std::string tags_text(const Settings& settings);
std::string_view gate_name(GateMode mode);

// All of them as one line of JSON, the same for the same settings; and the hash that approvals are bound to.
std::string settings_json(const Settings& settings);
std::string settings_hash(const Settings& settings);

}  // namespace batten::update
