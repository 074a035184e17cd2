// SPDX-License-Identifier: Apache-2.0
//
// What compose-go, the reference reader of Compose files, makes of those below a directory, as bench/compose.cc prints it:
// compose_go DIRECTORY. Every directory in it is a project: compose.yaml, and compose.override.yaml where there is one.
// In an empty directory with this file: go mod init x && go get github.com/compose-spec/compose-go/v2@v2.16.2 && go build -o compose_go .
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/sirupsen/logrus"
)

type Values map[string]any

func load(directory string) (*types.Project, error) {
	files := []string{filepath.Join(directory, "compose.yaml")}
	override := filepath.Join(directory, "compose.override.yaml")
	if _, err := os.Stat(override); err == nil {
		files = append(files, override)
	}
	options, err := cli.NewProjectOptions(files, cli.WithName("p"), cli.WithWorkingDirectory(directory), cli.WithEnv([]string{"HOME=/home/me"}),
		cli.WithEnvFiles(), cli.WithDotEnv, cli.WithNormalization(false), cli.WithConsistency(false), cli.WithProfiles([]string{"*"}))
	if err != nil {
		return nil, err
	}
	return options.LoadProject(context.Background())
}

func capabilities(names []string) []string {
	out := []string{}
	for _, name := range names {
		out = append(out, strings.TrimPrefix(strings.ToUpper(name), "CAP_"))
	}
	return out
}

func sorted(lines []string) []string {
	sort.Strings(lines)
	return lines
}

func mounts(service types.ServiceConfig) []string {
	out := []string{}
	for _, one := range service.Volumes {
		propagation := ""
		if one.Bind != nil {
			propagation = one.Bind.Propagation
		}
		out = append(out, fmt.Sprintf("%s|%s|%s|%t|%s", one.Type, one.Source, one.Target, one.ReadOnly, propagation))
	}
	for _, one := range service.Tmpfs {
		target, options, _ := strings.Cut(one, ":")
		out = append(out, fmt.Sprintf("tmpfs||%s|%t|", target, strings.Contains(","+options+",", ",ro,")))
	}
	for _, one := range service.Secrets {
		target := one.Target
		if target == "" {
			target = one.Source
		}
		if !strings.HasPrefix(target, "/") {
			target = "/run/secrets/" + target
		}
		out = append(out, fmt.Sprintf("secret|%s|%s|true|", one.Source, target))
	}
	return sorted(out)
}

func ports(service types.ServiceConfig) []string {
	out := []string{}
	for _, one := range service.Ports {
		out = append(out, fmt.Sprintf("%s:%s:%d/%s", one.HostIP, one.Published, one.Target, one.Protocol))
	}
	return sorted(out)
}

func restart(service types.ServiceConfig) string {
	if service.Deploy == nil || service.Deploy.RestartPolicy == nil {
		return service.Restart
	}
	policy := service.Deploy.RestartPolicy
	switch policy.Condition {
	case "none":
		return "no"
	case "on-failure":
		if policy.MaxAttempts != nil {
			return fmt.Sprintf("on-failure:%d", *policy.MaxAttempts)
		}
		return "on-failure"
	case "", "any":
		return "always"
	}
	return policy.Condition
}

func limits(service types.ServiceConfig, out Values) {
	memory, pids, cpus := int64(service.MemLimit), service.PidsLimit, float64(service.CPUS)
	if service.Deploy != nil && service.Deploy.Resources.Limits != nil {
		limit := service.Deploy.Resources.Limits
		if memory == 0 {
			memory = int64(limit.MemoryBytes)
		}
		if pids == 0 {
			pids = limit.Pids
		}
		if cpus == 0 {
			cpus = float64(limit.NanoCPUs)
		}
	}
	if service.CPUQuota > 0 && cpus == 0 {
		period := float64(service.CPUPeriod)
		if period == 0 {
			period = 100000
		}
		cpus = float64(service.CPUQuota) / period
	}
	out["memory"], out["pids"], out["cpus"] = memory, pids, fmt.Sprintf("%.3f", cpus)
}

func ulimits(service types.ServiceConfig) map[string]string {
	out := map[string]string{}
	for name, one := range service.Ulimits {
		out[name] = fmt.Sprintf("%d:%d", one.Soft, one.Hard)
		if one.Single != 0 {
			out[name] = fmt.Sprintf("%d", one.Single)
		}
	}
	return out
}

func health(service types.ServiceConfig) Values {
	out := Values{"test": []string{}, "disabled": false}
	if check := service.HealthCheck; check != nil {
		out["test"] = append([]string{}, check.Test...)
		out["disabled"] = check.Disable || (len(check.Test) > 0 && check.Test[0] == "NONE")
	}
	return out
}

func build(service types.ServiceConfig, out Values) {
	out["build"], out["dockerfile"] = "", ""
	if service.Build == nil {
		return
	}
	out["build"], out["dockerfile"] = service.Build.Context, service.Build.Dockerfile
	if service.Build.DockerfileInline != "" {
		out["dockerfile"] = ""
	} else if service.Build.Dockerfile == "" {
		out["dockerfile"] = "Dockerfile"
	}
}

func describe(service types.ServiceConfig) Values {
	out := Values{
		"image": service.Image, "privileged": service.Privileged, "read_only": service.ReadOnly, "init": service.Init != nil && *service.Init,
		"user": service.User, "network_mode": service.NetworkMode, "pid": service.Pid, "ipc": service.Ipc, "uts": service.Uts,
		"userns_mode": service.UserNSMode, "cgroup": service.Cgroup, "cgroup_parent": service.CgroupParent, "runtime": service.Runtime,
		"cap_add": capabilities(service.CapAdd), "cap_drop": capabilities(service.CapDrop), "security_opt": append([]string{}, service.SecurityOpt...),
		"mounts": mounts(service), "ports": ports(service), "environment": service.Environment, "restart": restart(service),
		"device_cgroup_rules": append([]string{}, service.DeviceCgroupRules...), "sysctls": service.Sysctls, "ulimits": ulimits(service),
		"labels": service.Labels, "health": health(service), "entrypoint": append([]string{}, service.Entrypoint...),
		"command": append([]string{}, service.Command...), "networks": sorted(service.NetworksByPriority()), "depends_on": sorted(service.GetDependencies()),
		"profiles": sorted(append([]string{}, service.Profiles...)),
	}
	devices := []string{}
	for _, one := range service.Devices {
		devices = append(devices, fmt.Sprintf("%s:%s:%s", one.Source, one.Target, one.Permissions))
	}
	out["devices"], out["log_driver"], out["log_options"] = devices, "", map[string]string{}
	if service.Logging != nil {
		out["log_driver"], out["log_options"] = service.Logging.Driver, service.Logging.Options
	}
	limits(service, out)
	build(service, out)
	return out
}

func main() {
	logrus.SetOutput(io.Discard)
	entries, err := os.ReadDir(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	for _, entry := range entries {
		result := Values{"case": entry.Name()}
		project, err := load(filepath.Join(os.Args[1], entry.Name()))
		if err != nil {
			result["error"] = err.Error()
		} else {
			services := Values{}
			for name, service := range project.Services {
				services[name] = describe(service)
			}
			result["services"] = services
		}
		line, _ := json.Marshal(result)
		fmt.Println(string(line))
	}
}
