// SPDX-License-Identifier: Apache-2.0
#include "update/image_build.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <deque>

#include "base/file.h"
#include "base/format.h"
#include "base/process.h"
#include "base/text.h"
#include "base/watched_process.h"
#include "update/compose_build.h"
#include "update/compose_program.h"

namespace batten::update {
namespace {

constexpr std::chrono::seconds kAnswer{60};  // for what asks nobody else
constexpr std::size_t kMostLines = 20'000, kLastLines = 6, kLastBytes = 1200, kShortestSecret = 3;
constexpr std::uint64_t kMaxFile = 4u << 20;
// They would send the builder to another engine than the one that is asked.
constexpr std::array<const char*, 5> kOtherEngines = {"DOCKER_CONTEXT", "DOCKER_TLS", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH",
                                                      "DOCKER_API_VERSION"};
constexpr std::array<std::string_view, 6> kOfPrograms = {"PATH", "HOME", "USER", "TMPDIR", "IFS", "SHELL"};
constexpr std::array<std::string_view, 7> kBeginnings = {"DOCKER_", "COMPOSE_", "BUILDKIT_", "BUILDX_", "LD_", "GO", "XDG_"};

using Words = std::vector<std::string>;

Words joined(Words left, const Words& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

Words flags_of(const BuildRequest& request) {
  Words out;
  if (request.pull) out.emplace_back("--pull");
  if (request.no_cache) out.emplace_back("--no-cache");
  return out;
}

std::string docker_host(const std::string& engine) {
  constexpr std::string_view kHttp = "http://";
  return "DOCKER_HOST=" + (engine.starts_with(kHttp) ? "tcp://" + engine.substr(kHttp.size()) : engine);
}

// What may stand in a line, the longest first, so that no part of it is left.
std::vector<std::string> lines_of(const std::vector<std::string>& secrets) {
  std::vector<std::string> out;
  for (const std::string& secret : secrets) base::each_line(secret, [&](std::string_view line) { out.emplace_back(base::trim(line)); });
  std::ranges::sort(out, std::ranges::greater(), &std::string::size);
  return out;
}

// One program, its lines told, its last words kept.
class Builder {
 public:
  Builder(const BuildRequest& request, const BuildWatcher& watcher) : request_(request), watcher_(watcher) {}

  Result<void> run(const Words& argv, const Words& variables, const std::vector<std::string>& secrets) {
    base::WatchedProgram program{.argv = argv};
    program.variables = joined({docker_host(request_.engine)}, variables);
    program.without.assign(kOtherEngines.begin(), kOtherEngines.end());
    program.time_limit = request_.time_limit;
    const std::vector<std::string> hidden = lines_of(secrets);
    program.line = [&](std::string_view line) { take(masked(line, hidden)); };
    program.stopped = watcher_.stopped;
    const int status = TRY_IN("build", base::run_watched(program));
    if (status == 0) return {};
    return Error{Code::kUnavailable, format("the build failed ({} ended with {}): {}", argv[0], status, last_words())};
  }

 private:
  void take(std::string line) {
    if (watcher_.tell && ++lines_ <= kMostLines) watcher_.tell(line);
    if (watcher_.tell && lines_ == kMostLines) watcher_.tell("what the builder prints from here on is left away");
    last_.push_back(std::move(line));
    if (last_.size() > kLastLines) last_.pop_front();
  }

  std::string last_words() const {
    std::string out;
    for (const std::string& line : last_) out += (out.empty() ? "" : " | ") + base::printable(base::trim(line));
    if (out.size() > kLastBytes) out = "..." + base::to_utf8(std::string_view(out).substr(out.size() - kLastBytes));
    return out.empty() ? "it said nothing" : out;
  }

  const BuildRequest& request_;
  const BuildWatcher& watcher_;
  std::size_t lines_ = 0;
  std::deque<std::string> last_;
};

// What the program has to be run with for the same engine, without a list of its output.
Words with_engine(const BuildRequest& request, const Words& argv) {
  Words out = {"env"};
  for (const char* one : kOtherEngines) out.insert(out.end(), {"-u", one});
  out.push_back(docker_host(request.engine));
  return joined(std::move(out), argv);
}

// The first words of the Compose that is there; none: there is none.
Words find_compose(const BuildRequest& request) {
  for (const Words& program : compose_programs()) {
    const Result<base::ProcessOutput> said = base::run_process(with_engine(request, joined(program, {"version"})), {}, kAnswer);
    if (said && said->exit_status == 0) return program;
  }
  return {};
}

Result<std::string> first_file(const ComposeOrigin& origin) {
  if (origin.files.empty())
    return Error{Code::kNotFound, format("project {}: its containers do not say which files it was started from", origin.project)};
  return base::read_file(origin.files.front(), kMaxFile);
}

Result<void> build_by_compose(const BuildRequest& request, const Words& program, Builder& builder) {
  const ComposeOrigin& origin = request.compose;
  const std::string first = TRY(first_file(origin));
  const Words project = joined(program, compose_project_words(origin, request.labels));
  const base::ProcessOutput config =
      TRY_IN("build", base::run_process(with_engine(request, joined(project, {"config"})), {}, kAnswer, kMaxFile));
  if (config.exit_status != 0)
    return Error{Code::kCorrupt,
                 format("Compose can't read the project: {}", base::printable(base::trim(config.err).substr(0, kLastBytes)))};
  const std::vector<std::string> secrets = TRY(build_argument_values(config.out, origin.service));
  TRY(base::make_directories(request.directory));
  if (::chmod(request.directory.c_str(), 0700) != 0) return base::errno_error(request.directory, errno);
  const std::string path = request.directory + "/image.yaml";
  TRY(base::write_file_atomic(path, TRY_IN(origin.files.front(), image_override(first, origin.service, request.image))));
  Words words = joined(joined(project, {"-f", path, "build"}), flags_of(request));
  // Containers of steps that failed go too; the plug-in's builder leaves none.
  if (program.front() != "docker") words.emplace_back("--force-rm");
  words.push_back(origin.service);
  return builder.run(words, {}, secrets);
}

// In the last file that says it, as Compose would; two that say it would have to be merged.
Result<BuildSource> translated(const ComposeOrigin& origin) {
  std::optional<BuildSource> out;
  for (const std::string& file : origin.files) {
    const std::string text = TRY(base::read_file(file, kMaxFile));
    std::optional<BuildSource> here = TRY_IN(file, build_without_compose(text, origin.service, origin.directory));
    if (out && here)
      return Error{Code::kUnsupported,
                   format("several files say how {} is built, which only Compose can merge: install the plug-in 'docker "
                          "compose', or docker-compose",
                          origin.service)};
    if (here) out = std::move(here);
  }
  if (out) return *out;
  return Error{Code::kUnsupported,
               format("how {} is built comes from another file, which only Compose follows: install the plug-in 'docker compose', or "
                      "docker-compose",
                      origin.service)};
}

std::vector<std::string> values_of(const std::vector<std::string>& args) {
  std::vector<std::string> out;
  for (const std::string& one : args) {
    const std::size_t equals = one.find('=');
    out.push_back(equals == one.npos ? base::environment(one.c_str()) : one.substr(equals + 1));
  }
  return out;
}

}  // namespace

std::string masked(std::string_view line, const std::vector<std::string>& secrets) {
  std::string out(line);
  for (const std::string& secret : secrets) {
    if (secret.size() < kShortestSecret) continue;
    for (std::size_t at = out.find(secret); at != out.npos; at = out.find(secret, at + 3)) out.replace(at, secret.size(), "***");
  }
  return out;
}

Result<DockerBuild> docker_build(const BuildRequest& request, const BuildSource& source) {
  DockerBuild out;
  out.argv = joined({"docker", "build"}, flags_of(request));
  // Containers of steps that failed go too.
  out.argv.insert(out.argv.end(), {"--force-rm", "-t", request.image});
  if (!source.dockerfile.empty()) out.argv.insert(out.argv.end(), {"-f", source.dockerfile});
  if (!source.target.empty()) out.argv.insert(out.argv.end(), {"--target", source.target});
  for (const std::string& one : source.args) {
    const std::string name = one.substr(0, one.find('='));
    const bool is_own = std::ranges::find(kOfPrograms, name) != kOfPrograms.end() ||
                        std::ranges::any_of(kBeginnings, [&](std::string_view begin) { return name.starts_with(begin); });
    if (is_own && name != one)
      return Error{Code::kInvalidArgument, format("the build argument {} is a variable of the builder itself: give it another name", name)};
    out.argv.insert(out.argv.end(), {"--build-arg", name});
    if (name != one) out.variables.push_back(one);
  }
  out.argv.insert(out.argv.end(), {"--", source.context});
  return out;
}

Result<void> build_image(const BuildRequest& request, const BuildWatcher& watcher) {
  Builder builder(request, watcher);
  BuildSource source = request.source;
  if (source.by_compose) {
    const Words program = find_compose(request);
    if (!program.empty()) return build_by_compose(request, program, builder);
    source = TRY(translated(request.compose));
  }
  const DockerBuild build = TRY(docker_build(request, source));
  return builder.run(build.argv, build.variables, values_of(source.args));
}

}  // namespace batten::update
