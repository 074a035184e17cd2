// SPDX-License-Identifier: Apache-2.0
//
// A check of a container, whoever asks for it: Compose, Kubernetes, a `docker run` line, a Quadlet unit, an engine that runs it. One file
// in container/ per check. In a running one the kernel's word (Container::process) goes before the configuration's.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "checks/settings.h"
#include "model/container.h"

namespace batten::checks {

// In which forms a check makes sense, as bits.
using Forms = std::uint8_t;
constexpr Forms form_bit(model::ContainerForm form) { return static_cast<Forms>(1u << static_cast<unsigned>(form)); }
inline constexpr Forms kCompose = form_bit(model::ContainerForm::kCompose), kKubernetes = form_bit(model::ContainerForm::kKubernetes),
                       kRunLine = form_bit(model::ContainerForm::kRunLine), kQuadlet = form_bit(model::ContainerForm::kQuadlet),
                       kEngine = form_bit(model::ContainerForm::kEngine), kImage = form_bit(model::ContainerForm::kImage);
inline constexpr Forms kAllForms = kCompose | kKubernetes | kRunLine | kQuadlet | kEngine;

// What to do in the words of a form: flags of docker run, keys of a Quadlet unit, fields of Kubernetes, instructions of a Dockerfile for an
// image. Empty: CheckInfo::fix, which speaks Compose where words differ.
struct FormWords {
  std::string_view run_line = {}, quadlet = {}, kubernetes = {}, image = {};
};

struct ContainerCheck {
  model::CheckInfo info;
  Forms forms = kAllForms;
  // Adds a hit for each thing that is wrong; nothing: it passes. A hit with kUnknown or kNotApplicable says so instead.
  void (*check)(const model::Container& container, const Settings& settings, Hits& hits);
  std::span<const Example> examples;  // whole Compose files (a running container's checks: tests of their own beside them as well)
  // What has to be set differently for this hit to go; nothing: no change is known.
  std::vector<model::ContainerChange> (*fix)(const model::Container& container, const Hit& hit) = nullptr;
  FormWords words = {};
};

// Gives each hit that has no fix of its own the words of the form that the container is in.
void use_words(const ContainerCheck& check, const model::Container& container, Hits& hits);

std::span<const ContainerCheck* const> all_container_checks();

}  // namespace batten::checks
