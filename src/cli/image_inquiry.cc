// SPDX-License-Identifier: Apache-2.0
#include "cli/image_inquiry.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "advisory/database.h"
#include "base/format.h"
#include "base/json.h"
#include "base/process.h"
#include "share/connect.h"
#include "share/keys.h"
#include "share/sign.h"

namespace batten::cli {
namespace {

constexpr std::chrono::minutes kLongest{20};
constexpr std::size_t kMaxLine = 4u << 20, kMaxPackages = 64u << 20;

// Lines of batten.lines/1, as the scan writes them.
class Lines {
 public:
  Result<void> take(std::string_view bytes) {
    rest_ += bytes;
    std::size_t begin = 0;
    for (std::size_t end; (end = rest_.find('\n', begin)) != std::string::npos; begin = end + 1)
      TRY(take_line(std::string_view(rest_).substr(begin, end - begin)));
    rest_.erase(0, begin);
    if (rest_.size() > kMaxLine) return Error{Code::kLimit, format("a line of the scan has more than {} bytes", kMaxLine)};
    return {};
  }

  // An image of which no advisories were read has no findings, and that says nothing.
  Result<model::RunningImageFacts> facts() const {
    if (!advisories_) return Error{Code::kNotFound, "no advisories for its packages are in the database"};
    return facts_;
  }

 private:
  Result<void> take_line(std::string_view line) {
    const json::View item = TRY(parser_.parse(line));
    const std::string_view kind = item["kind"].string();
    if (kind == "header") {
      item["feeds"].each([&](json::View feed) {
        const std::string_view name = feed["name"].string();
        advisories_ = advisories_ || (name != "epss" && name != "kev" && !feed["problem"]);
      });
    } else if (kind == "finding" && item["state"].string() == "fixed" && !item["suppressed_by"]) {
      facts_.fixable_critical += item["severity"].string() == "critical" ? 1 : 0;
      facts_.fixable_high += item["severity"].string() == "high" ? 1 : 0;
    }
    return {};
  }

  json::Parser parser_{{.max_bytes = kMaxLine}};
  std::string rest_;
  model::RunningImageFacts facts_;
  bool advisories_ = false;
};

bool has_database() {
  const Result<advisory::Database> database = advisory::Database::open(advisory::database_directory());
  if (!database) return false;
  const std::vector<advisory::FeedStatus> feeds = database->status();
  return std::ranges::any_of(feeds, [](const advisory::FeedStatus& feed) { return feed.present; });
}

Result<model::RunningImageFacts> read_findings(const std::string& reference, const std::stop_token& stop) {
  Lines lines;
  TRY(base::stream_process(
      {"/proc/self/exe", "scan", "--offline", "--quiet", "--format", "ndjson", reference}, {},
      [&](std::string_view bytes) { return lines.take(bytes); }, kLongest, stop));
  return lines.facts();
}

Result<std::shared_ptr<const model::ImagePackages>> read_packages(const std::string& reference, const std::stop_token& stop) {
  std::string text;
  const auto take = [&](std::string_view bytes) -> Result<void> {
    if (text.size() + bytes.size() > kMaxPackages) return Error{Code::kLimit, "the list of its packages' files is too long"};
    text += bytes;
    return {};
  };
  TRY(base::stream_process({"/proc/self/exe", "sbom", "--quiet", "--files", "--format", "json", reference}, {}, take, kLongest, stop));
  const json::Document document = TRY(json::Document::parse(text, {.max_bytes = kMaxPackages}));
  auto out = std::make_shared<model::ImagePackages>();
  document["packages"].each(
      [&](json::View package) { package["files"].each([&](json::View file) { out->add(package["name"].string(), file.string()); }); });
  // Nobody could say of such an image what came from elsewhere.
  if (out->files() == 0) return Error{Code::kNotFound, "no package manager of it lists its files"};
  out->seal();
  return std::shared_ptr<const model::ImagePackages>(std::move(out));
}

Result<watch::ImageKnowledge> ask_about(const std::string& reference, watch::ImageWishes wishes, const std::stop_token& stop) {
  watch::ImageKnowledge out;
  std::optional<Error> error;
  if (wishes.findings && has_database()) {
    Result<model::RunningImageFacts> findings = read_findings(reference, stop);
    if (findings) out.findings = *findings;
    if (!findings) error = findings.error();
  }
  if (wishes.packages) {
    Result<std::shared_ptr<const model::ImagePackages>> packages = read_packages(reference, stop);
    if (packages) out.packages = *packages;
    if (!packages) error = packages.error();
  }
  if (error && !out.findings && out.packages == nullptr) return *error;
  return out;
}

// Whether the key has signed what the image was pulled as. Its registry is asked, which says first that it knows the image: that it does
// not let us in says nothing of signatures.
Result<bool> is_signed(const model::RunningContainer& container, const share::PublicKey& key) {
  if (container.image_digest.empty() || container.image_repository.empty())
    return Error{Code::kNotFound, "it was not pulled from a registry, so that nobody can have signed it"};
  const share::Connection from =
      TRY(share::connect(container.image_repository + "@" + container.image_digest, {.idle_timeout_ms = 5'000}, true));
  TRY_IN(from.reference.text(), from.client->manifest(from.reference.target()));
  Result<void> checked = share::check_signature(*from.client, from.reference.digest, key);
  if (checked) return true;
  if (checked.error().code == Code::kDenied) return false;
  return checked.error();
}

// The image as the engine has it, whose layers are read once; where there is no such engine, the container's files as they are.
Result<watch::ImageKnowledge> ask_anywhere(const model::RunningContainer& container, watch::ImageWishes wishes,
                                           const std::stop_token& stop) {
  if (container.engine == model::RunningContainer::Engine::kDocker && !container.image_id.empty()) {
    Result<watch::ImageKnowledge> of_image = ask_about("docker:" + container.image_id, wishes, stop);
    if (of_image || of_image.error().code == Code::kNotFound || stop.stop_requested()) return of_image;
  }
  if (container.root.empty()) return Error{Code::kNotFound, "it has ended before it could be looked at"};
  return ask_about("dir:" + container.root, wishes, stop);
}

}  // namespace

Result<watch::ImageInquiry> image_inquiry(std::string_view when, const std::string& key_path) {
  if (when != "scan" && when != "off") return Error{Code::kInvalidArgument, format("--image-facts {}: there is scan, off", when)};
  if (when == "off") return watch::ImageInquiry();
  std::optional<share::PublicKey> key;
  if (!key_path.empty()) key = TRY_IN("--image-key", share::PublicKey::read(key_path));
  return watch::ImageInquiry([key](const model::RunningContainer& container, watch::ImageWishes wishes, const std::stop_token& stop) {
    Result<watch::ImageKnowledge> out = ask_anywhere(container, wishes, stop);
    if (!key || !out || !out->findings || stop.stop_requested()) return out;
    if (const Result<bool> verified = is_signed(container, *key)) out->findings->digest_verified = *verified;
    return out;
  });
}

}  // namespace batten::cli
