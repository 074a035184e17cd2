// SPDX-License-Identifier: Apache-2.0
#include "monitor/kernel_filter.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "monitor/watched.h"

namespace batten::monitor {
namespace {

using Clause = model::EventClause;
using Kind = model::PathTest::Kind;
using model::Event;

// Whether an open comes through a filter of such paths; each is tried twice, as the second may be answered from memory.
struct PathCase {
  Kind kind;
  std::string test;
  std::string path;
  bool passes;
};

class KernelFilter : public testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/batten-filter-XXXXXX";
    ASSERT_NE(mkdtemp(name), nullptr);
    directory_ = name;
    std::filesystem::create_directories(directory_ + "/.ssh/deep");
    for (const char* one : {"/.ssh/id_rsa", "/.ssh/deep/key.pem", "/plain"})
      close(open((directory_ + one).c_str(), O_CREAT | O_WRONLY, 0600));
    std::filesystem::create_symlink("plain", directory_ + "/id_rsa");
    std::filesystem::create_symlink(".ssh/id_rsa", directory_ + "/innocent");
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  static model::Prefilter opens(const Clause& clause) {
    model::Prefilter filter = Watched::wanting({BATTEN_OPENAT});
    filter.types[BATTEN_OPENAT].any = {clause};
    return filter;
  }
  static int sent(Watched& watched, const std::string& path, int flags = O_RDONLY) {
    return watched.count(
        [&] {
          for (int i = 0; i < 2; ++i) close(open(path.c_str(), flags, 0600));
        },
        [&](const Event& event) { return event.type() == BATTEN_OPENAT && text_of(event, "name") == path; });
  }

  std::vector<PathCase> path_cases() const {
    const std::string& d = directory_;
    return {
        {Kind::kName, "id_rsa", d + "/.ssh/id_rsa", true},
        {Kind::kName, "id_rsa", d + "/plain", false},
        {Kind::kName, "id_rsa", d + "/innocent", true},  // what it leads to
        {Kind::kName, "id_rsa", d + "/id_rsa", true},    // what it is called
        {Kind::kName, "id_rsa", d + "/.ssh/../.ssh//./id_rsa", true},
        {Kind::kPrefix, "/etc/", "/etc/passwd", true},
        {Kind::kPrefix, "/etc/", "/proc/self/root/etc/passwd", true},
        {Kind::kPrefix, "/etc/", d + "/plain", false},
        {Kind::kPrefix, "/et", "/etc/passwd", true},
        {Kind::kPrefix, "/etc/pass", "/etc/passwd", true},
        {Kind::kPrefix, "/etc/pass", "/etc/group", false},
        {Kind::kPrefix, "/usr/bin/", "/usr/bin/env", true},
        {Kind::kPrefix, "/usr/bin/", "/usr/lib/os-release", false},
        {Kind::kPrefix, "/usr/bin/", "/usr/lib/../bin/env", true},
        {Kind::kExact, "/etc/passwd", "/etc/passwd", true},
        {Kind::kExact, "/etc/passwd", "/etc/group", false},
        {Kind::kSuffix, ".pem", d + "/.ssh/deep/key.pem", true},
        {Kind::kSuffix, ".pem", d + "/plain", false},
        {Kind::kSuffix, "/.ssh/id_rsa", d + "/.ssh/id_rsa", true},
        {Kind::kContains, "/.ssh/", d + "/.ssh/deep/key.pem", true},
        {Kind::kContains, "/.ssh/", d + "/plain", false},
        {Kind::kContains, "lai", d + "/plain", true},
    };
  }

  std::string directory_;
};

TEST_F(KernelFilter, AsksForPaths) {
  std::optional<Watched> watched = Watched::open(model::Prefilter{});
  if (!watched) GTEST_SKIP() << "kernel programs can't be loaded here";
  for (const PathCase& one : path_cases()) {
    Clause clause;
    clause.paths = {{one.kind, one.test}};
    base::Notes notes;
    ASSERT_TRUE(watched->capture.set_filter(opens(clause), notes));
    EXPECT_EQ(sent(*watched, one.path), one.passes ? 2 : 0) << one.test << " of " << one.path;
  }
}

// All of them in one filter: an event says of each whether it is met, by where the file is or by what the program called it.
TEST_F(KernelFilter, TellsWhichClausesAreMet) {
  const std::vector<PathCase> cases = path_cases();
  model::Prefilter filter = Watched::wanting({BATTEN_OPENAT});
  std::vector<Clause>& any = filter.types[BATTEN_OPENAT].any;
  for (const PathCase& one : cases) any.push_back({.paths = {{one.kind, one.test}}});
  any.push_back({.outcome = Clause::Outcome::kSuccess});
  any.push_back({.outcome = Clause::Outcome::kFailure});
  ASSERT_LE(any.size(), 64u);
  std::optional<Watched> watched = Watched::open(filter);
  if (!watched) GTEST_SKIP() << "kernel programs can't be loaded here";
  const std::uint64_t success = 1ull << cases.size(), failure = success << 1;
  const auto met = [&](const std::string& path) {
    std::optional<batten_event_clauses> out;
    const bool found = watched->find(
        BATTEN_OPENAT, [&] { close(open(path.c_str(), O_RDONLY)); },
        [&](const Event& event) {
          if (text_of(event, "name") != path) return false;
          out = event.clauses();
          return true;
        });
    EXPECT_TRUE(found && out) << path;
    EXPECT_EQ(out ? out->filter : 0, watched->capture.filter_number());
    return out ? out->clauses : 0;
  };
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const std::uint64_t clauses = met(cases[i].path);
    EXPECT_EQ(clauses >> i & 1, cases[i].passes ? 1u : 0u) << cases[i].test << " of " << cases[i].path;
    EXPECT_EQ(clauses & (success | failure), success) << cases[i].path;
  }
  EXPECT_EQ(met("/etc/no-such/id_rsa") & (success | failure), failure);
  const std::uint64_t before = watched->capture.filter_number();
  base::Notes notes;
  ASSERT_TRUE(watched->capture.set_filter(filter, notes));
  EXPECT_GT(watched->capture.filter_number(), before);
  EXPECT_NE(met("/etc/passwd"), 0u);
  // Without a question nothing is told.
  any.clear();
  ASSERT_TRUE(watched->capture.set_filter(filter, notes));
  EXPECT_TRUE(watched->find(
      BATTEN_OPENAT, [] { close(open("/etc/passwd", O_RDONLY)); },
      [](const Event& event) { return text_of(event, "name") == "/etc/passwd" && !event.clauses(); }));
}

TEST_F(KernelFilter, AsksRelativePathsWithTheirDirectory) {
  Clause clause;
  clause.paths = {{Kind::kPrefix, "/etc/"}};
  std::optional<Watched> watched = Watched::open(opens(clause));
  if (!watched) GTEST_SKIP() << "kernel programs can't be loaded here";
  const std::string before = std::filesystem::current_path();
  std::filesystem::current_path("/etc");
  EXPECT_EQ(sent(*watched, "passwd"), 2);
  EXPECT_EQ(sent(*watched, "no-such-file"), 2);
  std::filesystem::current_path(directory_);
  EXPECT_EQ(sent(*watched, "plain"), 0);
  EXPECT_EQ(sent(*watched, "../../etc/passwd"), 2);
  std::filesystem::current_path(before);
}

// Calls that leave no descriptor behind: what a link on the way may lead to passes.
TEST_F(KernelFilter, LetsLinksOnTheWayPass) {
  std::filesystem::create_directory_symlink(directory_ + "/.ssh", directory_ + "/x");
  const auto filter = [](model::EventType type, const Clause& clause) {
    model::Prefilter out = Watched::wanting({type});
    out.types[type].any = {clause};
    return out;
  };
  Clause below, inside, named;
  below.paths = {{Kind::kPrefix, "/nowhere/"}};
  inside.paths = {{Kind::kContains, "/.ssh/"}};
  named.paths = {{Kind::kName, "id_rsa"}};
  std::optional<Watched> watched = Watched::open(filter(BATTEN_UNLINK, below));
  if (!watched) GTEST_SKIP() << "kernel programs can't be loaded here";
  const auto removals = [&](const std::string& path) {
    close(open(path.c_str(), O_CREAT | O_WRONLY, 0600));
    return watched->count([&] { unlink(path.c_str()); },
                          [&](const Event& event) { return event.type() == BATTEN_UNLINK && text_of(event, "path") == path; });
  };
  base::Notes notes;
  EXPECT_EQ(removals(directory_ + "/x/plain"), 1) << "whatever x is";
  EXPECT_EQ(watched->count([&] { unlink("/no/such"); }, [](const Event& event) { return event.type() == BATTEN_UNLINK; }), 0);
  const std::string before = std::filesystem::current_path();
  std::filesystem::current_path(directory_);
  EXPECT_EQ(removals("plain"), 0) << "no directory on the way";
  std::filesystem::current_path(before);
  ASSERT_TRUE(watched->capture.set_filter(filter(BATTEN_UNLINK, inside), notes));
  EXPECT_EQ(removals(directory_ + "/x/plain"), 1);
  ASSERT_TRUE(watched->capture.set_filter(filter(BATTEN_UNLINK, named), notes));
  EXPECT_EQ(removals(directory_ + "/x/plain"), 0) << "what is removed is called what it is called";
  EXPECT_EQ(removals(directory_ + "/x/id_rsa"), 1);
  // What follows the last component too.
  close(open((directory_ + "/plain").c_str(), O_CREAT | O_WRONLY, 0600));
  const auto owned = [&](int flags) {
    return watched->count([&] { (void)fchownat(AT_FDCWD, (directory_ + "/plain").c_str(), getuid(), getgid(), flags); },
                          [](const Event& event) { return event.type() == BATTEN_FCHOWNAT; });
  };
  ASSERT_TRUE(watched->capture.set_filter(filter(BATTEN_FCHOWNAT, named), notes));
  EXPECT_EQ(owned(0), 1);
  EXPECT_EQ(owned(AT_SYMLINK_NOFOLLOW), 0);
}

TEST_F(KernelFilter, ForgetsWhatItTurnedAwayWhenFilesMove) {
  Clause clause;
  clause.paths = {{Kind::kContains, "/.ssh/"}};
  std::optional<Watched> watched = Watched::open(opens(clause));
  if (!watched) GTEST_SKIP() << "kernel programs can't be loaded here";
  const std::string file = directory_ + "/away/file";
  std::filesystem::create_directory(directory_ + "/away");
  close(open(file.c_str(), O_CREAT | O_WRONLY, 0600));
  const int at = open((directory_ + "/away").c_str(), O_RDONLY | O_DIRECTORY);
  const auto look = [&] {
    return watched->count([&] { close(openat(at, "file", O_RDONLY)); },
                          [&](const Event& event) { return event.type() == BATTEN_OPENAT && text_of(event, "name") == "file"; });
  };
  EXPECT_EQ(look() + look(), 0);
  std::filesystem::rename(directory_ + "/away", directory_ + "/.ssh/away");
  EXPECT_EQ(look(), 1);
  close(at);
}

// What a path met is remembered for all processes: by its text, and by where the file is.
TEST_F(KernelFilter, RemembersPathsForOtherProcesses) {
  Clause clause;
  clause.paths = {{Kind::kContains, "/.ssh/"}, {Kind::kName, "id_rsa"}};
  std::optional<Watched> watched = Watched::open(opens(clause));
  if (!watched) GTEST_SKIP() << "kernel programs can't be loaded here";
  const std::string& d = directory_;
  // Each in a process of its own, with the text where it lies in nobody else.
  const auto look = [&](const std::string& path, const std::string& root = "/") {
    return watched->count(
        [&] {
          const pid_t child = fork();
          if (child == 0) {
            const std::string elsewhere = std::string(static_cast<std::size_t>(getpid() % 512), 'x') + path;
            if (root != "/" && (chroot(root.c_str()) != 0 || chdir("/") != 0)) _exit(1);
            close(open(elsewhere.c_str() + elsewhere.size() - path.size(), O_RDONLY));
            _exit(0);
          }
          waitpid(child, nullptr, 0);
        },
        [&](const Event& event) { return event.type() == BATTEN_OPENAT && text_of(event, "name") == path; });
  };
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(look(d + "/plain"), 0);
    EXPECT_EQ(look(d + "/.ssh/deep/key.pem"), 1);
    EXPECT_EQ(look(d + "/id_rsa"), 1) << "a link to what is not wanted, which is called so";
    EXPECT_EQ(look(d + "/innocent"), 1) << "a link to what is wanted";
    EXPECT_EQ(look(d + "/.ssh/../plain"), 1) << "how it begins is not known";
    EXPECT_EQ(look("/deep/key.pem", d + "/.ssh"), 0) << "below another root it lies elsewhere";
  }
  const std::string renamed = d + "/kept";
  std::filesystem::rename(d + "/plain", renamed);
  std::filesystem::rename(d + "/.ssh/id_rsa", d + "/plain");
  EXPECT_EQ(look(d + "/plain"), 0);
  std::filesystem::rename(renamed, d + "/.ssh/id_rsa");
  EXPECT_EQ(look(d + "/innocent"), 1);
  std::filesystem::remove(d + "/innocent");
  std::filesystem::create_symlink("plain", d + "/innocent");
  EXPECT_EQ(look(d + "/innocent"), 0) << "it leads elsewhere now";
  Clause other;
  other.paths = {{Kind::kName, "innocent"}};
  base::Notes notes;
  ASSERT_TRUE(watched->capture.set_filter(opens(other), notes));
  EXPECT_EQ(look(d + "/innocent"), 1) << "another filter asks anew";
  EXPECT_EQ(look(d + "/.ssh/deep/key.pem"), 0);
}

TEST_F(KernelFilter, AsksForAccessAndOutcome) {
  const std::string file = directory_ + "/plain";
  Clause clause;
  clause.access = Clause::Access::kWrite;
  clause.outcome = Clause::Outcome::kSuccess;
  std::optional<Watched> watched = Watched::open(opens(clause));
  if (!watched) GTEST_SKIP() << "kernel programs can't be loaded here";
  EXPECT_EQ(sent(*watched, file, O_RDONLY), 0);
  EXPECT_EQ(sent(*watched, file, O_RDWR), 2);
  EXPECT_EQ(sent(*watched, file, O_WRONLY), 2);
  EXPECT_EQ(sent(*watched, "/no/such", O_WRONLY), 0);
  base::Notes notes;
  clause = {};
  clause.outcome = Clause::Outcome::kFailure;
  ASSERT_TRUE(watched->capture.set_filter(opens(clause), notes));
  EXPECT_EQ(sent(*watched, file), 0);
  EXPECT_EQ(sent(*watched, "/no/such"), 2);
  clause = {};
  clause.any_flags = O_TRUNC | O_APPEND;
  ASSERT_TRUE(watched->capture.set_filter(opens(clause), notes));
  EXPECT_EQ(sent(*watched, file, O_WRONLY), 0);
  EXPECT_EQ(sent(*watched, file, O_WRONLY | O_APPEND), 2);
}

TEST_F(KernelFilter, AsksForCommsAndNumbers) {
  char comm[17] = {};
  ASSERT_EQ(prctl(PR_GET_NAME, comm), 0);
  Clause clause;
  clause.comms = {"somebody-else", comm};
  std::optional<Watched> watched = Watched::open(opens(clause));
  if (!watched) GTEST_SKIP() << "kernel programs can't be loaded here";
  EXPECT_EQ(sent(*watched, directory_ + "/plain"), 2);
  base::Notes notes;
  clause.comms = {"somebody-else"};
  ASSERT_TRUE(watched->capture.set_filter(opens(clause), notes));
  EXPECT_EQ(sent(*watched, directory_ + "/plain"), 0);
  // What was remembered of a name does not hold for another; a thread has its own and its process's.
  ASSERT_EQ(prctl(PR_SET_NAME, "somebody-else"), 0);
  EXPECT_EQ(sent(*watched, directory_ + "/plain"), 2);
  int of_thread = 0;
  std::thread([&] {
    prctl(PR_SET_NAME, "worker");
    of_thread = sent(*watched, directory_ + "/plain");
  }).join();
  EXPECT_EQ(of_thread, 2);
  ASSERT_EQ(prctl(PR_SET_NAME, comm), 0);
  EXPECT_EQ(sent(*watched, directory_ + "/plain"), 0);
  model::Prefilter filter = Watched::wanting({BATTEN_PTRACE});
  clause = {};
  clause.numbers = {PTRACE_ATTACH};
  filter.types[BATTEN_PTRACE].any = {clause};
  ASSERT_TRUE(watched->capture.set_filter(filter, notes));
  const auto is_ptrace = [](const Event& event) { return event.type() == BATTEN_PTRACE; };
  EXPECT_EQ(watched->count([] { ptrace(PTRACE_ATTACH, 0x7fffffff, nullptr, nullptr); }, is_ptrace), 1);
  EXPECT_EQ(watched->count([] { ptrace(PTRACE_DETACH, 0x7fffffff, nullptr, nullptr); }, is_ptrace), 0);
}

TEST_F(KernelFilter, NeverTakesWhatItDoesNotKnowForTheHost) {
  Clause clause;
  clause.where = Clause::Where::kContainer;
  std::optional<Watched> watched = Watched::open(opens(clause));
  if (!watched) GTEST_SKIP() << "kernel programs can't be loaded here";
  const std::string file = directory_ + "/plain";
  EXPECT_EQ(sent(*watched, file), 2) << "nothing was told";
  std::uint64_t group = 0;
  watched->count([&] { close(open(file.c_str(), O_RDONLY)); },
                 [&](const Event& event) {
                   if (event.header().pid != static_cast<std::uint32_t>(getpid())) return false;
                   return (group = event.header().cgroup) != 0;
                 });
  watched->capture.tell_cgroup(group, false);
  EXPECT_EQ(sent(*watched, file), 0) << "the host";
  watched->capture.tell_cgroup(group, true);
  EXPECT_EQ(sent(*watched, file), 2) << "a container";
  watched->capture.forget_cgroup(group);
  EXPECT_EQ(sent(*watched, file), 2);
}

TEST_F(KernelFilter, ManyClausesAndFullTablesLetThrough) {
  model::Prefilter filter = Watched::wanting({BATTEN_OPENAT});
  for (int i = 0; i < 60; ++i) {
    Clause clause;
    for (int k = 0; k < 200; ++k) clause.paths.push_back({Kind::kName, "name-" + std::to_string(i * 1000 + k)});
    filter.types[BATTEN_OPENAT].any.push_back(clause);
  }
  std::optional<Watched> watched = Watched::open(filter);
  if (!watched) GTEST_SKIP() << "kernel programs can't be loaded here";
  EXPECT_EQ(sent(*watched, directory_ + "/plain"), 2) << "more words than there is room for";
}

}  // namespace
}  // namespace batten::monitor
