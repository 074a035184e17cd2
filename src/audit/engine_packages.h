// SPDX-License-Identifier: Apache-2.0
//
// Whether the engine's programs and the kernel are a distribution's: it puts fixes into old versions, so that a version alone proves
// nothing.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "audit/host_files.h"
#include "model/host.h"

namespace batten::audit {

// Versions of the packages that hold an engine or a runtime, of dpkg's status or apk's installed.
std::map<std::string, std::string> engine_packages(std::string_view text);

// Fills package of each component that came with the distribution.
void name_packages(const HostFiles& files, const std::string& distribution, std::map<std::string, model::EngineComponent>& components);

// /proc/version and /proc/version_signature (Ubuntu); release is /proc/sys/kernel/osrelease.
void read_kernel_version(std::string_view release, std::string_view version, std::string_view signature, model::HostKernel& out);
void look_at_kernel(const HostFiles& files, model::HostKernel& out);

}  // namespace batten::audit
