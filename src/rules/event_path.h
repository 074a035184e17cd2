// SPDX-License-Identifier: Apache-2.0
//
// The files and descriptors that an event is about, as several families of fields ask for them.
#pragma once

#include <optional>
#include <string_view>

#include "rules/field.h"

namespace batten::rules {

// path below base as a text: "." and ".." and doubled slashes are worked out without asking any file system, a slash at the end goes, ".."
// ends at the root. A relative path without a base stays one. A view of path where nothing has to be changed.
std::string_view joined_path(std::string_view base, std::string_view path, Scratch& scratch);

// The file of the event's path, or of its descriptor where it has no path. kText: as the program gave it, joined to where it began;
// kReal: as the kernel resolved it, and as kText where it did not. None: the event has no path.
std::optional<std::string_view> event_path(const Question& question);
// The second path of a rename or link; kReal: where the file is afterwards.
std::optional<std::string_view> event_path2(const Question& question);
// Whether the two views of the event differ.
bool real_path_differs(const model::Event& event, Scratch& scratch);

// "/usr/bin", "passwd" of "/etc/passwd"; a path in the root is in "/".
std::string_view directory_of(std::string_view path);
std::string_view filename_of(std::string_view path);

// What a descriptor is, by Falco's letter; 0: the event has none.
struct DescriptorKind {
  char letter = 0;
  std::string_view name;  // "file", "ipv4"
};
DescriptorKind descriptor_kind(const model::Event& event);
// "10.0.0.2:4000->1.1.1.1:443", a path; none: no descriptor or nothing known of it. What fd.name prints.
std::optional<std::string_view> descriptor_name(const Question& question);

bool is_open(model::EventType type);  // open, openat, openat2, open_by_handle_at
bool may_have_descriptor(const model::EventTypeInfo& info, const FieldArgument& argument);

}  // namespace batten::rules
