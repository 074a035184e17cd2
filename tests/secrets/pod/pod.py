# SPDX-License-Identifier: Apache-2.0
"""Runs the pod of a manifest with a Docker engine, as a kubelet runs it: pod.py MANIFEST NAME up | down

Containers are NAME-CONTAINER, beside NAME-pause, which holds the volumes. An emptyDir in memory is a tmpfs volume, a projected volume a
directory with the files of config maps and the service account's token. Init containers run one after the other, those that restart
always (sidecars) go on; then the containers start. down ends the containers first, then the sidecars from the last to the first, and
prints how each ended. What a cluster would bring stands in the file "cluster.json":

    images       {"example/app:1": "name in this engine"}
    config_maps  {"vault-ca": {"ca.pem": "FILE"}}, beside those of the manifest
    token        FILE, what a projected token is
    environment  {"VAULT_ADDR": "..."}, instead of the manifest's
    arguments    {"60": "1"}, the same for words of commands
    commands     {"app": ["sh", "-c", ".."]}, for containers without one

The network is the machine's, for the servers of tests are on loopback.
"""

import json
import os
import pathlib
import subprocess
import sys

import yaml

UNITS = {"Ki": "k", "Mi": "m", "Gi": "g"}


def docker(*words, check=True):
    done = subprocess.run(["docker", *words], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if check and done.returncode:
        sys.exit(f"docker {words[0]}: {done.stderr}")
    return done.stdout.strip()


class Pod:
    def __init__(self, manifest, name):
        self.documents = list(yaml.safe_load_all(pathlib.Path(manifest).read_text(encoding="utf-8")))
        self.spec = next(one for one in self.documents if one["kind"] == "Pod")["spec"]
        self.cluster = json.loads(pathlib.Path("cluster.json").read_text(encoding="utf-8"))
        self.name = name
        self.user = self.spec["securityContext"]
        self.mounts = {}  # what docker's --mount says of a volume's source

    def config_map(self, name):
        for one in self.documents:
            if one["kind"] == "ConfigMap" and one["metadata"]["name"] == name:
                return one["data"]
        return {key: pathlib.Path(file).read_text(encoding="utf-8") for key, file in self.cluster["config_maps"][name].items()}

    def projected_files(self, volume):
        for source in volume["projected"]["sources"]:
            if "configMap" in source:
                yield from self.config_map(source["configMap"]["name"]).items()
            else:
                yield source["serviceAccountToken"]["path"], pathlib.Path(self.cluster["token"]).read_text(encoding="utf-8")

    def make_volume(self, volume):
        group = self.user["fsGroup"]
        full = f"{self.name}-{volume['name']}"
        if "projected" in volume:
            folder = pathlib.Path(full).resolve()
            folder.mkdir()
            for name, text in self.projected_files(volume):
                (folder / name).write_text(text, encoding="utf-8")
                (folder / name).chmod(0o640)
                os.chown(folder / name, 0, group)
            return f"type=bind,source={folder}"
        if volume["emptyDir"]["medium"] != "Memory":
            sys.exit("only volumes in memory are made here")
        size = volume["emptyDir"]["sizeLimit"]
        docker("volume", "create", "-o", "type=tmpfs", "-o", "device=tmpfs", "-o", f"o=size={size[:-2]}{UNITS[size[-2:]]},mode=2777,gid={group}", full)
        return f"type=volume,source={full},volume-nocopy"

    def words_of(self, container):
        command = [self.cluster["arguments"].get(word, word) for word in container.get("command") or self.cluster["commands"][container["name"]]]
        rights = container["securityContext"]
        if not self.user["runAsNonRoot"] or rights["allowPrivilegeEscalation"]:
            sys.exit(f"{container['name']} has more rights than it is given here")
        words = ["--name", f"{self.name}-{container['name']}", "--network", "host", "--entrypoint", command[0],
                 "--user", f"{self.user['runAsUser']}:{self.user['runAsGroup']}", "--group-add", str(self.user["fsGroup"]),
                 "--security-opt", "no-new-privileges"]
        words += [word for one in rights["capabilities"]["drop"] for word in ("--cap-drop", one)]
        words += ["--read-only"] if rights["readOnlyRootFilesystem"] else []
        for variable in container.get("env", []):
            words += ["--env", f"{variable['name']}={self.cluster['environment'].get(variable['name'], variable['value'])}"]
        for mount in container["volumeMounts"]:
            words += ["--mount", f"{self.mounts[mount['name']]},target={mount['mountPath']}" + (",readonly" if mount.get("readOnly") else "")]
        return [*words, self.cluster["images"][container["image"]], *command[1:]]

    def up(self):
        """The status of the init container that failed, or 0."""
        self.mounts = {volume["name"]: self.make_volume(volume) for volume in self.spec["volumes"]}
        held = [word for name, source in self.mounts.items() for word in ("--mount", f"{source},target=/held/{name}")]
        pause = self.cluster["images"]["pause"]
        docker("run", "-d", "--name", f"{self.name}-pause", "--network", "none", *held, pause, "sleep", "1000")
        for container in self.spec["initContainers"]:
            docker("run", "-d", *self.words_of(container))
            if container.get("restartPolicy") == "Always":
                print(f"{container['name']} has started", flush=True)
                continue
            status = int(docker("wait", f"{self.name}-{container['name']}"))
            print(f"{container['name']} ends with {status}", flush=True)
            if status:
                return status
        for container in self.spec["containers"]:
            docker("run", "-d", *self.words_of(container))
            print(f"{container['name']} has started", flush=True)
        return 0

    def down(self):
        sidecars = [one for one in self.spec["initContainers"] if one.get("restartPolicy") == "Always"]
        for container in [*self.spec["containers"], *reversed(sidecars)]:
            full = f"{self.name}-{container['name']}"
            docker("stop", "--time", "20", full)
            print(f"{container['name']} ends with {docker('inspect', '-f', '{{.State.ExitCode}}', full)}", flush=True)


def main():
    manifest, name, what = sys.argv[1:]
    pod = Pod(manifest, name)
    return pod.up() if what == "up" else pod.down()


sys.exit(main())
