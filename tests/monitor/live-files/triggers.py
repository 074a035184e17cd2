# SPDX-License-Identifier: Apache-2.0
"""Files that are read or changed (src/rules/assets/30-files.yaml)."""

from live import Trigger, judge

TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount/token"

judge([
    # A link in front of it, the root directory of a process or a way over a parent does not hide it.
    Trigger("Read of password hashes",
            fires=["cat /etc/shadow", ["/trigger", "read", "/etc/shadow"], "ln -s /etc/shadow /tmp/page && cat /tmp/page", "cat /proc/self/root/etc/shadow",
                   "cd /srv && cat ../etc/../etc/shadow"],
            silent=["cat /etc/passwd", "/usr/sbin/sshd read /etc/shadow", "cat /etc/shadow.new"]),
    Trigger("Read of private keys or cloud credentials", fires=["cat /root/.ssh/id_rsa", "cd /root && /trigger read .ssh/id_rsa"],
            silent=["cat /root/.ssh/id_rsa.pub", "/usr/bin/ssh read /root/.ssh/id_rsa"]),
    Trigger("Read of a service account's token by a tool", fires=[f"cat {TOKEN}"], silent=[f"/usr/bin/operator read {TOKEN}"]),
    Trigger("Read of another process's environment", fires=["cat /proc/1/environ; true"], silent=["cat /proc/1/status; true", "/trigger read /proc/1/environ; true"]),
    Trigger("Write below a directory of programs", fires=["echo >/usr/bin/x", "ln -s /usr/local/bin /srv/b && echo >/srv/b/x"],
            silent=["cat /usr/bin/curl", "mkdir /usr/binary && echo >/usr/binary/x", "/usr/bin/dpkg run /bin/touch /usr/bin/x.dpkg-new"]),
    Trigger("Program removed or renamed",
            fires=["rm /usr/bin/curl", "ln -s /usr/bin /srv/b && rm /srv/b/curl && rm /srv/b", "rm /srv/../usr/bin/curl",
                   "rm /proc/self/root/usr/bin/curl"],
            silent=["echo >/tmp/curl && rm /tmp/curl", "rm /usr/bin/none", "ln -s /tmp /srv/b && echo >/srv/b/curl && rm /srv/b/curl"], absent=("from", "to")),
    Trigger("Program removed or renamed", fires=["mv /usr/bin/curl /usr/bin/c", "ln -s /usr/bin /srv/b && mv /srv/b/curl /srv/b/c"], silent=["echo >/tmp/curl && mv /tmp/curl /tmp/c"], absent=("file",)),
    Trigger("Write below etc", fires=["echo 'eve:x:0:0::/:' >>/etc/passwd"], silent=["cat /etc/passwd", "echo >>/etc/hosts", "/usr/bin/dpkg run /bin/touch /etc/new"]),
    Trigger("Preloaded library changed", fires=["echo /tmp/x.so >/etc/ld.so.preload"], silent=["cat /etc/ld.so.preload"]),
    Trigger("Scheduled job changed", fires=["echo >/etc/cron.d/x", "echo >/var/spool/cron/crontabs/root"], silent=["ls /etc/cron.d"]),
    Trigger("File moved or linked to a trusted place",
            fires=["echo >/tmp/x && mv /tmp/x /etc/cron.d/x", "echo >/tmp/x && mv /tmp/x /root/.ssh/authorized_keys", "ln -s /tmp/x /etc/profile.d", "ln /srv/page /etc/ld.so.preload",
                   "ln -s /etc/cron.d /srv/c && echo >/tmp/x && mv /tmp/x /srv/c/x"],
            silent=["echo >/tmp/x && mv /tmp/x /srv/x", "ln -s /etc/passwd /tmp/x", "ls /etc/cron.d"]),
    Trigger("Keys of SSH changed", fires=["echo key >>/root/.ssh/authorized_keys"], silent=["echo host >>/root/.ssh/known_hosts", "cat /root/.ssh/authorized_keys"]),
    Trigger("Start file of a shell changed", fires=["echo x >>/root/.bashrc"], silent=["cat /root/.bashrc"]),
    Trigger("Service of the system changed", fires=["echo >/etc/systemd/system/x.service"], silent=["ls /etc/systemd/system"]),
    Trigger("Program made setuid", fires=["cp /trigger /opt/x && chmod 4755 /opt/x"], silent=["cp /trigger /opt/x && chmod 755 /opt/x", "mkdir /srv/d && chmod 2775 /srv/d"]),
    Trigger("Link to a sensitive file", fires=["ln -s /etc/shadow /tmp/x", "ln /etc/shadow /etc/x", "ln -s /etc /srv/e && ln /srv/e/shadow /etc/x"], silent=["ln -s /etc/hosts /tmp/x"]),
    Trigger("Traces removed", fires=["rm /root/.bash_history", "rm /var/log/app.log", "ln -s /var/log /srv/l && rm /srv/l/app.log"], silent=["echo >/tmp/x.log && rm /tmp/x.log"], absent=("opened",)),
    Trigger("Traces removed", fires=[": >/var/log/wtmp"], silent=["echo x >>/var/log/wtmp"], absent=("file",)),
    Trigger("Traces removed", fires=["/usr/bin/shred /srv/page"], silent=["cat /srv/page"], absent=("file", "opened")),
    Trigger("File made among the devices", fires=["echo >/dev/.x"], silent=["echo >/dev/null", "echo >/dev/shm/x"]),
    Trigger("Directory with a hidden name for programs", fires=["mkdir /usr/bin/.x", "mkdir /tmp/...", "ln -s /usr/bin /srv/b && mkdir /srv/b/.x"], silent=["mkdir /srv/data"]),
])
