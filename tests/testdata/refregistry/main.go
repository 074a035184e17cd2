// SPDX-License-Identifier: Apache-2.0
//
// A registry with the referrers API (OCI distribution-spec 1.1) in memory, for tests: refregistry ADDRESS
package main

import (
	"io"
	"log"
	"net/http"
	"os"

	"github.com/google/go-containerregistry/pkg/registry"
)

func main() {
	handler := registry.New(registry.WithReferrersSupport(true), registry.Logger(log.New(io.Discard, "", 0)))
	log.Fatal(http.ListenAndServe(os.Args[1], handler))
}
