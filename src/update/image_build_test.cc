// SPDX-License-Identifier: Apache-2.0
//
// With builders that are made up: programs named docker and docker-compose, the first on PATH.
#include "update/image_build.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/file.h"
#include "base/format.h"
#include "base/text.h"

namespace batten::update {
namespace {

class ImageBuild : public testing::Test {
 public:
  void SetUp() override {
    directory_ = testing::TempDir() + "image_build_XXXXXX";
    ASSERT_NE(::mkdtemp(directory_.data()), nullptr);
    path_ = base::environment("PATH");
    ::setenv("PATH", (directory_ + "/bin:/usr/bin:/bin").c_str(), 1);
    std::filesystem::create_directories(directory_ + "/bin");
    std::filesystem::create_directories(directory_ + "/web");
    write("compose.yaml", "version: '2.4'\nservices:\n  web:\n    build: {context: ./web, args: {TOKEN: s3cret}}\n");
    // There may be real ones behind them.
    program("docker", "exit 1");
    program("docker-compose", "exit 1");
    request_.image = "shop_web:batten-next-1";
    request_.engine = "http://127.0.0.1:9";
    request_.directory = directory_ + "/private";
    request_.time_limit = std::chrono::seconds(20);
    request_.source.context = directory_ + "/web";
    request_.compose = {.project = "shop", .service = "web", .directory = directory_, .files = {directory_ + "/compose.yaml"}};
  }
  void TearDown() override {
    ::setenv("PATH", path_.c_str(), 1);
    std::filesystem::remove_all(directory_);
  }
  void write(const std::string& name, std::string_view text) { std::ofstream(directory_ + "/" + name) << text; }
  void program(const std::string& name, const std::string& text) {
    write("bin/" + name, "#!/bin/sh\ncd " + directory_ + "\n" + text + "\n");
    ::chmod((directory_ + "/bin/" + name).c_str(), 0755);
  }
  std::string read(const std::string& name) { return base::read_file(directory_ + "/" + name, 1u << 20).value_or("(gone)"); }
  Result<void> build() {
    return build_image(request_, {.tell = [&](const std::string& line) { told_.push_back(line); }, .stopped = [&] { return stopped_; }});
  }
  std::string told() const { return base::join(told_, "\n"); }

  std::string directory_, path_;
  BuildRequest request_;
  std::vector<std::string> told_;
  bool stopped_ = false;
};

TEST_F(ImageBuild, DockerGetsTheEngineAndArgumentsThatNobodySees) {
  ::setenv("DOCKER_CONTEXT", "elsewhere", 1);
  program("docker",
          "printf '%s\\n' \"$@\" >words; echo \"$DOCKER_HOST/$DOCKER_CONTEXT/$TOKEN\" >variables; echo uses $TOKEN, again s3cret");
  request_.source = {.context = directory_ + "/web", .dockerfile = "/d/D", .target = "last", .args = {"TOKEN=s3cret", "OTHER"}};
  request_.no_cache = true;
  const auto done = build();
  ::unsetenv("DOCKER_CONTEXT");
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(read("words"),
            format("build\n--pull\n--no-cache\n--force-rm\n-t\nshop_web:batten-next-1\n-f\n/d/D\n--target\nlast\n--build-arg\nTOKEN\n"
                   "--build-arg\nOTHER\n--\n{}/web\n",
                   directory_));
  EXPECT_EQ(read("variables"), "tcp://127.0.0.1:9//s3cret\n");
  EXPECT_EQ(told(), "uses ***, again ***");
}

TEST_F(ImageBuild, ComposeGetsTheProjectAndAFileOverIt) {
  request_.source.by_compose = true;
  program("docker-compose",
          "echo \"$*\" >>words; case \"$*\" in *config) cat compose.yaml;; *build*) cp private/image.yaml over; ls -ld private >mode; "
          "echo $DOCKER_HOST s3cret;; esac");
  const auto done = build();
  ASSERT_TRUE(done) << done.error().message;
  const std::string project = format("-p shop --project-directory {0} -f {0}/compose.yaml", directory_);
  EXPECT_EQ(read("words"), format("version\n{0} config\n{0} -f {1}/private/image.yaml build --pull --force-rm web\n", project, directory_));
  EXPECT_EQ(read("over"), "version: \"2.4\"\nservices:\n  \"web\":\n    image: \"shop_web:batten-next-1\"\n");
  EXPECT_TRUE(read("mode").starts_with("drwx------")) << read("mode");
  EXPECT_EQ(told(), "tcp://127.0.0.1:9 ***");
  // The plug-in goes before it.
  program("docker", "case \"$*\" in *config) cat compose.yaml;; esac; echo \"$*\" >>plugin");
  ASSERT_TRUE(build());
  EXPECT_TRUE(read("plugin").starts_with("compose version\ncompose -p shop")) << read("plugin");
}

TEST_F(ImageBuild, ComposeThatCanNotReadTheProjectSaysWhy) {
  request_.source.by_compose = true;
  program("docker-compose", "case \"$*\" in *config) echo 'services.web.bulid is unknown' >&2; exit 3;; esac");
  auto done = build();
  ASSERT_FALSE(done);
  EXPECT_TRUE(done.error().message.contains("services.web.bulid is unknown")) << done.error().message;
  program("docker-compose", "case \"$*\" in *config) echo 'services: {web: {image: x}}';; esac");
  done = build();
  ASSERT_FALSE(done);
  EXPECT_TRUE(done.error().message.contains("no build: of web")) << done.error().message;
}

TEST_F(ImageBuild, WithoutComposeDockerBuildsTheService) {
  request_.source = {.by_compose = true};
  program("docker", "[ \"$1\" = compose ] && exit 1; echo \"$*\" >words; echo $TOKEN");
  auto done = build();
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(read("words"), format("build --pull --force-rm -t shop_web:batten-next-1 --build-arg TOKEN -- {}/./web\n", directory_));
  EXPECT_EQ(told(), "***");
  write("other.yaml", "services: {web: {build: /y}}");
  request_.compose.files.push_back(directory_ + "/other.yaml");
  done = build();
  ASSERT_FALSE(done);
  EXPECT_TRUE(done.error().message.contains("several files say how web is built")) << done.error().message;
  request_.compose.files = {directory_ + "/other.yaml"};
  write("other.yaml", "services: {web: {extends: {file: x, service: y}}}");
  done = build();
  ASSERT_FALSE(done);
  EXPECT_TRUE(done.error().message.contains("comes from another file")) << done.error().message;
}

TEST_F(ImageBuild, ABuilderThatFailsIsQuotedWithoutSecrets) {
  program("docker", "for i in 1 2 3 4 5 6 7; do echo line $i; done; echo \"no such key $TOKEN\" >&2; exit 9");
  request_.source.args = {"TOKEN=s3cret"};
  const auto done = build();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "the build failed (docker ended with 9): line 3 | line 4 | line 5 | line 6 | line 7 | no such key ***");
}

TEST_F(ImageBuild, ABuilderThatIsNotThereOrDoesNotEnd) {
  ::setenv("PATH", (directory_ + "/web").c_str(), 1);
  auto done = build();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::kNotFound);
  EXPECT_TRUE(done.error().message.contains("the program docker is not on PATH")) << done.error().message;
  ::setenv("PATH", (directory_ + "/bin:/usr/bin:/bin").c_str(), 1);
  program("docker", "sleep 100");
  request_.time_limit = std::chrono::milliseconds(200);
  done = build();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::kTimeout) << done.error().message;
  request_.time_limit = std::chrono::seconds(20);
  stopped_ = true;
  done = build();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, Code::kConflict) << done.error().message;
}

TEST(DockerBuild, TakesNoArgumentThatWouldChangeTheBuilder) {
  for (const char* one : {"PATH=/x", "DOCKER_HOST=tcp://x", "LD_PRELOAD=/x.so", "HOME=/x"})
    EXPECT_EQ(docker_build({}, {.context = "/x", .args = {one}}).error().code, Code::kInvalidArgument) << one;
  EXPECT_TRUE(docker_build({}, {.context = "/x", .args = {"http_proxy=http://p", "HOME"}}));
}

TEST(Masked, HidesTheValuesOfArguments) {
  EXPECT_EQ(masked("a s3cret and s3crets3cret", {"s3cret"}), "a *** and ******");
  EXPECT_EQ(masked("***", {"***"}), "***");
  // What is so short stands in any line.
  EXPECT_EQ(masked("1 is 1", {"1", ""}), "1 is 1");
}

}  // namespace
}  // namespace batten::update
