// SPDX-License-Identifier: Apache-2.0
#include "cli/program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "base/file.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/report_options.h"
#include "report/program.h"

namespace batten::cli {
namespace {

struct Ran {
  int status = 0;
  std::string out, err;
};

Ran run(const std::vector<std::string>& words) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Ran result;
  result.status = run_program(words);
  result.out = testing::internal::GetCapturedStdout();
  result.err = testing::internal::GetCapturedStderr();
  return result;
}

TEST(Program, HelpIsDataButNotWhenNothingWasAsked) {
  Ran help = run({"help"}), nothing = run({});
  EXPECT_EQ(help.status, kExitFine);
  EXPECT_EQ(help.err, "");
  EXPECT_NE(help.out.find("Usage: batten COMMAND"), std::string::npos);
  EXPECT_EQ(nothing.status, kExitUsage);
  EXPECT_EQ(nothing.out, "");
  EXPECT_EQ(nothing.err, help.out);
  EXPECT_EQ(run({"--help"}).out, help.out);
  EXPECT_EQ(run({"-h"}).out, help.out);
}

TEST(Program, HelpOfACommand) {
  Ran help = run({"help", "versions"});
  EXPECT_EQ(help.status, kExitFine);
  EXPECT_NE(help.out.find("Usage: batten versions compare SCHEME [A B] | list"), std::string::npos) << help.out;
  EXPECT_EQ(run({"versions", "--help"}).out, help.out);
  EXPECT_EQ(run({"versions", "compare", "-h"}).out, help.out);
  EXPECT_EQ(run({"help", "nothing"}).status, kExitUsage);
}

TEST(Program, Version) {
  for (const char* word : {"--version", "-V", "version"}) {
    Ran version = run({word});
    EXPECT_EQ(version.status, kExitFine);
    EXPECT_EQ(version.out, "batten " + std::string(report::kProgramVersion) + "\n");
  }
}

TEST(Program, UsageProblemsSuggest) {
  Ran ran = run({"sacn", "x"});
  EXPECT_EQ(ran.status, kExitUsage);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ran.err, "batten: unknown command 'sacn' (did you mean scan?)\nsee 'batten help'\n");
  EXPECT_EQ(run({"--al"}).err, "batten: unknown option --al\nsee 'batten help'\n");
  EXPECT_EQ(run({"nginx:1.25"}).err, "batten: unknown command 'nginx:1.25'\nto look into an image: batten scan nginx:1.25\n");
  EXPECT_EQ(run({"versions", "--hlep"}).err, "batten: unknown option --hlep (did you mean --help?)\nsee 'batten versions --help'\n");
  EXPECT_EQ(run({"versions", "frob"}).status, kExitUsage);
  EXPECT_EQ(run({"a\x1b[2Jb"}).err, "batten: unknown command 'a?[2Jb'\nsee 'batten help'\n");
}

TEST(Program, VersionsCompare) {
  EXPECT_EQ(run({"versions", "compare", "dpkg", "1.0~rc1", "1.0"}).out, "<\n");
  EXPECT_EQ(run({"versions", "compare", "dpkg", "--", "-1", "1"}).status, kExitFine) << "a version may begin with a dash";
  Ran unknown = run({"versions", "compare", "deb", "1", "2"});
  EXPECT_EQ(unknown.status, kExitUsage);
  EXPECT_NE(unknown.err.find("'batten versions list'"), std::string::npos);
  Ran list = run({"versions", "list"});
  for (const char* name : {"apk ", "dpkg ", "rpm "}) EXPECT_NE(list.out.find(name), std::string::npos) << name;
}

TEST(Program, AReaderThatHasGoneIsNoError) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ::close(ends[0]);
  int kept = ::dup(1);
  ASSERT_EQ(::dup2(ends[1], 1), 1);
  testing::internal::CaptureStderr();
  int help = run_program({"help"}), list = run_program({"versions", "list"});
  ::dup2(kept, 1);
  ::close(kept);
  ::close(ends[1]);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  EXPECT_EQ(help, kExitReaderGone);
  EXPECT_EQ(list, kExitReaderGone);
}

TEST(Program, AFullDiskIsAnError) {
  int full = ::open("/dev/full", O_WRONLY);
  if (full < 0) GTEST_SKIP() << "a full disk: no /dev/full";
  int kept = ::dup(1);
  ::dup2(full, 1);
  testing::internal::CaptureStderr();
  int status = run_program({"help"});
  ::dup2(kept, 1);
  ::close(kept);
  ::close(full);
  EXPECT_EQ(status, kExitFailed);
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "batten: standard output: write: No space left on device\n");
}

TEST(Exit, Status) {
  EXPECT_EQ(exit_status({Code::kInvalidArgument, ""}), kExitUsage);
  for (Code code : {Code::kNotFound, Code::kDenied, Code::kUnavailable, Code::kTimeout, Code::kCorrupt, Code::kLimit, Code::kUnsupported,
                    Code::kConflict, Code::kInternal}) {
    EXPECT_EQ(exit_status({code, ""}), kExitFailed) << base::code_name(code);
  }
}

class Output : public testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/batten-output-XXXXXX";
    ASSERT_NE(::mkdtemp(name), nullptr);
    directory_ = name;
  }
  void TearDown() override {
    for (const std::string& name : base::list_directory(directory_).value_or(std::vector<std::string>()))
      ::unlink((directory_ + "/" + name).c_str());
    ::rmdir(directory_.c_str());
  }
  std::string path(const char* name) const { return directory_ + "/" + name; }
  static std::string content(const std::string& name) { return base::read_file(name, 1000).value_or("unreadable"); }

  std::string directory_;
};

TEST_F(Output, ReplacesAFileAsTheUmaskAllows) {
  ::umask(022);
  ASSERT_TRUE(write_output(path("report"), "one"));
  ASSERT_TRUE(write_output(path("report"), "two\n"));
  EXPECT_EQ(content(path("report")), "two\n");
  struct stat info{};
  ASSERT_EQ(::stat(path("report").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0644u);
  EXPECT_EQ(base::list_directory(directory_).value(), std::vector<std::string>{"report"}) << "no temporary file is left";
}

TEST_F(Output, FollowsLinks) {
  ASSERT_TRUE(write_output(path("real"), "old"));
  ASSERT_EQ(::symlink("real", path("link").c_str()), 0);
  ASSERT_TRUE(write_output(path("link"), "new"));
  EXPECT_EQ(content(path("real")), "new\n");
  struct stat info{};
  ASSERT_EQ(::lstat(path("link").c_str(), &info), 0);
  EXPECT_TRUE(S_ISLNK(info.st_mode));
}

TEST_F(Output, APipeStaysAPipe) {
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  int reader = ::open(path("pipe").c_str(), O_RDONLY | O_NONBLOCK);
  ASSERT_GE(reader, 0);
  ASSERT_TRUE(write_output(path("pipe"), "through"));
  char buffer[16] = {};
  EXPECT_EQ(::read(reader, buffer, sizeof(buffer)), 8);
  ::close(reader);
  EXPECT_STREQ(buffer, "through\n");
  struct stat info{};
  ASSERT_EQ(::stat(path("pipe").c_str(), &info), 0);
  EXPECT_TRUE(S_ISFIFO(info.st_mode));
}

TEST_F(Output, ErrorsNameThePath) {
  auto written = write_output(path("no/such/report"), "x");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, Code::kNotFound);
  EXPECT_EQ(written.error().message, path("no/such/report") + ": No such file or directory");
  EXPECT_FALSE(write_output(directory_, "x")) << "a directory";
}

TEST(ReportOptions, FromArguments) {
  Arguments arguments;
  arguments.options = {{"all", {"true"}}, {"explain", {"CVE-1"}}, {"output", {"file"}}};
  Context context{.progress = base::silent_progress(), .out_is_terminal = true, .width = 77, .color = true};
  report::Options options = report_options(arguments, context);
  EXPECT_EQ(options.width, 77);
  EXPECT_TRUE(options.show_all);
  EXPECT_EQ(options.explain, "CVE-1");
  EXPECT_FALSE(options.color) << "a file gets no colours";
  EXPECT_TRUE(report_options({}, context).color);
  ASSERT_NE(options.order, nullptr);
  EXPECT_TRUE(options.order("dpkg", "1.0~rc1", "1.0") < 0);
  EXPECT_TRUE(options.order("rpm", "1.0^git1", "1.0") > 0);
}

}  // namespace
}  // namespace batten::cli
