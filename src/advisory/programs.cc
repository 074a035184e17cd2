// SPDX-License-Identifier: Apache-2.0
#include "advisory/programs.h"

namespace batten::advisory {
namespace {

constexpr Program kPrograms[] = {
    {"apache", "bitnami", "apache"},
    {"bash", "nvd", "gnu:bash"},
    {"busybox", "nvd", "busybox:busybox"},
    {"caddy", "nvd", "caddyserver:caddy"},
    {"consul", "bitnami", "consul"},
    {"curl", "nvd", "haxx:curl"},
    {"curl", "nvd", "curl:curl"},
    {"dash", "nvd", "dash:dash"},
    {"dotnet", "bitnami", "dotnet"},
    {"elasticsearch", "bitnami", "elasticsearch"},
    {"envoy", "bitnami", "envoy"},
    {"erlang", "nvd", "erlang:erlang\\/otp"},
    {"etcd", "bitnami", "etcd"},
    {"git", "bitnami", "git"},
    {"go", "bitnami", "golang"},
    {"golang", "bitnami", "golang"},
    {"haproxy", "bitnami", "haproxy"},
    {"httpd", "bitnami", "apache"},
    {"java", "bitnami", "java"},
    {"jdk", "bitnami", "java"},
    {"jre", "bitnami", "jre"},
    {"lighttpd", "nvd", "lighttpd:lighttpd"},
    {"mariadb", "bitnami", "mariadb"},
    {"memcached", "bitnami", "memcached"},
    {"mongodb", "bitnami", "mongodb"},
    {"mysql", "nvd", "oracle:mysql"},
    {"mysql", "nvd", "oracle:mysql_server"},
    {"nginx", "bitnami", "nginx"},
    {"node", "bitnami", "node"},
    {"nodejs", "bitnami", "node"},
    {"openjdk", "bitnami", "java"},
    {"openresty", "bitnami", "openresty"},
    {"openssl", "nvd", "openssl:openssl"},
    {"perl", "nvd", "perl:perl"},
    {"php", "bitnami", "php"},
    {"postgres", "bitnami", "postgresql"},
    {"postgresql", "bitnami", "postgresql"},
    {"python", "bitnami", "python"},
    {"rabbitmq", "bitnami", "rabbitmq"},
    {"redis", "bitnami", "redis"},
    {"ruby", "bitnami", "ruby"},
    {"rust", "nvd", "rust-lang:rust"},
    {"sqlite", "bitnami", "sqlite"},
    {"squid", "nvd", "squid-cache:squid"},
    {"tomcat", "bitnami", "tomcat"},
    {"traefik", "nvd", "traefik:traefik"},
    {"valkey", "bitnami", "valkey"},
    {"varnish", "bitnami", "varnish"},
    {"vault", "bitnami", "vault"},
    {"zlib", "nvd", "zlib:zlib"},
};

}  // namespace

std::span<const Program> programs() { return kPrograms; }

}  // namespace batten::advisory
