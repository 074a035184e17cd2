// SPDX-License-Identifier: Apache-2.0
#include "scan/layers.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "advisory/temporary_directory.h"
#include "archive/byte_source.h"
#include "base/file.h"
#include "base/process.h"
#include "image/layer_pass.h"
#include "scan/catalog_visitor.h"
#include "scan/made_image.h"

namespace batten::scan {
namespace {

using advisory::TemporaryDirectory;

// The real pass over a layer, in this process.
class PassParser final : public image::Parser {
 public:
  explicit PassParser(bool with_files = false) : with_files_(with_files) {}

  Result<model::Manifest> manifest(std::string_view) override { return none(); }
  Result<model::ImageConfig> config(std::string_view) override { return none(); }
  Result<std::vector<image::DockerArchiveEntry>> docker_manifest(std::string_view) override { return none(); }
  Result<image::ArchiveIndex> archive_index(int) override { return none(); }
  Result<image::ArchiveContents> archive_contents(const image::LayerBytes&, const Tick&) override { return none(); }
  Result<model::Inventory> sbom(std::string_view) override { return none(); }
  bool with_files() const override { return with_files_; }

  Result<model::LayerFacts> layer(const image::LayerBytes& bytes, const std::vector<image::Alias>& aliases, const Tick& tick) override {
    ++read;
    auto source = bytes.size_bytes ? archive::file_source(bytes.fd, bytes.offset, *bytes.size_bytes) : archive::pipe_source(bytes.fd);
    image::LayerPassOptions options;
    options.aliases = &aliases;
    options.with_files = with_files_;
    return image::read_layer(*source, *make_catalog_visitor(""), options, tick);
  }

  std::atomic<int> read{0};

 private:
  static Error none() { return {Code::kUnsupported, "layers only"}; }
  bool with_files_;
};

Result<image::LayerInput> in_memory(const std::string& bytes) {
  base::Fd fd(::memfd_create("layer", MFD_CLOEXEC));
  TRY(base::write_all(fd.get(), bytes));
  return image::LayerInput{.fd = std::move(fd), .offset = 0, .size_bytes = bytes.size(), .feed = {}};
}

image::LayerHandle handle_of(const std::string& bytes) {
  image::LayerHandle out;
  out.diff_id = digest_of(bytes);
  out.blob_digest = out.diff_id;
  out.size_bytes = bytes.size();
  out.open = [bytes] { return in_memory(bytes); };
  return out;
}

image::OpenedImage image_of(const std::vector<std::string>& layers) {
  image::OpenedImage out;
  for (const std::string& layer : layers) out.layers.push_back(handle_of(layer));
  return out;
}

std::string status_layer(std::string_view name, std::string_view version) {
  return made_tar({{"var/lib/dpkg/status", dpkg_paragraph(name, version)}, {format("usr/bin/{}", name), "program"}});
}

std::string packages_of(const model::LayerFacts& facts) {
  std::string out;
  for (const model::FileFacts& file : facts.files) {
    for (const model::Package& package : file.packages) out += package.name + " " + package.version + ";";
  }
  return out;
}

class Layers : public testing::Test {
 protected:
  Result<LayersRead> read(const image::OpenedImage& image, PassParser& parser) const {
    return read_layers(image, parser, cache_, base::silent_progress());
  }
  std::vector<std::string> entries() const {
    std::vector<std::string> out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory_.path())) {
      if (entry.is_regular_file()) out.push_back(entry.path());
    }
    return out;
  }

  TemporaryDirectory directory_;
  image::LayerCache cache_{directory_.path(), 1};
  image::LayerCache no_cache_{"", 1};
  PassParser parser_;
  const std::string lower_ = status_layer("bash", "5.2-1"), upper_ = status_layer("curl", "7.88-1");
};

TEST_F(Layers, FactsComeInTheOrderOfTheLayers) {
  // The larger one is read first, and stays where it belongs.
  auto out = read(image_of({lower_, status_layer("curl", std::string(20'000, '1'))}), parser_);
  ASSERT_TRUE(out) << out.error().message;
  ASSERT_EQ(out->facts.size(), 2u);
  EXPECT_EQ(packages_of(out->facts[0]), "bash 5.2-1;");
  EXPECT_TRUE(packages_of(out->facts[1]).starts_with("curl 111"));
  EXPECT_EQ(out->facts[0].diff_id, digest_of(lower_));
  EXPECT_EQ(out->unread + out->from_cache, 0u);
  EXPECT_TRUE(out->notes.empty());
}

TEST_F(Layers, NoLayersIsNoError) {
  auto out = read({}, parser_);
  ASSERT_TRUE(out);
  EXPECT_TRUE(out->facts.empty());
  EXPECT_EQ(out->unread, 0u);
}

TEST_F(Layers, ABrokenLayerIsANoteAndTheOthersAreRead) {
  std::string broken = std::string(3000, 'x');
  auto out = read(image_of({lower_, broken, upper_}), parser_);
  ASSERT_TRUE(out) << out.error().message;
  EXPECT_EQ(out->unread, 1u);
  ASSERT_EQ(out->notes.size(), 1u);
  EXPECT_EQ(out->notes[0].kind, base::Note::Kind::kSkipped);
  EXPECT_EQ(out->notes[0].where, "layer 2/3 " + digest_of(broken).short_text());
  ASSERT_EQ(out->facts.size(), 3u);
  EXPECT_EQ(out->facts[1], model::LayerFacts());
  EXPECT_EQ(packages_of(out->facts[2]), "curl 7.88-1;");
  EXPECT_EQ(read(image_of({broken}), parser_)->from_cache, 0u) << "what could not be read was kept";
}

TEST_F(Layers, AWrongDigestIsAnErrorThatNamesBoth) {
  image::OpenedImage image = image_of({lower_, upper_});
  image.layers[1].diff_id = digest_of("another");
  image.layers[1].blob_digest = {};
  auto out = read(image, parser_);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().code, Code::kCorrupt);
  EXPECT_TRUE(out.error().message.starts_with("layer 2/2")) << out.error().message;
  EXPECT_TRUE(out.error().message.contains("diff ID is " + digest_of(upper_).text())) << out.error().message;
  EXPECT_TRUE(out.error().message.contains("says " + digest_of("another").text())) << out.error().message;

  image = image_of({upper_});
  image.layers[0].blob_digest = digest_of("another");
  out = read(image, parser_);
  ASSERT_FALSE(out);
  EXPECT_TRUE(out.error().message.contains("blob digest is " + digest_of(upper_).text())) << out.error().message;
  EXPECT_TRUE(out.error().message.contains(digest_of("another").text())) << out.error().message;
  EXPECT_EQ(read(image_of({upper_}), parser_)->from_cache, 0u) << "bytes of a wrong digest were kept";
}

TEST_F(Layers, ACompressedLayerHasTwoDigests) {
  auto packed = base::run_process({"gzip", "-c"}, lower_, std::chrono::seconds(20));
  ASSERT_TRUE(packed);
  image::OpenedImage image = image_of({packed->out});
  image.layers[0].diff_id = digest_of(lower_);
  auto out = read(image, parser_);
  ASSERT_TRUE(out) << out.error().message;
  EXPECT_EQ(packages_of(out->facts[0]), "bash 5.2-1;");
  // The same layer uncompressed, as another source has it, is the same entry.
  EXPECT_EQ(read(image_of({lower_}), parser_)->from_cache, 1u);
}

TEST_F(Layers, WhatCantBeOpenedOrFetchedIsAnError) {
  image::OpenedImage image = image_of({lower_, upper_});
  image.layers[0].open = []() -> Result<image::LayerInput> { return Error{Code::kUnavailable, "registry: 503"}; };
  auto out = read(image, parser_);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().code, Code::kUnavailable);
  EXPECT_TRUE(out.error().message.contains("registry: 503"));

  // The feeder's reason counts, not the short stream that the parser saw.
  image.layers[0].open = [this]() -> Result<image::LayerInput> {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0) return base::errno_error("pipe", errno);
    auto feed = [this, out_fd = std::make_shared<base::Fd>(ends[1])]() -> Result<void> {
      (void)base::write_all(out_fd->get(), lower_.substr(0, 700));
      out_fd->reset();
      return Error{Code::kUnavailable, "connection reset"};
    };
    return image::LayerInput{.fd = base::Fd(ends[0]), .offset = 0, .size_bytes = {}, .feed = feed};
  };
  out = read(image, parser_);
  ASSERT_FALSE(out);
  EXPECT_TRUE(out.error().message.contains("connection reset")) << out.error().message;
}

TEST_F(Layers, ASecondReadingComesFromTheCache) {
  image::OpenedImage image = image_of({lower_, upper_});
  auto first = read(image, parser_);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->from_cache, 0u);
  EXPECT_EQ(parser_.read, 2);
  auto second = read(image, parser_);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->from_cache, 2u);
  EXPECT_EQ(parser_.read, 2);
  EXPECT_EQ(second->facts, first->facts);

  image.layers[0].cache_realm = "engine";
  EXPECT_EQ(read(image, parser_)->from_cache, 1u) << "a realm of its own";
  image.layers[1].diff_id = {};
  EXPECT_EQ(read(image, parser_)->from_cache, 1u) << "without a diff ID nothing is found";
}

TEST_F(Layers, AnotherRevisionReadsAnewAndRemovesTheOld) {
  ASSERT_TRUE(read(image_of({lower_}), parser_));
  ASSERT_EQ(entries().size(), 1u);
  image::LayerCache newer(directory_.path(), 2);
  auto out = read_layers(image_of({lower_}), parser_, newer, base::silent_progress());
  ASSERT_TRUE(out);
  EXPECT_EQ(out->from_cache, 0u);
  EXPECT_EQ(entries().size(), 1u);
}

TEST_F(Layers, FactsWithFileNamesAreKeptApart) {
  std::string layer =
      made_tar({{"var/lib/dpkg/status", dpkg_paragraph("bash", "5.2-1")}, {"var/lib/dpkg/info/bash.list", "/.\n/bin/bash\n"}});
  auto names = [](const LayersRead& out) {
    std::vector<std::string> files;
    for (const model::FileFacts& file : out.facts[0].files) {
      for (const model::PackageDetail& detail : file.details) files.insert(files.end(), detail.files.begin(), detail.files.end());
    }
    return files;
  };
  auto plain = read(image_of({layer}), parser_);
  ASSERT_TRUE(plain);
  EXPECT_TRUE(names(*plain).empty());
  PassParser with_files(true);
  for (std::size_t cached : {0u, 1u}) {
    auto out = read(image_of({layer}), with_files);
    ASSERT_TRUE(out);
    EXPECT_EQ(out->from_cache, cached);
    EXPECT_NE(names(*out), std::vector<std::string>());
  }
  EXPECT_TRUE(names(*read(image_of({layer}), parser_)).empty());
}

TEST_F(Layers, ACorruptEntryIsReadAnew) {
  image::OpenedImage image = image_of({lower_});
  auto first = read(image, parser_);
  ASSERT_EQ(entries().size(), 1u);
  const std::string path = entries()[0], whole = *base::read_file(path, 1 << 20);
  std::string flipped = whole;
  flipped[whole.size() / 2 + 32] ^= 1;
  std::string garbage = base::sha256_hex("garbage") + "garbage";  // its checksum is right, its fields are not
  for (const std::string& damaged : {std::string(), whole.substr(0, 10), whole.substr(0, whole.size() - 1), flipped, garbage}) {
    ASSERT_TRUE(base::write_file_atomic(path, damaged));
    auto out = read(image, parser_);
    ASSERT_TRUE(out);
    EXPECT_EQ(out->from_cache, 0u) << damaged.size();
    EXPECT_EQ(out->facts, first->facts);
    EXPECT_EQ(*base::read_file(path, 1 << 20), whole) << "the entry is written anew";
  }
}

TEST_F(Layers, ACacheThatCantBeWrittenIsNoError) {
  std::string file = directory_.path() + "/file";
  ASSERT_TRUE(base::write_file_atomic(file, "no directory"));
  image::LayerCache cache(file, 1);
  auto out = read_layers(image_of({lower_}), parser_, cache, base::silent_progress());
  ASSERT_TRUE(out);
  EXPECT_EQ(packages_of(out->facts[0]), "bash 5.2-1;");
}

TEST_F(Layers, ProcessesAndThreadsShareOneDirectory) {
  std::vector<std::string> layers;
  for (int i = 0; i < 6; ++i) layers.push_back(status_layer(format("p{}", i), "1"));
  image::OpenedImage image = image_of(layers);
  auto rounds = [&] {
    bool good = true;
    for (int round = 0; round < 20; ++round) {
      PassParser parser;
      auto out = read_layers(image, parser, image::LayerCache(directory_.path(), 1), base::silent_progress());
      good = good && out && out->unread == 0;
      for (std::size_t i = 0; good && i < layers.size(); ++i) good = packages_of(out->facts[i]) == format("p{} 1;", i);
      std::error_code ignored;
      if (round % 5 == 0) std::filesystem::remove_all(directory_.path() + "/layers", ignored);
    }
    return good;
  };
  prepare_catalogers();
  std::vector<pid_t> children;
  for (int i = 0; i < 3; ++i) {
    pid_t child = ::fork();
    if (child == 0) ::_exit(rounds() ? 0 : 1);
    children.push_back(child);
  }
  std::atomic<int> failed{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 2; ++i) threads.emplace_back([&] { failed += rounds() ? 0 : 1; });
  }
  EXPECT_EQ(failed, 0);
  for (pid_t child : children) {
    int status = -1;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  }
  for (const std::string& path : entries()) EXPECT_FALSE(path.contains(".tmp.")) << path;
}

TEST_F(Layers, ALayerIsReadAgainUnderFurtherNames) {
  std::string layer = made_tar({{"data/db", dpkg_paragraph("bash", "5.2-1")}});
  image::OpenedImage image = image_of({layer});
  EXPECT_EQ(packages_of(read(image, parser_)->facts[0]), "");
  for (int reads : {2, 2}) {
    auto again = read_layer_again(image.layers[0], {{"data/db", "var/lib/dpkg/status"}}, parser_, cache_);
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(packages_of(*again), "bash 5.2-1;");
    EXPECT_EQ(parser_.read, reads) << "the second time it comes from the cache";
  }
  auto other = read_layer_again(image.layers[0], {{"data/none", "var/lib/dpkg/status"}}, parser_, cache_);
  ASSERT_TRUE(other);
  EXPECT_EQ(packages_of(*other), "") << "other names are another entry";
  EXPECT_EQ(packages_of(read(image, parser_)->facts[0]), "") << "and so is the layer without them";
}

// What a bar would show after each call.
class RecordingProgress final : public base::Progress {
 public:
  void update(std::string_view task, std::uint64_t done, std::uint64_t total) override {
    std::lock_guard lock(mutex_);
    tasks_[std::string(task)] = {done, total};
    record();
  }
  void finish(std::string_view task) override {
    std::lock_guard lock(mutex_);
    auto at = tasks_.find(std::string(task));
    if (at == tasks_.end()) return;
    at->second.done = at->second.total;
    finished.insert(at->first);
    record();
  }
  void message(std::string_view) override {}

  std::vector<double> parts;  // done of the whole
  std::set<std::string> finished;
  std::size_t announced() const { return tasks_.size(); }

 private:
  struct Task {
    std::uint64_t done = 0, total = 0;
  };
  void record() {
    Task sum;
    for (const auto& [name, task] : tasks_) {
      sum.done += task.done;
      sum.total += task.total;
    }
    parts.push_back(static_cast<double>(sum.done) / static_cast<double>(std::max<std::uint64_t>(sum.total, 1)));
  }

  std::mutex mutex_;
  std::map<std::string, Task> tasks_;
};

TEST_F(Layers, WhatIsDoneOfAllLayersOnlyGrows) {
  std::vector<std::string> layers;
  for (int i = 0; i < 12; ++i) layers.push_back(status_layer(format("p{}", i), "1"));
  ASSERT_TRUE(read(image_of({layers[3]}), parser_));
  RecordingProgress progress;
  ASSERT_TRUE(read_layers(image_of(layers), parser_, cache_, progress));
  EXPECT_TRUE(std::ranges::is_sorted(progress.parts));
  EXPECT_EQ(progress.parts.back(), 1.0);
  EXPECT_EQ(progress.announced(), 11u) << "all but the one that was read before";
  EXPECT_EQ(progress.finished.size(), 11u);
}

TEST_F(Layers, NoTaskIsLeftBehindByAnError) {
  std::vector<std::string> layers;
  for (int i = 0; i < 12; ++i) layers.push_back(status_layer(format("p{}", i), "1"));
  image::OpenedImage image = image_of(layers);
  for (image::LayerHandle& layer : image.layers) layer.diff_id = digest_of("another");
  RecordingProgress progress;
  EXPECT_FALSE(read_layers(image, parser_, no_cache_, progress));
  EXPECT_LT(parser_.read, 12) << "the first error ends the work";
  EXPECT_EQ(progress.finished.size(), 12u);
}

TEST_F(Layers, FactsThatCameWithTheArchiveAreCheckedToo) {
  image::OpenedImage image = image_of({lower_});
  image.layers[0].facts = read_layers(image, parser_, no_cache_, base::silent_progress())->facts[0];
  image.layers[0].open = {};
  EXPECT_TRUE(read_layers(image, parser_, no_cache_, base::silent_progress()));
  image.layers[0].diff_id = digest_of("another");
  image.layers[0].blob_digest = {};
  auto out = read_layers(image, parser_, no_cache_, base::silent_progress());
  ASSERT_FALSE(out);
  EXPECT_TRUE(out.error().message.contains(digest_of("another").text()));
}

}  // namespace
}  // namespace batten::scan
