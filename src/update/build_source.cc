// SPDX-License-Identifier: Apache-2.0
#include "update/build_source.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "base/file.h"
#include "base/format.h"
#include "base/text.h"
#include "manifest/compose.h"
#include "update/settings_read.h"

namespace batten::update {
namespace {

constexpr std::uint64_t kMaxBytes = 4u << 20;

Result<std::vector<manifest::ComposeFile>> files_of(const ComposeOrigin& origin) {
  std::vector<manifest::ComposeFile> out;
  for (const std::string& file : origin.files) {
    std::string path = file.starts_with('/') ? file : origin.directory + "/" + file;
    std::string text = TRY(base::read_file(path, kMaxBytes));
    out.push_back({.path = std::move(path), .text = std::move(text)});
  }
  return out;
}

// Nothing: its files do not say how it is built.
Result<std::optional<BuildSource>> source_in_compose(const ComposeOrigin& origin) {
  if (origin.files.empty()) return std::optional<BuildSource>();
  const std::vector<manifest::ComposeFile> files = TRY(files_of(origin));
  const std::string directory =
      origin.directory.empty() ? std::filesystem::path(files.front().path).parent_path().string() : origin.directory;
  const manifest::ComposeWorld world = {
      .read = [directory](
                  const std::string& name) { return base::read_file(name.starts_with('/') ? name : directory + "/" + name, kMaxBytes); },
      .environment = {},
      .directory = directory};
  const manifest::Compose compose = TRY_IN(files.front().path, manifest::merge_compose(files, world));
  const auto service = std::ranges::find_if(compose.services, [&](const auto& one) { return one.container.name == origin.service; });
  if (service == compose.services.end())
    return Error{Code::kNotFound, format("its files have no service {} any more ({})", origin.service, files.front().path)};
  if (service->container.build.empty()) return std::optional<BuildSource>();
  return std::optional(BuildSource{.by_compose = true, .context = service->container.build});
}

Result<BuildSource> checked(BuildSource source) {
  if (is_remote_context(source.context)) return source;
  if (!source.context.starts_with('/'))
    return Error{Code::kInvalidArgument, format("the directory {} that it is built from has to begin with /", source.context)};
  struct stat info{};
  if (::stat(source.context.c_str(), &info) != 0)
    return base::in_context("the directory that it is built from", base::errno_error(source.context, errno));
  if (!S_ISDIR(info.st_mode)) return Error{Code::kInvalidArgument, format("{}, which it is built from, is no directory", source.context)};
  if (!source.dockerfile.empty() && !source.dockerfile.starts_with('/')) source.dockerfile = source.context + "/" + source.dockerfile;
  const std::string dockerfile = source.dockerfile.empty() ? source.context + "/Dockerfile" : source.dockerfile;
  if (::stat(dockerfile.c_str(), &info) != 0) return base::in_context("what it is built by", base::errno_error(dockerfile, errno));
  return source;
}

}  // namespace

Result<BuildSource> find_build_source(const Subject& subject, const Settings& settings, const std::string& given) {
  if (subject.kind == SubjectKind::kSwarmService || subject.kind == SubjectKind::kWorkload)
    return Error{
        Code::kUnsupported,
        format("other nodes can't find an image that is built here: build it, push it to a registry, and let {} take it from there",
               subject.name)};
  if (settings.needs_verification)
    return Error{Code::kUnsupported, "its settings want a signature that was checked, and what is built here has none"};
  if (subject.image.starts_with("sha256:") || subject.image.contains('@'))
    return Error{Code::kUnsupported, "it was started by an image's id or digest, which no other image can get: start it by a name"};
  const BuildSettings& build = settings.build;
  BuildSource out{.context = build.context, .dockerfile = build.dockerfile, .target = build.target, .args = build.args};
  if (!given.empty()) {
    std::error_code failed;
    out.context = is_remote_context(given) ? given : std::filesystem::absolute(given, failed).lexically_normal().string();
    return checked(std::move(out));
  }
  if (subject.compose) {
    if (std::optional<BuildSource> source = TRY(source_in_compose(*subject.compose))) return *source;
    if (!out.context.empty() && !out.context.starts_with('/') && !is_remote_context(out.context) && !subject.compose->directory.empty())
      out.context = subject.compose->directory + "/" + out.context;
  }
  if (!out.context.empty()) return checked(std::move(out));
  return Error{
      Code::kNotFound,
      format("nothing says what it is built from: label batten.update.build=DIRECTORY on it, build: DIRECTORY for it in the section "
             "update: of .batten.yaml, or --build-context DIRECTORY")};
}

std::string source_text(const BuildSource& source) {
  return format("{}from {}", source.by_compose ? "by Compose, " : "", base::printable(source.context));
}

}  // namespace batten::update
