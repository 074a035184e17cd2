// SPDX-License-Identifier: Apache-2.0
//
// The members of the values that cross the worker's socket, in the order in which codec.h writes them. A change here is a
// change of the format: raise kFactsVersion.
#pragma once

#include "image/codec.h"
#include "image/parser.h"
#include "model/facts.h"
#include "model/image.h"

namespace batten::image {

inline constexpr int kFactsVersion = 10;

}  // namespace batten::image

// In the namespaces of the structs, where the codec finds them by argument.
namespace batten::base {

template <typename C>
void fields(C& codec, Note& note) {
  auto kind = static_cast<unsigned>(note.kind);
  codec(kind, note.where, note.message, note.hint);
  note.kind = kind > 2 ? Note::Kind::kSkipped : static_cast<Note::Kind>(kind);
}

}  // namespace batten::base

namespace batten::model {

template <typename C>
void fields(C& codec, Location& location) {
  codec(location.path, location.layer_index, location.inner);
}

template <typename C>
void fields(C& codec, Package& package) {
  codec(package.type, package.name, package.version, package.arch, package.source_name, package.source_version, package.origin,
        package.maintainer, package.modularity, package.licenses, package.files, package.file_count, package.claimed_files,
        package.location, package.found_by, package.owner, package.declared, package.symbols, package.has_symbols, package.purl);
}

template <typename C>
void fields(C& codec, PackageDetail& detail) {
  codec(detail.type, detail.name, detail.arch, detail.licenses, detail.files, detail.file_count, detail.claimed_files);
}

template <typename C>
void fields(C& codec, Distro& distro) {
  codec(distro.id, distro.version_id, distro.codename, distro.pretty_name, distro.id_like, distro.cpe_name);
}

template <typename C>
void fields(C& codec, Repository& repository) {
  codec(repository.type, repository.uri, repository.suite, repository.components, repository.signed_by, repository.path);
}

template <typename C>
void fields(C& codec, NotableFile& file) {
  codec(file.path, file.mode, file.traits, file.directory);
}

template <typename C>
void fields(C& codec, Account& account) {
  codec(account.name, account.id, account.no_password, account.shadowed);
}

template <typename C>
void fields(C& codec, FileFacts& facts) {
  codec(facts.path, facts.real_path, facts.packages, facts.details, facts.distro, facts.repositories, facts.accounts);
}

template <typename C>
void fields(C& codec, Link& link) {
  codec(link.path, link.target, link.hard);
}

// Enumerations that a hostile worker may have written are brought back into their range.
template <typename C, typename E>
void bounded(C& codec, E& value, E last) {
  auto number = static_cast<unsigned>(value);
  codec(number);
  value = number > static_cast<unsigned>(last) ? last : static_cast<E>(number);
}

template <typename C>
void fields(C& codec, LeakPlace& place) {
  bounded(codec, place.where, LeakPlace::Where::kInput);
  codec(place.path, place.line, place.column, place.offset, place.decoded);
}

// Places in an image, repairs and decisions are added by those who know them.
template <typename C>
void fields(C& codec, Leak& leak) {
  bounded(codec, leak.severity, Severity::kCritical);
  bounded(codec, leak.confidence, LeakConfidence::kConfirmed);
  codec(leak.kind, leak.title, leak.place, leak.masked, leak.length, leak.fingerprint, leak.readable_by, leak.repair, leak.ends_at,
        leak.suppressed_by);
}

template <typename C>
void fields(C& codec, LayerFacts& facts) {
  codec(facts.diff_id, facts.blob_digest, facts.entry_count, facts.files, facts.whiteouts, facts.opaque_dirs, facts.links,
        facts.path_hashes, facts.notes, facts.notable, facts.system_directories, facts.leaks);
}

template <typename C>
void fields(C& codec, Inventory& inventory) {
  codec(inventory.distro, inventory.packages, inventory.repositories, inventory.layers, inventory.notes);
}

template <typename C>
void fields(C& codec, Platform& platform) {
  codec(platform.os, platform.arch, platform.variant);
}

template <typename C>
void fields(C& codec, Descriptor& descriptor) {
  codec(descriptor.media_type, descriptor.digest, descriptor.size_bytes, descriptor.platform, descriptor.annotations,
        descriptor.artifact_type);
}

template <typename C>
void fields(C& codec, Manifest& manifest) {
  codec(manifest.media_type, manifest.config, manifest.layers, manifest.manifests, manifest.annotations, manifest.artifact_type,
        manifest.subject, manifest.is_index);
}

template <typename C>
void fields(C& codec, HistoryEntry& entry) {
  codec(entry.created_by, entry.comment, entry.created, entry.empty_layer);
}

template <typename C>
void fields(C& codec, ImageConfig& config) {
  codec(config.platform, config.created, config.user, config.env, config.entrypoint, config.cmd, config.exposed_ports, config.volumes,
        config.working_dir, config.labels, config.healthcheck, config.diff_ids, config.history);
}

}  // namespace batten::model

namespace batten::image {

template <typename C>
void fields(C& codec, ArchiveMember& member) {
  codec(member.name, member.offset, member.size_bytes, member.link_target);
}

template <typename C>
void fields(C& codec, ArchiveIndex& index) {
  codec(index.members, index.notes);
}

template <typename C>
void fields(C& codec, Alias& alias) {
  codec(alias.path, alias.claimed_path);
}

template <typename C>
void fields(C& codec, DockerArchiveEntry& entry) {
  codec(entry.config, entry.layers, entry.repo_tags);
}

template <typename C>
void fields(C& codec, SmallMember& member) {
  codec(member.name, member.bytes);
}

template <typename C>
void fields(C& codec, LayerMember& member) {
  codec(member.name, member.facts);
}

template <typename C>
void fields(C& codec, ArchiveContents& contents) {
  codec(contents.documents, contents.layers, contents.notes);
}

}  // namespace batten::image
