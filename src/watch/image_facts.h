// SPDX-License-Identifier: Apache-2.0
//
// What is told of the images that run: their findings, their packages' files. One image at a time is asked about, in a thread of its own
// with the least priority; events never wait for it, and a container has no such facts until there are some.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "base/note.h"
#include "base/result.h"
#include "model/image_packages.h"
#include "model/running_container.h"

namespace batten::watch {

struct ImageKnowledge {
  std::optional<model::RunningImageFacts> findings;
  std::shared_ptr<const model::ImagePackages> packages;
};
// What of it rules ask.
struct ImageWishes {
  bool findings = false, packages = false;

  bool any() const { return findings || packages; }
};

// Looks an image up; may take minutes, ends early when it is told to stop. not_found: nothing can be said of it.
using ImageInquiry =
    std::function<Result<ImageKnowledge>(const model::RunningContainer& container, ImageWishes wishes, std::stop_token stop)>;

class ImageFacts {
 public:
  static constexpr std::size_t kMaxImages = 2'048;
  static constexpr std::size_t kMaxFiles = 2'000'000;  // of packages, of all images: 32 MB
  // fresh: so long an answer is good; then the image is asked about again, for advisories change.
  ImageFacts(ImageWishes wishes, ImageInquiry ask, std::chrono::seconds fresh = std::chrono::hours(6));
  ~ImageFacts();
  ImageFacts(const ImageFacts&) = delete;
  ImageFacts& operator=(const ImageFacts&) = delete;

  // From here on also those; what is known without is asked for again.
  void wish(ImageWishes wishes);
  // Adds the facts of its image; when there are none yet, they are asked for. A container without an image is left as it is.
  void annotate(model::RunningContainer& container);
  // Whether there is more to annotate with than the last time.
  bool take_changed();
  // Images of which nothing could be learned, each once.
  base::Notes take_notes();
  struct Counts {
    std::size_t known = 0, failed = 0, waiting = 0;
  };
  Counts counts();

 private:
  struct Image {
    std::optional<ImageKnowledge> facts;
    std::chrono::steady_clock::time_point ask_at;
    bool queued = false, failed = false;
  };
  void work(const std::stop_token& stop);
  void make_room(const std::string& but);
  void answer(const model::RunningContainer& container, const std::string& key, Result<ImageKnowledge> facts);

  ImageInquiry ask_;
  ImageWishes wishes_;
  std::chrono::seconds fresh_;
  std::mutex mutex_;
  std::condition_variable_any wanted_;
  std::map<std::string, Image> images_;  // by id, or the reference where no id is known
  std::deque<model::RunningContainer> queue_;
  base::Notes notes_;
  bool changed_ = false;
  std::jthread thread_;
};

}  // namespace batten::watch
