// SPDX-License-Identifier: Apache-2.0
//
// Builds Grype's database with its own module from the records that peer_database.py lays out: grype_database TARGET PROVIDER...
// Each PROVIDER is a directory with metadata.json and results/, as Anchore's vunnel writes them.
// In an empty directory with this file: go mod init x && go get github.com/anchore/grype@v0.121.2 && go build -o grype_database .
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/anchore/grype/grype/db"
	"github.com/anchore/grype/grype/db/provider"
	"github.com/anchore/grype/grype/db/v6"
)

func build(target string, providers []string) error {
	if err := os.MkdirAll(target, 0o755); err != nil {
		return err
	}
	var states provider.States
	for _, folder := range providers {
		state, err := provider.ReadState(filepath.Join(folder, "metadata.json"))
		if err != nil {
			return err
		}
		states = append(states, *state)
	}
	return db.Build(db.BuildConfig{SchemaVersion: v6.ModelVersion, Directory: target, States: states, Timestamp: time.Now(), Hydrate: true})
}

func main() {
	if err := build(os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
}
