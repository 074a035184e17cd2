// SPDX-License-Identifier: Apache-2.0
//
// The capture's tests once more, and those of what only such kernels have, on Debian's kernel: an emulated machine boots it with this
// program, what it links and a few others in its first file system, and runs them there.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <sstream>
#include <string>

namespace batten::monitor {
namespace {

namespace fs = std::filesystem;

// An archive in the format that Linux unpacks into its first file system (cpio, "newc").
class Archive {
 public:
  void add(const std::string& name, unsigned mode, const std::string& bytes) {
    for (fs::path above = fs::path(name).parent_path(); !above.empty() && names_.insert(above.string()).second; above = above.parent_path())
      entry(above.string(), 040755, "");
    if (names_.insert(name).second) entry(name, mode, bytes);
  }
  void add_file(const std::string& from, const std::string& to) {
    std::ifstream in(from, std::ios::binary);
    add(to.substr(1), 0100755, {std::istreambuf_iterator<char>(in), {}});
  }
  // A directory's own parents come first in the end.
  std::string finish() {
    std::ranges::sort(entries_);
    std::string out;
    for (const auto& [name, bytes] : entries_) out += bytes;
    return out + record("TRAILER!!!", 0, "");
  }

 private:
  void entry(const std::string& name, unsigned mode, const std::string& bytes) { entries_.emplace_back(name, record(name, mode, bytes)); }
  std::string record(const std::string& name, unsigned mode, const std::string& bytes) {
    std::array<char, 128> header = {};
    std::snprintf(header.data(), header.size(), "070701%08x%08x%08x%08x%08x%08x%08zx%08x%08x%08x%08x%08zx%08x", ++number_, mode, 0u, 0u, 1u,
                  0u, bytes.size(), 0u, 0u, 0u, 0u, name.size() + 1, 0u);
    std::string out = header.data() + name;
    out.resize((out.size() + 4) / 4 * 4, '\0');
    out += bytes;
    out.resize((out.size() + 3) / 4 * 4, '\0');
    return out;
  }

  std::vector<std::pair<std::string, std::string>> entries_;
  std::set<std::string> names_;
  unsigned number_ = 0;
};

std::string output_of(const std::string& command) {
  std::string out;
  std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  char buffer[4096];
  for (std::size_t n = 0; pipe && (n = fread(buffer, 1, sizeof buffer, pipe.get())) > 0;) out.append(buffer, n);
  return out;
}

void add_program(Archive& archive, const std::string& from, const std::string& to) {
  archive.add_file(from, to);
  std::istringstream words(output_of("ldd " + from + " 2>/dev/null"));
  for (std::string word; words >> word;) {
    if (word.starts_with("/") && fs::exists(word)) archive.add_file(word, word);
  }
}

constexpr const char* kInit = R"(#!/bin/busybox sh
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sys /sys
/bin/busybox mount -t devtmpfs dev /dev
/bin/busybox mount -t tmpfs tmp /tmp
/bin/busybox mount -t cgroup2 none /sys/fs/cgroup
/bin/busybox ip link set lo up
/bin/busybox insmod /overlay.ko
/monitor_test --gtest_color=no --gtest_filter='$FILTER'
echo "tests ended with $?"
/bin/busybox poweroff -f
)";

// A few that reach every kernel program: each loads all of them, which takes seconds in an emulated machine.
constexpr const char* kFilter =
    "Capture.TellsAnExecAndItsEnd:Capture.TellsW*:Capture.TellsOtherCalls:Capture.TellsCgroups*:"
    "CaptureNetwork.TellsBothSides*:CaptureNetwork.KnowsWho*:CaptureNetwork.TellsWhatIsAsked*:KernelFilter.AsksForPaths:KernelFilter."
    "LetsLinks*:KernelFilter.R*:"
    "Capture."
    "WithoutTheRightItSaysSo:"
    "ExecDenialTest.*:By/DriftDenialTest.*:CaptureCalls.Tells*:CaptureNetwork.TellsQuestionsOverTcp";

std::string newest_kernel() {
  std::string out;
  std::error_code ignored;
  for (const fs::directory_entry& one : fs::directory_iterator("/boot", ignored)) {
    const std::string name = one.path().filename();
    if (name.starts_with("vmlinuz-") && name.ends_with("-amd64")) out = std::max(out, one.path().string());
  }
  return out;
}

// The file system of containers, which that kernel has as a module; empty: not installed.
std::string overlay_module(const std::string& kernel) {
  const std::string release = kernel.substr(kernel.find('-') + 1);
  for (const char* begin : {"/lib/modules/", "/usr/lib/modules/"}) {
    const std::string path = begin + release + "/kernel/fs/overlayfs/overlay.ko";
    if (fs::exists(path)) return path;
  }
  return {};
}

TEST(OldKernel, RunsTheCapturesTests) {
  const std::string kernel = newest_kernel();
  if (kernel.empty() || access(kernel.c_str(), R_OK) != 0) GTEST_SKIP() << "no kernel of Debian's in /boot (linux-image-amd64)";
  for (const char* one : {"qemu-system-x86_64", "busybox", "dash", "gzip"}) {
    if (std::system((std::string("command -v ") + one + " >/dev/null").c_str()) != 0) GTEST_SKIP() << "no " << one;
  }
  const std::string overlay = overlay_module(kernel);
  if (overlay.empty()) GTEST_SKIP() << "no overlay.ko of that kernel";
  Archive archive;
  std::string init = kInit;
  init.replace(init.find("$FILTER"), 7, kFilter);
  archive.add("init", 0100755, init);
  archive.add("etc/passwd", 0100644, "root:x:0:0::/root:/bin/sh\n");
  archive.add("etc/group", 0100644, "root:x:0:\n");
  for (const char* one : {"proc", "sys", "dev", "tmp"}) archive.add(one, 040755, "");
  add_program(archive, fs::canonical("/proc/self/exe"), "/monitor_test");
  archive.add_file(overlay, "/overlay.ko");
  add_program(archive, "/bin/dash", "/bin/sh");
  add_program(archive, "/bin/true", "/bin/true");
  add_program(archive, "/usr/bin/env", "/usr/bin/env");
  archive.add_file("/usr/lib/os-release", "/usr/lib/os-release");
  archive.add_file(output_of("command -v busybox | tr -d '\\n'"), "/bin/busybox");
  char name[] = "/tmp/batten-kernel-XXXXXX";
  ASSERT_NE(mkdtemp(name), nullptr);
  const std::string directory = name;
  std::ofstream(directory + "/initrd", std::ios::binary) << archive.finish();
  const std::string said =
      output_of("gzip -1 " + directory +
                "/initrd && timeout 500 qemu-system-x86_64 -accel tcg -cpu max -m 768 -smp 2 -nographic -no-reboot -kernel " + kernel +
                " -initrd " + directory + "/initrd.gz -append 'console=ttyS0 quiet panic=-1 mitigations=off' </dev/null 2>&1");
  fs::remove_all(directory);
  EXPECT_NE(said.find("tests ended with 0"), std::string::npos) << said;
  EXPECT_NE(said.find("[  PASSED  ] 29 tests."), std::string::npos) << said;
}

}  // namespace
}  // namespace batten::monitor
