#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Pods around every control of the Pod Security Standards, as JSON lines:  make_pods.py [RANDOM]

First every single setting, in every place where it may stand (pod, container, init container, ephemeral container) and in every surrounding
(plain, hardened, Windows, user namespaces of its own); then RANDOM pods (default 1500) of several settings at once, always the same ones.
"""

import copy
import json
import random
import sys

CAPABILITIES = ("AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID IPC_LOCK "
                "IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE NET_BROADCAST NET_RAW PERFMON SETFCAP "
                "SETGID SETPCAP SETUID SYSLOG SYS_ADMIN SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME "
                "SYS_TTY_CONFIG WAKE_ALARM ALL all CAP_CHOWN chown").split() + [""]
SYSCTLS = ("kernel.shm_rmid_forced net.ipv4.ip_local_port_range net.ipv4.ip_unprivileged_port_start net.ipv4.ping_group_range net.ipv4.tcp_syncookies "
           "net.ipv4.ip_local_reserved_ports net.ipv4.tcp_fin_timeout net.ipv4.tcp_keepalive_intvl net.ipv4.tcp_keepalive_probes "
           "net.ipv4.tcp_keepalive_time net.ipv4.tcp_rmem net.ipv4.tcp_wmem net.ipv4.tcp_notsent_lowat net.ipv4.tcp_slow_start_after_idle "
           "net.ipv4.tcp_mem net.ipv4.tcp_tw_reuse net.core.somaxconn kernel.msgmax kernel.sem fs.mqueue.msg_max net.ipv4.ip_forward "
           "net/ipv4/tcp_syncookies kernel.shm* vm.swappiness").split() + [""]
VOLUMES = ("awsElasticBlockStore azureDisk azureFile cephfs cinder configMap csi downwardAPI emptyDir ephemeral fc flexVolume flocker "
           "gcePersistentDisk gitRepo glusterfs hostPath image iscsi nfs persistentVolumeClaim photonPersistentDisk portworxVolume projected quobyte "
           "rbd scaleIO secret storageos vsphereVolume").split()
SELINUX_TYPES = ("container_t container_init_t container_kvm_t container_engine_t container_runtime_t container_logreader_t container_device_t "
                 "container_userns_t spc_t svirt_lxc_net_t unconfined_t").split() + [""]
PROFILES = [None, {}, {"type": ""}, {"type": "RuntimeDefault"}, {"type": "Localhost", "localhostProfile": "a"}, {"type": "Localhost"},
            {"type": "Unconfined"}, {"type": "Other"}]
SELINUX = [None, {}, {"level": "s0:c1"}, {"user": "u"}, {"role": "r"}, {"user": "", "role": ""}] + [{"type": name} for name in SELINUX_TYPES]
WINDOWS = [None, {}, {"hostProcess": True}, {"hostProcess": False}, {"runAsUserName": "ContainerAdministrator"}]
FLAGS = [None, True, False]

# Fields of a security context, of pods and containers or of containers alone.
BOTH = {"runAsNonRoot": FLAGS, "runAsUser": [None, 0, 1, 1000], "seccompProfile": PROFILES, "appArmorProfile": PROFILES, "seLinuxOptions": SELINUX,
        "windowsOptions": WINDOWS, "runAsGroup": [0]}
OWN = {"privileged": FLAGS, "allowPrivilegeEscalation": FLAGS, "readOnlyRootFilesystem": FLAGS, "procMount": [None, "", "Default", "Unmasked", "Other"],
       "capabilities": [None, {}, {"drop": ["ALL"]}, {"drop": ["all"]}, {"drop": ["NET_RAW", "ALL"]}, {"drop": []}, {"drop": ["NET_RAW"]}]
       + [{"add": [name]} for name in CAPABILITIES] + [{"add": [name], "drop": ["ALL"]} for name in CAPABILITIES]
       + [{"add": ["NET_BIND_SERVICE", "CHOWN"], "drop": ["ALL"]}]}
HANDLERS = [{"httpGet": {"port": 1}}, {"tcpSocket": {"port": 1}}, {"exec": {"command": ["x"]}}]
HANDLERS += [{kind: {"port": 1, "host": host}} for kind in ("httpGet", "tcpSocket") for host in ("", "127.0.0.1", "localhost", "10.0.0.1", "a.example")]
OF_CONTAINER = [{"ports": [{"containerPort": 1}]}, {"ports": [{"containerPort": 1, "hostPort": 0}]}, {"ports": [{"containerPort": 1, "hostPort": 80}]},
                {"ports": [{"containerPort": 1}, {"containerPort": 2, "hostPort": 65535, "hostIP": "127.0.0.1"}]}]
OF_CONTAINER += [{probe: handler} for probe in ("livenessProbe", "readinessProbe", "startupProbe") for handler in HANDLERS]
OF_CONTAINER += [{"lifecycle": {hook: handler}} for hook in ("postStart", "preStop") for handler in HANDLERS]
OF_POD = [{flag: value} for flag in ("hostNetwork", "hostPID", "hostIPC", "hostUsers", "shareProcessNamespace") for value in FLAGS]
OF_POD += [{"volumes": [{"name": "v", kind: {}}]} for kind in VOLUMES] + [{"volumes": [{"name": "v"}]}, {"volumes": []}]
OF_POD += [{"volumes": [{"name": "v", "emptyDir": {}}, {"name": "w", "hostPath": {"path": "/x"}}]}]
OF_POD += [{"os": {"name": name}} for name in ("linux", "windows", "Windows", "")]
SECCOMP = "seccomp.security.alpha.kubernetes.io/pod"
ANNOTATIONS = [{key: value} for key in (SECCOMP, "container." + SECCOMP[:-3] + "main", "container." + SECCOMP[:-3] + "first",
                                        "container." + SECCOMP[:-3] + "debug", "container." + SECCOMP[:-3] + "other",
                                        "container.apparmor.security.beta.kubernetes.io/main", "container.apparmor.security.beta.kubernetes.io/other")
               for value in ("", "runtime/default", "docker/default", "localhost/", "localhost/a", "unconfined", "other")]
LISTS = {"containers": "main", "initContainers": "first", "ephemeralContainers": "debug"}
HARDENED = {"runAsNonRoot": True, "allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}, "seccompProfile": {"type": "RuntimeDefault"}}


def without_nothing(value):
    """None stands for a setting that is not there."""
    if isinstance(value, dict):
        return {key: without_nothing(item) for key, item in value.items() if item is not None}
    return [without_nothing(item) for item in value] if isinstance(value, list) else value


def plain_pod(context, spec):
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", "annotations": {}}, "spec": copy.deepcopy(spec)}
    for field, name in LISTS.items():
        pod["spec"][field] = [{"name": name, "image": "i", "securityContext": copy.deepcopy(context)}]
    return pod


def settings():
    """Every single change of a pod."""
    for field, values in BOTH.items():
        for value in values:
            yield lambda pod, f=field, v=value: pod["spec"].setdefault("securityContext", {}).__setitem__(f, v)
    for list_name in LISTS:
        for field, values in {**BOTH, **OWN}.items():
            for value in values:
                yield lambda pod, n=list_name, f=field, v=value: pod["spec"][n][0]["securityContext"].__setitem__(f, v)
        for value in OF_CONTAINER:
            yield lambda pod, n=list_name, v=value: pod["spec"][n][0].update(v)
        yield lambda pod, n=list_name: pod["spec"][n][0].pop("securityContext")
    for value in OF_POD:
        yield lambda pod, v=value: pod["spec"].update(v)
    for name in SYSCTLS:
        yield lambda pod, v=name: pod["spec"].setdefault("securityContext", {}).__setitem__("sysctls", [{"name": v, "value": "1"}])
    for value in ANNOTATIONS:
        yield lambda pod, v=value: pod["metadata"]["annotations"].update(v)


def surroundings():
    for context in ({}, HARDENED):
        for spec in ({}, {"os": {"name": "windows"}}, {"hostUsers": False}):
            yield context, spec
    yield {}, {"os": {"name": "windows"}, "hostUsers": False}


def main():
    changes = list(settings())
    around = list(surroundings())
    for context, spec in around:
        for change in changes:
            pod = plain_pod(context, spec)
            change(pod)
            print(json.dumps(without_nothing(pod)))
    dice = random.Random(1)
    for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 1500):
        pod = plain_pod(*dice.choice(around))
        for field in dice.choice([[], ["initContainers"], ["ephemeralContainers"], ["initContainers", "ephemeralContainers"]]):
            del pod["spec"][field]
        for change in dice.sample(changes, dice.randint(2, 6)):
            try:
                change(pod)
            except KeyError:
                pass  # of a container that this pod has not
        print(json.dumps(without_nothing(pod)))


main()
