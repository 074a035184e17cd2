// SPDX-License-Identifier: Apache-2.0
//
// Reads Compose files (compose-spec, github.com/compose-spec/compose-spec) into containers, with the place of every setting.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "model/container.h"

namespace batten::manifest {

// The outside of a Compose file: other files that it names, and the environment. One honest fake of it serves the tests.
struct ComposeWorld {
  // Bytes of a file by its path relative to the Compose file's directory, at most 4 MiB.
  std::function<Result<std::string>(const std::string& path)> read;
  std::map<std::string, std::string> environment;  // .env beside the file and what is set outside
  std::string directory;                           // of the file, absolute: what relative bind mounts are resolved against
};

struct ComposeService {
  model::Container container;
  std::string file;                   // that its block is in; empty: the file itself (others: extends, include)
  std::vector<std::string> profiles;  // empty: always started
  std::vector<std::string> depends_on;
  // Has settings from another file (extends, include, env_file): their places have line 0, and edits leave them alone.
  bool has_foreign_settings = false;
  model::Placed<std::string> dockerfile_inline;  // build.dockerfile_inline: a Dockerfile written here; line 0: there is none
};

struct Compose {
  std::string name;  // of the project; may be empty
  std::vector<ComposeService> services;
  std::map<std::string, model::Placed<std::string>> secrets;  // top-level: name to file, "environment:NAME" or "external"
  base::Notes notes;  // unknown keys (with a suggestion), variables without a value, what could not be read
};

// One of several files that go over each other: `docker compose -f a -f b`, compose.override.yaml over compose.yaml.
struct ComposeFile {
  std::string path;  // for notes and ComposeService::file, as ComposeWorld::read has it
  std::string text;
};

bool looks_like_compose(std::string_view path, std::string_view text);
// corrupt, limit; unsupported when it is a template of another program.
Result<Compose> parse_compose(std::string_view text, const ComposeWorld& world);
// Places are those of the texts one behind the other, with a line break between; what comes from others than the first is foreign.
Result<Compose> merge_compose(std::span<const ComposeFile> files, const ComposeWorld& world);
// The file that holds a place of merge_compose, and the place in its text.
struct FilePlace {
  std::size_t file = 0;
  model::Place place;
};
FilePlace file_place(std::span<const ComposeFile> files, model::Place place);
// The edits that write a change for a service into its text; an empty list: not known how, or it is already so. Comments, order and layout
// stay. Nothing but this service's setting differs afterwards: where anchors, aliases or merge keys share it with another, there is no
// edit.
Result<std::vector<model::Edit>> compose_edits(std::string_view text, const ComposeService& service, const model::ContainerChange& change);

// The file that kSecretFromFile of compose_edits speaks of, and which has to be written beside it. With a reference there is none: the
// service names the secret in x-batten-secrets, and `batten run --compose` delivers it.
struct ComposeSecretFile {
  std::string name;       // of the secret
  std::string path;       // relative to the project: "secrets/db_password"; empty: nothing is written
  std::string reference;  // empty: it is a file
  std::string value;      // what the variable has been until now
};
// not_found when compose_edits gives no edits for this change.
Result<ComposeSecretFile> compose_secret_file(std::string_view text, const ComposeService& service, const model::ContainerChange& change);

}  // namespace batten::manifest
