// SPDX-License-Identifier: Apache-2.0
#include "update/compose_build.h"

#include "base/format.h"
#include "base/json.h"
#include "base/text.h"
#include "base/yaml.h"
#include "update/settings_read.h"

namespace batten::update {
namespace {

constexpr yaml::Limits kLimits{.max_bytes = 4u << 20, .max_depth = 50, .max_nodes = 200'000};

// Text in double quotes is JSON's in YAML too.
std::string quoted(std::string_view text) {
  json::Writer out(0);
  out.value(text);
  return out.take();
}

// {NAME: VALUE} or [NAME=VALUE].
std::vector<std::string> arguments_of(yaml::View args) {
  std::vector<std::string> out;
  if (args.is_sequence()) return args.strings();
  args.each_member([&](yaml::View key, yaml::View value) {
    out.emplace_back(value.is_null() ? std::string(key.string()) : format("{}={}", key.string(), value.string()));
  });
  return out;
}

Error not_without_compose(std::string_view service, std::string_view what) {
  return {Code::kUnsupported,
          format("the build of {} {}, which only Compose can do: install the plug-in 'docker compose', or docker-compose",
                 base::printable(service), what)};
}

Result<std::string> plain(yaml::View value, std::string_view service, std::string_view key) {
  if (!value) return std::string();
  if (!value.is_scalar()) return not_without_compose(service, format("has something else than a word as {}", key));
  std::string out(value.string());
  if (out.contains('$')) return not_without_compose(service, format("has a variable in {}", key));
  if (out.starts_with('-')) return Error{Code::kInvalidArgument, format("{}: {} can't begin with -", base::printable(service), key)};
  return out;
}

Result<void> check_keys(yaml::View build, std::string_view service) {
  Result<void> out;
  build.each_member([&](yaml::View key, yaml::View) {
    const std::string_view name = key.string();
    const bool is_known = name == "context" || name == "dockerfile" || name == "target" || name == "args" || name.starts_with("x-");
    if (out && !is_known) out = not_without_compose(service, format("has '{}'", base::printable(name)));
  });
  return out;
}

std::string beside(const std::string& directory, const std::string& path) {
  return path.starts_with('/') || is_remote_context(path) ? path : directory + "/" + path;
}

}  // namespace

Result<std::string> image_override(std::string_view first, std::string_view service, std::string_view image) {
  const yaml::Document document = TRY(yaml::Document::parse(first, kLimits));
  const std::string version(document["version"].string());
  const std::string head = version.empty() ? "" : format("version: {}\n", quoted(version));
  return format("{}services:\n  {}:\n    image: {}\n", head, quoted(service), quoted(image));
}

Result<std::vector<std::string>> build_argument_values(std::string_view config, std::string_view service) {
  const yaml::Document document = TRY(yaml::Document::parse(config, kLimits));
  const yaml::View found = document["services"][service];
  if (!found) return Error{Code::kNotFound, format("Compose knows no service {} in its files", base::printable(service))};
  if (!found["build"]) return Error{Code::kNotFound, format("Compose finds no build: of {} in its files", base::printable(service))};
  std::vector<std::string> out;
  for (const std::string& one : arguments_of(found["build"]["args"])) {
    if (const std::size_t equals = one.find('='); equals != one.npos) out.push_back(one.substr(equals + 1));
  }
  return out;
}

Result<std::optional<BuildSource>> build_without_compose(std::string_view text, std::string_view service, const std::string& directory) {
  const yaml::Document document = TRY(yaml::Document::parse(text, kLimits));
  const yaml::View found = document["services"][service], build = found["build"];
  if (!build || build.is_null()) return std::optional<BuildSource>();
  if (found["extends"]) return not_without_compose(service, "extends another one");
  BuildSource out;
  if (build.is_scalar()) {
    out.context = TRY(plain(build, service, "build"));
  } else {
    TRY(check_keys(build, service));
    out.context = TRY(plain(build["context"], service, "build.context"));
    out.dockerfile = TRY(plain(build["dockerfile"], service, "build.dockerfile"));
    out.target = TRY(plain(build["target"], service, "build.target"));
    out.args = arguments_of(build["args"]);
  }
  for (const std::string& one : out.args) {
    if (one.contains('$')) return not_without_compose(service, "has a variable in build.args");
  }
  out.context = beside(directory, out.context.empty() ? "." : out.context);
  if (!out.dockerfile.empty() && !is_remote_context(out.context)) out.dockerfile = beside(out.context, out.dockerfile);
  return std::optional(std::move(out));
}

}  // namespace batten::update
