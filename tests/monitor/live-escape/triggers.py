# SPDX-License-Identifier: Apache-2.0
"""Ways out of a container (src/rules/assets/40-escape.yaml)."""

import os

from live import Trigger, judge

ENGINE = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock").removeprefix("unix://")
ADMIN = "--cap-add SYS_ADMIN --security-opt seccomp=unconfined --security-opt apparmor=unconfined"
FREE = "--security-opt seccomp=unconfined"

judge([
    # Opened and left as it is: the file may be the host's own.
    Trigger("Release agent of cgroups changed",
            fires=["echo /x >/tmp/release_agent", "mkdir /mnt/c && mount -t cgroup -o pids cgroup /mnt/c && /trigger open-write /mnt/c/release_agent"],
            silent=["cat /tmp/release_agent", "cat /sys/fs/cgroup/pids/release_agent"], only_fires=ADMIN),
    Trigger("Helper program of the kernel changed",
            fires=["mkdir /mnt/p && mount -t proc proc /mnt/p && /trigger open-write /mnt/p/sys/kernel/core_pattern",
                   "mount -o remount,rw /proc/sys && /trigger open-write /proc/sys/kernel/core_pattern"],
            silent=["cat /proc/sys/kernel/core_pattern", "/trigger open-write /mnt/none/core_pattern"], only_fires=ADMIN),
    Trigger("Setting of the kernel changed", fires=["mount -o remount,rw /proc/sys && /trigger open-write /proc/sys/vm/swappiness"],
            silent=["cat /proc/sys/vm/swappiness", "mount -o remount,rw /proc/sys && /trigger open-write /proc/sys/net/core/somaxconn"], options=ADMIN),
    Trigger("Engine's socket used in a container", fires=["/trigger speak /var/run/docker.sock", "/trigger speak /mnt/docker.sock"],
            silent=["/trigger serve /tmp/app.sock"], options=f"-v {ENGINE}:/var/run/docker.sock -v {ENGINE}:/mnt/docker.sock"),
    Trigger("Namespace entered", fires=["/trigger enter /proc/self/ns/uts"], silent=["/trigger enter /proc/self/ns/uts"], only_fires=ADMIN),
    Trigger("User namespace made in a container", fires=["/trigger users", "/trigger clone-users"], silent=["/trigger hosts", "/trigger run /trigger"], options=ADMIN),
    Trigger("File system mounted in a container", fires=["mount -t tmpfs none /mnt"], silent=["mount -t tmpfs none /mnt", "mount"], only_fires=ADMIN),
    Trigger("Device of the host opened", fires=["/trigger read /dev/kmsg"], silent=["/trigger read /dev/zero"], options="--device /dev/kmsg --cap-add SYSLOG"),
    Trigger("Device file made", fires=["/trigger device /tmp/d"], silent=["/trigger fifo /tmp/f"]),
    Trigger("Device file made", fires=["/bin/mknod /tmp/d b 8 1"], silent=["/bin/mknod /tmp/d b 8 1"], only_silent="--cap-drop MKNOD"),
    Trigger("File opened by its handle", fires=["echo >/dev/shm/x && /trigger handle /dev/shm/x"], silent=["echo >/dev/shm/x && /trigger handle-name /dev/shm/x"],
            options=f"--cap-add DAC_READ_SEARCH {FREE}"),
    Trigger("Runtime's program overwritten", fires=["echo >/usr/bin/runc", "/trigger open-write /proc/1/exe; true"], silent=["/trigger read /proc/1/exe; true", "ls -l /proc/1/exe"]),
    Trigger("Kernel module loaded in a container", fires=["/trigger module", "/trigger module-file", "/trigger kernel"], silent=["cat /proc/modules"], options=FREE),
    Trigger("Kernel program loaded in a container", fires=["/trigger program"], silent=["/trigger map"], options=ADMIN),
    Trigger("Page faults handled in a container", fires=["/trigger faults"], silent=["/trigger memory-none"], options=f"--cap-add SYS_PTRACE {FREE}"),
    Trigger("Ring of asynchronous operations in a container", fires=["/trigger ring"], silent=["cat /srv/page"], options=FREE),
    Trigger("Files of the engine changed", fires=["echo >/var/lib/docker/overlay2/x"], silent=["cat /var/lib/docker/overlay2/note"]),
    Trigger("Root directory changed", fires=["/trigger chroot /opt"], silent=["/trigger chroot /none", "/usr/sbin/sshd chroot /opt"]),
])
