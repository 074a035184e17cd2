// SPDX-License-Identifier: Apache-2.0
#include "advisory/redhat_product.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"

namespace batten::advisory {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "el9_2" and "el8sat" -> "9", "8"; the digits behind the first "el" that stands at the start or after a dot.
std::string after_el(std::string_view text) {
  for (std::size_t at = 0; at + 2 < text.size(); ++at) {
    bool starts = at == 0 || text[at - 1] == '.' || text[at - 1] == '_';
    if (!starts || text.substr(at, 2) != "el" || !is_digit(text[at + 2])) continue;
    std::size_t end = at + 2;
    while (end < text.size() && is_digit(text[end])) ++end;
    return std::string(text.substr(at + 2, end - at - 2));
  }
  return {};
}

std::string leading_digits(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && is_digit(text[end])) ++end;
  return std::string(text.substr(0, end));
}

// Products whose own version is that of the operating system.
bool is_operating_system(std::string_view product) {
  if (product == "enterprise_linux" || product == "enterprise_linux_eus") return true;
  return product.starts_with("rhel_") && product != "rhel_software_collections" && product != "rhel_dotnet" &&
         product != "rhel_satellite_client" && product != "rhel_application_stack" && product != "rhel_stronghold" &&
         product != "rhel_cluster";
}

}  // namespace

std::string redhat_major(std::string_view cpe, std::string_view version) {
  std::vector<std::string_view> parts = base::split(cpe, ':');
  // cpe : /a : redhat : product : version : update : edition
  if (parts.size() < 4 || parts[0] != "cpe" || parts[2] != "redhat") return {};
  if (parts.size() > 6) {
    if (std::string major = after_el(parts[6]); !major.empty()) return major;
  }
  if (parts.size() > 4 && is_operating_system(parts[3])) {
    if (std::string major = leading_digits(parts[4]); !major.empty()) return major;
  }
  return after_el(version);
}

std::string redhat_ecosystem(std::string_view cpe, std::string_view version) {
  std::string major = redhat_major(cpe, version);
  if (major.empty()) return {};
  return (is_operating_system(base::split(cpe, ':')[3]) ? "redhat:" : "redhat-layered:") + major;
}

std::string redhat_cpe_of_osv(std::string_view ecosystem) {
  if (!ecosystem.starts_with("Red Hat:")) return {};
  std::string_view tail = ecosystem.substr(8);
  std::vector<std::string_view> parts = base::split(tail, ':');
  // The operating system itself has part "o", what is added to it "a", as in Red Hat's repository-to-cpe.json.
  constexpr std::array<std::string_view, 12> kBase = {
      "", "as", "es", "ws", "desktop", "server", "client", "workstation", "computenode", "hypervisor", "client_workstation", "baseos"};
  std::string_view edition = parts.size() > 3 ? parts[3] : std::string_view();
  bool base = is_operating_system(parts[0]) && std::find(kBase.begin(), kBase.end(), edition) != kBase.end();
  bool fast_datapath = parts[0] == "enterprise_linux" && edition == "fastdatapath";
  return std::string(base || fast_datapath ? "cpe:/o:redhat:" : "cpe:/a:redhat:") + std::string(tail);
}

}  // namespace batten::advisory
