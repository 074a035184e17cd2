// SPDX-License-Identifier: Apache-2.0

// Asks Kubernetes' own evaluator of the Pod Security Standards about pods: one JSON object a line on standard input. Prints, for each pod,
// level and run of versions with the same verdict
//
//	INDEX <tab> baseline|restricted <tab> FIRST-LAST <tab> allowed | REASON; REASON ...
//
// where versions are N of 1.N and reasons are sorted. With -detail, the evaluator's details follow each reason in brackets.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"sort"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

func main() {
	newest := flag.Int("newest", 37, "N of the newest version 1.N that is asked about")
	detail := flag.Bool("detail", false, "print the details of reasons")
	flag.Parse()
	if err := run(*newest, *detail); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(newest int, detail bool) error {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 16<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for index := 0; lines.Scan(); index++ {
		var pod corev1.Pod
		if err := json.Unmarshal(lines.Bytes(), &pod); err != nil {
			return fmt.Errorf("pod %d: %w", index, err)
		}
		for _, level := range []api.Level{api.LevelBaseline, api.LevelRestricted} {
			first, before := 0, ""
			for minor := 0; minor <= newest; minor++ {
				wanted := api.LevelVersion{Level: level, Version: api.MajorMinorVersion(1, minor)}
				now := verdict(evaluator.EvaluatePod(wanted, &pod.ObjectMeta, &pod.Spec), detail)
				if minor > 0 && now != before {
					fmt.Fprintf(out, "%d\t%s\t%d-%d\t%s\n", index, level, first, minor-1, before)
					first = minor
				}
				before = now
			}
			fmt.Fprintf(out, "%d\t%s\t%d-%d\t%s\n", index, level, first, newest, before)
		}
	}
	return lines.Err()
}

func verdict(results []policy.CheckResult, detail bool) string {
	var reasons []string
	for _, result := range results {
		if result.Allowed {
			continue
		}
		reason := result.ForbiddenReason
		if detail && result.ForbiddenDetail != "" {
			reason += " (" + result.ForbiddenDetail + ")"
		}
		reasons = append(reasons, reason)
	}
	if len(reasons) == 0 {
		return "allowed"
	}
	sort.Strings(reasons)
	return strings.Join(reasons, "; ")
}
