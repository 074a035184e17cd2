#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# written.sh ROOT: what RubyGems, Composer and .NET leave behind, written here in their forms with real names and old versions: their registries
# are not asked.
set -eu
root=$1
gems="$root/usr/local/bundle/specifications"
mkdir -p "$gems" "$root/srv/rails" "$root/srv/php/vendor/composer" "$root/srv/drupal" "$root/opt/dotnet" "$root/srv/nuget"
gem() { # NAME VERSION
  cat >"$gems/$1-$2.gemspec" <<END
# -*- encoding: utf-8 -*-
# stub: $1 $2 ruby lib

Gem::Specification.new do |s|
  s.name = "$1".freeze
  s.version = "$2"
  s.required_rubygems_version = Gem::Requirement.new(">= 0".freeze) if s.respond_to? :required_rubygems_version=
  s.require_paths = ["lib".freeze]
  s.licenses = ["MIT".freeze]
end
END
}
gem rack 2.0.6
gem rails-html-sanitizer 1.0.3
gem loofah 2.2.2
cat >"$root/srv/rails/Gemfile.lock" <<'END'
GEM
  remote: https://rubygems.org/
  specs:
    mini_portile2 (2.4.0)
    nokogiri (1.10.3)
      mini_portile2 (~> 2.4.0)

PLATFORMS
  ruby

DEPENDENCIES
  nokogiri

BUNDLED WITH
   2.0.1
END
cat >"$root/srv/php/vendor/composer/installed.json" <<'END'
{"packages": [{"name": "guzzlehttp/guzzle", "version": "6.5.2", "version_normalized": "6.5.2.0", "type": "library", "license": ["MIT"]},
              {"name": "monolog/monolog", "version": "1.11.0", "version_normalized": "1.11.0.0", "type": "library"}], "dev": false}
END
cat >"$root/srv/drupal/composer.lock" <<'END'
{"content-hash": "0123456789abcdef0123456789abcdef",
 "packages": [{"name": "symfony/http-foundation", "version": "v4.4.6", "type": "library"}], "packages-dev": []}
END
cat >"$root/opt/dotnet/Shop.deps.json" <<'END'
{"runtimeTarget": {"name": ".NETCoreApp,Version=v6.0", "signature": ""},
 "targets": {".NETCoreApp,Version=v6.0": {"Shop/1.0.0": {"dependencies": {"Newtonsoft.Json": "12.0.3"}, "runtime": {"Shop.dll": {}}},
   "Newtonsoft.Json/12.0.3": {"runtime": {"lib/netstandard2.0/Newtonsoft.Json.dll": {}}},
   "System.Text.Encodings.Web/4.5.0": {"runtime": {"lib/netstandard2.0/System.Text.Encodings.Web.dll": {}}}}},
 "libraries": {"Shop/1.0.0": {"type": "project", "serviceable": false, "sha512": ""},
   "Newtonsoft.Json/12.0.3": {"type": "package", "serviceable": true, "sha512": ""},
   "System.Text.Encodings.Web/4.5.0": {"type": "package", "serviceable": true, "sha512": ""}}}
END
cat >"$root/srv/nuget/packages.lock.json" <<'END'
{"version": 1, "dependencies": {"net6.0": {"Microsoft.Data.SqlClient": {"type": "Direct", "requested": "[2.1.1, )", "resolved": "2.1.1"}}}}
END
