// SPDX-License-Identifier: Apache-2.0
//
// A check of the files of an image, or of another root file system: what a process in a container of it would see, all layers merged. One
// file in image/ per check.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checks/settings.h"
#include "model/image_files.h"

namespace batten::checks {

struct ImageCheck {
  model::CheckInfo info;
  // Adds a hit for each thing that is wrong; nothing: it passes. A hit with kUnknown says that it could not look.
  void (*check)(const model::ImageFiles& files, const Settings& settings, Hits& hits);
  std::span<const Example> examples;  // of files, in words that image_checks_test.cc reads: "setuid 4755 usr/bin/x"
};

std::span<const ImageCheck* const> all_image_checks();

// The file of accounts of that path; null: there is none.
const model::AccountFile* account_file(const model::ImageFiles& files, std::string_view path);

// "a, b and 3 more", fit for a terminal.
std::string named(const std::vector<std::string>& names);

// "-rwsr-xr-x" as ls(1) writes it.
std::string mode_text(const model::NotableFile& file);

// Is it a setuid or setgid program that distributions install with that mode, at its place?
bool is_usual_setuid(const model::NotableFile& file);

}  // namespace batten::checks
