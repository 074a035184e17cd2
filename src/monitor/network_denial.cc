// SPDX-License-Identifier: Apache-2.0
#include "monitor/network_denial.h"

#include <fcntl.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_tables.h>
#include <net/if.h>
#include <sched.h>
#include <sys/stat.h>

#include <cerrno>
#include <functional>
#include <memory>
#include <string_view>
#include <thread>
#include <vector>

#include "base/file.h"
#include "base/format.h"
#include "monitor/container_cgroup.h"
#include "monitor/nft_message.h"

namespace batten::monitor {
namespace {

constexpr const char* kTable = "batten_denied";
constexpr std::size_t kMaxText = 1u << 20;
constexpr std::size_t kMaxInterfaces = 256;
// Docker's name server in the container, which asks others from outside of it.
constexpr std::string_view kEngineResolver("\x7f\x00\x00\x0b", 4);
constexpr unsigned kLoopback = 1;  // in every network namespace

bool same_file(int one, const std::string& path) {
  struct stat a{}, b{};
  return ::fstat(one, &a) == 0 && ::stat(path.c_str(), &b) == 0 && a.st_ino == b.st_ino && a.st_dev == b.st_dev;
}

// Runs in a thread of its own that enters the namespace and ends there.
Result<void> inside(const base::Fd& network, const std::function<Result<void>()>& work) {
  Result<void> out;
  std::thread([&] {
    if (::setns(network.get(), CLONE_NEWNET) != 0)
      out = base::errno_error("the container's network can't be entered", errno);
    else
      out = work();
  }).join();
  return out;
}

std::vector<std::string> interfaces() {
  std::vector<std::string> out;
  const std::unique_ptr<struct if_nameindex, decltype(&::if_freenameindex)> all(::if_nameindex(), ::if_freenameindex);
  if (all == nullptr) return out;
  for (const struct if_nameindex* one = all.get(); one->if_index != 0 && out.size() < kMaxInterfaces; ++one) {
    if (one->if_index != kLoopback) out.emplace_back(one->if_name);
  }
  return out;
}

Result<void> drop_packets() {
  NftBatch batch;
  // Made before it is removed: then it may have been there or not.
  batch.add_table(NFPROTO_INET, kTable);
  batch.remove_table(NFPROTO_INET, kTable);
  batch.add_table(NFPROTO_INET, kTable);
  batch.add_dropping_chain(NFPROTO_INET, kTable, "input", NF_INET_LOCAL_IN);
  batch.accept_interface(NFPROTO_INET, kTable, "input", NFT_META_IIF, kLoopback);
  batch.add_dropping_chain(NFPROTO_INET, kTable, "output", NF_INET_LOCAL_OUT);
  batch.drop_address(NFPROTO_INET, kTable, "output", kEngineResolver);
  batch.accept_interface(NFPROTO_INET, kTable, "output", NFT_META_OIF, kLoopback);
  batch.add_dropping_chain(NFPROTO_INET, kTable, "forward", NF_INET_FORWARD);
  return batch.send();
}

// hook: NF_NETDEV_*.
Result<void> drop_frames(const std::string& table, std::uint32_t hook) {
  NftBatch batch;
  batch.add_table(NFPROTO_NETDEV, table);
  batch.remove_table(NFPROTO_NETDEV, table);
  batch.add_table(NFPROTO_NETDEV, table);
  unsigned number = 0;
  for (const std::string& interface : interfaces())
    batch.add_dropping_chain(NFPROTO_NETDEV, table, format("interface_{}", number++), hook, interface);
  return batch.send();
}

Result<void> remove(std::uint8_t family, const std::string& table) {
  NftBatch batch;
  batch.remove_table(family, table);
  Result<void> removed = batch.send();
  if (!removed && removed.error().code == Code::kNotFound) return {};
  return removed;
}

constexpr const char* kOutward = "batten_denied_out";

}  // namespace

Result<base::Fd> open_network(std::uint32_t pid, const std::string& container_id, const std::string& proc) {
  // What is opened below the folder of a process is of that process, or not there any more.
  const base::Fd folder(::open(format("{}/{}", proc, pid).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  base::Fd network(folder.valid() ? ::openat(folder.get(), "ns/net", O_RDONLY | O_CLOEXEC) : -1);
  if (!network.valid()) return base::errno_error(format("the network of process {}", pid), errno);
  if (!container_id.empty()) {
    const base::Fd cgroup(::openat(folder.get(), "cgroup", O_RDONLY | O_CLOEXEC));
    if (!cgroup.valid()) return base::errno_error(format("the cgroup of process {}", pid), errno);
    if (!names_container(TRY(base::read_all(cgroup.get(), kMaxText)), container_id))
      return Error{Code::kNotFound, format("process {} is not in the container", pid)};
  }
  if (same_file(network.get(), proc + "/1/ns/net") || same_file(network.get(), "/proc/self/ns/net"))
    return Error{Code::kDenied, "its network is the host's"};
  return network;
}

Result<void> deny_network(const base::Fd& network) {
  return inside(network, []() -> Result<void> {
    TRY(drop_packets());
    // More than is needed for IP: kernels that have less do without.
    (void)drop_frames(kTable, NF_NETDEV_INGRESS);
    (void)drop_frames(kOutward, NF_NETDEV_EGRESS);
    return {};
  });
}

Result<void> allow_network(const base::Fd& network) {
  return inside(network, []() -> Result<void> {
    (void)remove(NFPROTO_NETDEV, kOutward);
    (void)remove(NFPROTO_NETDEV, kTable);
    return remove(NFPROTO_INET, kTable);
  });
}

}  // namespace batten::monitor
