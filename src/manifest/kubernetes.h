// SPDX-License-Identifier: Apache-2.0
//
// Reads Kubernetes manifests: every workload kind, several documents, List. What has a pod template gives a Pod, and each of its containers
// a model::Container, so that checks of containers see them as they see any other.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/note.h"
#include "base/result.h"
#include "base/yaml.h"
#include "model/container.h"

namespace batten::manifest {

struct PodContainer {
  enum class Kind : unsigned char { kContainer, kInit, kEphemeral };
  Kind kind = Kind::kContainer;
  std::string name;
  yaml::View view;  // of the container
};

// A pod, or the template of one.
struct Pod {
  std::string kind;  // "Deployment"; "Pod" for itself
  std::string name;  // of the workload; "" when it has none (generateName)
  std::string name_space;
  yaml::View metadata;  // of the pod or template: annotations count
  yaml::View spec;
  std::vector<PodContainer> containers;  // all kinds, in the order init, containers, ephemeral

  // "Deployment web"; "Pod in line 3" without a name.
  std::string title() const;
};

struct Kubernetes {
  std::shared_ptr<const yaml::Document> document;  // what the views look into
  std::vector<Pod> pods;
  std::vector<model::Container> containers;  // of all pods, in their order
  std::size_t objects = 0;                   // all, also those without a pod
  base::Notes notes;                         // documents that could not be read, fields that nobody knows (with a suggestion)
};

// Where a view is written, for hits.
model::Place pod_place(yaml::View view);
// A boolean as Kubernetes reads YAML: y, yes, on and their opposites are some, in quotes nothing is.
std::optional<bool> pod_boolean(yaml::View view);

// Is this text meant for Kubernetes: has a document apiVersion and kind?
bool looks_like_kubernetes(std::string_view text);
// corrupt, limit. A document that can't be read is a note when another can be. A template of Helm ({{ }}) that is no YAML is
// Code::kUnsupported with what to do ("helm template").
Result<Kubernetes> parse_kubernetes(std::string_view text);
// The edits that write a change for a container, which parse_kubernetes gave for this text, into it; an empty list: not known how, or it is
// already so. Comments, order and layout stay.
Result<std::vector<model::Edit>> kubernetes_edits(std::string_view text, const model::Container& container,
                                                  const model::ContainerChange& change);

}  // namespace batten::manifest
