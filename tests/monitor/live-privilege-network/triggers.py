# SPDX-License-Identifier: Apache-2.0
"""Becoming more than one was, and traffic that nobody expects (src/rules/assets/50-privilege.yaml, 60-network.yaml)."""

from live import Trigger, judge

ALL = "--cap-add ALL --cap-drop SYS_RESOURCE --security-opt seccomp=unconfined"
# Addresses of the world that lead back into the container.
NET = "--cap-add NET_ADMIN"
WORLD = "ip addr add 203.0.113.5/24 dev lo && ip addr add 169.254.169.254/32 dev lo"


def there(command):
    return f"{WORLD} && {command}"


judge([
    Trigger("Became root without a tool for it", fires=["/trigger as-user /trigger setuid 0"],
            silent=["/trigger setuid 33", "/trigger as-user /usr/bin/su setuid 0", "/trigger as-user /trigger setuid 33"]),
    Trigger("Exploit of sudo", fires=["/usr/bin/sudoedit -s 'AAAA\\'"], silent=["/usr/bin/sudoedit /etc/hosts"]),
    Trigger("Exploit of pkexec", fires=["/trigger as-user /trigger bare /usr/bin/pkexec"],
            silent=["/trigger as-user /usr/bin/pkexec id", "/trigger as-user /trigger bare /trigger"]),
    Trigger("Dangerous capability used", fires=["echo >/dev/shm/x && /trigger handle /dev/shm/x"],
            silent=["cp /trigger /opt/x && chmod 700 /opt/x && mkdir /opt/y", "echo >/dev/shm/x && /trigger handle /dev/shm/x"],
            only_fires="--cap-add DAC_READ_SEARCH --security-opt seccomp=unconfined", only_silent="--security-opt seccomp=unconfined"),
    Trigger("Program with all capabilities started as root by a user", fires=["/bin/id"], silent=["/bin/id", "/bin/ls"], only_fires=ALL),
    Trigger("Reverse shell", fires=[there("/trigger reverse 203.0.113.5 4444")],
            silent=[there("/trigger duplicate /srv/page"), there("/trigger talk 203.0.113.5 4444"), "/trigger reverse 127.0.0.1 4444"], options=NET),
    Trigger("Shell on a connection", fires=[there("/trigger shell-on 203.0.113.5 4444")], silent=[there("/trigger talk 203.0.113.5 4444"), "echo exit | /bin/sh"], options=NET),
    Trigger("Cloud's metadata service asked", fires=[there("/trigger talk 169.254.169.254 80")], silent=[there("/trigger talk 203.0.113.5 80")], options=NET),
    Trigger("Shell or general tool connected", fires=[there("/bin/nc -l -p 4444 & sleep 1; echo | /bin/nc 203.0.113.5 4444")],
            silent=[there("/trigger talk 203.0.113.5 443"), "/bin/nc -l -p 4444 & sleep 1; echo | /bin/nc 127.0.0.1 4444"], options=NET),
    Trigger("General tool listens", fires=["/bin/nc -l -p 4444 & sleep 1; kill $!"], silent=["/bin/httpd -p 8080 -h /srv; sleep 1", "/usr/sbin/nginx listen 0.0.0.0 80"]),
    Trigger("Mining pool asked for", fires=[there("/trigger ask 203.0.113.5 pool.minexmr.com"), there("/trigger ask 203.0.113.5 nanopool.org")],
            silent=[there("/trigger ask 203.0.113.5 deb.debian.org")], options=NET),
    Trigger("Connection from a program that is not in the image", fires=[there("cp /trigger /opt/x && /opt/x talk 203.0.113.5 443")],
            silent=[there("/trigger talk 203.0.113.5 443"), "cp /trigger /opt/x && /opt/x talk 127.0.0.1 443"], options=NET),
    Trigger("Scan of the network", fires=[there("/trigger scan 203.0.113.5 60")], silent=[there("/trigger scan 203.0.113.5 40"), "/trigger scan 127.0.0.1 60"], options=NET),
    Trigger("SSH in a container", fires=[there("/usr/sbin/sshd talk 203.0.113.5 22"), there("/trigger talk 203.0.113.5 22")],
            silent=[there("/trigger talk 203.0.113.5 2222")], options=NET),
])
