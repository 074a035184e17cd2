#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# go.sh ROOT: one program with old modules, built three ways: as usual, without symbols, and for another machine with trimmed paths.
set -eu
mkdir -p "$1"
root=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$root/usr/local/bin" "$root/opt/arm/bin"
cat >"$work/go.mod" <<'END'
module example.test/shop

go 1.20

require (
	github.com/dgrijalva/jwt-go v3.2.0+incompatible
	github.com/gogo/protobuf v1.3.1
	golang.org/x/text v0.3.0
	gopkg.in/yaml.v2 v2.2.2
)
END
cat >"$work/main.go" <<'END'
package main

import (
	"fmt"

	"github.com/dgrijalva/jwt-go"
	"github.com/gogo/protobuf/proto"
	"golang.org/x/text/language"
	"gopkg.in/yaml.v2"
)

func main() {
	tag, _ := language.Parse("en")
	var value map[string]string
	_ = yaml.Unmarshal([]byte("a: b"), &value)
	fmt.Println(tag, value, jwt.SigningMethodNone, proto.Int(1))
}
END
cd "$work"
GOFLAGS=-mod=mod CGO_ENABLED=0 go mod tidy >/dev/null 2>&1
CGO_ENABLED=0 go build -o "$root/usr/local/bin/shop" .
CGO_ENABLED=0 go build -ldflags='-s -w' -o "$root/usr/local/bin/shop-stripped" .
CGO_ENABLED=0 GOARCH=arm64 go build -trimpath -ldflags='-s -w' -o "$root/opt/arm/bin/shop" .
