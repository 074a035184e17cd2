// SPDX-License-Identifier: Apache-2.0
#include "watch/image_facts.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <utility>

#include "base/format.h"

namespace batten::watch {
namespace {

constexpr std::chrono::minutes kAfterFailure{15};

// Threads and programs that are started by this one inherit it.
void be_least() {
  constexpr int kWhoProcess = 1, kIdle = 3 << 13;  // IOPRIO_WHO_PROCESS, IOPRIO_CLASS_IDLE
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), 19);
  ::syscall(SYS_ioprio_set, kWhoProcess, 0, kIdle);
}

const std::string& key_of(const model::RunningContainer& container) {
  return container.image_id.empty() ? container.image : container.image_id;
}

}  // namespace

ImageFacts::ImageFacts(ImageWishes wishes, ImageInquiry ask, std::chrono::seconds fresh)
    : ask_(std::move(ask)), wishes_(wishes), fresh_(fresh), thread_([this](const std::stop_token& stop) { work(stop); }) {}

ImageFacts::~ImageFacts() { thread_.request_stop(); }

void ImageFacts::wish(ImageWishes wishes) {
  std::lock_guard lock(mutex_);
  const bool more = (wishes.findings && !wishes_.findings) || (wishes.packages && !wishes_.packages);
  wishes_ = wishes;
  if (!more) return;
  for (auto& [key, image] : images_) image.ask_at = {};
}

void ImageFacts::annotate(model::RunningContainer& container) {
  const std::string& key = key_of(container);
  if (key.empty()) return;
  const auto now = std::chrono::steady_clock::now();
  std::lock_guard lock(mutex_);
  auto found = images_.find(key);
  if (found == images_.end()) {
    if (images_.size() >= kMaxImages) return;
    found = images_.emplace(key, Image{.facts = {}, .ask_at = now}).first;
  }
  Image& image = found->second;
  if (image.facts && image.facts->findings) container.image_facts = image.facts->findings;
  if (image.facts && image.facts->packages) container.packages = image.facts->packages;
  if (image.queued || image.ask_at > now) return;
  image.queued = true;
  queue_.push_back(container);
  wanted_.notify_one();
}

bool ImageFacts::take_changed() {
  std::lock_guard lock(mutex_);
  return std::exchange(changed_, false);
}

base::Notes ImageFacts::take_notes() {
  std::lock_guard lock(mutex_);
  return std::exchange(notes_, {});
}

ImageFacts::Counts ImageFacts::counts() {
  std::lock_guard lock(mutex_);
  Counts out;
  for (const auto& [key, image] : images_) {
    out.known += image.facts ? 1 : 0;
    out.failed += image.failed ? 1 : 0;
    out.waiting += image.queued ? 1 : 0;
  }
  return out;
}

// Files of images that no container is of any more go, and are asked for again when one is.
void ImageFacts::make_room(const std::string& but) {
  std::size_t files = 0;
  for (const auto& [key, image] : images_) files += image.facts && image.facts->packages ? image.facts->packages->files() : 0;
  for (auto one = images_.begin(); one != images_.end() && files > kMaxFiles; ++one) {
    if (one->first == but || !one->second.facts || one->second.facts->packages.use_count() != 1) continue;
    files -= one->second.facts->packages->files();
    one->second.facts->packages.reset();
    one->second.ask_at = {};
  }
  if (files <= kMaxFiles) return;
  images_[but].facts->packages.reset();
  notes_.push_back(
      {.kind = base::Note::Kind::kDegraded,
       .where = but,
       .message = format("the images that run have more than {} files of packages: rules do not know those of this one", kMaxFiles),
       .hint = {}});
}

void ImageFacts::answer(const model::RunningContainer& container, const std::string& key, Result<ImageKnowledge> facts) {
  std::lock_guard lock(mutex_);
  Image& image = images_[key];
  image.queued = false;
  image.ask_at = std::chrono::steady_clock::now() + (facts ? fresh_ : std::chrono::seconds(kAfterFailure));
  if (facts) {
    image.failed = false;
    changed_ = true;
    image.facts = *std::move(facts);
    make_room(key);
    return;
  }
  // What was known before stays.
  if (std::exchange(image.failed, true)) return;
  notes_.push_back({.kind = base::Note::Kind::kDegraded,
                    .where = container.image.empty() ? key : container.image,
                    .message = "rules know nothing of what is in this image: " + facts.error().message,
                    .hint = {}});
}

void ImageFacts::work(const std::stop_token& stop) {
  be_least();
  std::unique_lock lock(mutex_);
  while (wanted_.wait(lock, stop, [this] { return !queue_.empty(); })) {
    const model::RunningContainer container = std::move(queue_.front());
    queue_.pop_front();
    const ImageWishes wishes = wishes_;
    lock.unlock();
    Result<ImageKnowledge> facts = ask_(container, wishes, stop);
    if (stop.stop_requested()) return;
    answer(container, key_of(container), std::move(facts));
    lock.lock();
  }
}

}  // namespace batten::watch
