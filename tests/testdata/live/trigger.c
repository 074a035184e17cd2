// SPDX-License-Identifier: Apache-2.0
//
// What an intruder does in a container, one act a call: trigger ACT ARGUMENTS. An act that is unknown does nothing and is fine, so that a
// link with another name stands for any program. Static: the image has no library.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/capability.h>
#include <linux/io_uring.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static int done(const char *what, long result) {
  if (result < 0) fprintf(stderr, "%s: %s\n", what, strerror(errno));
  return result < 0;
}

static int run(char **argv) {
  pid_t child = fork();
  if (child == 0) {
    execv(argv[0], argv);
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

static int from_memory(void) {
  int from = open("/trigger", O_RDONLY), to = memfd_create("payload", MFD_CLOEXEC);
  char part[65536];
  for (ssize_t n; (n = read(from, part, sizeof part)) > 0;)
    if (write(to, part, (size_t)n) != n) return 1;
  char *argv[] = {"payload", 0}, *envp[] = {0};
  fexecve(to, argv, envp);
  return done("fexecve", -1);
}

static int attach(void) {
  pid_t child = fork();
  if (child == 0) {
    pause();
    _exit(0);
  }
  long result = ptrace(PTRACE_ATTACH, child, 0, 0);
  kill(child, SIGKILL);
  waitpid(child, 0, 0);
  return done("ptrace", result);
}

static int write_memory(void) {
  static char there[8];
  pid_t child = fork();
  if (child == 0) {
    pause();
    _exit(0);
  }
  struct iovec one = {there, sizeof there};
  long result = process_vm_writev(child, &one, 1, &one, 1, 0);
  kill(child, SIGKILL);
  waitpid(child, 0, 0);
  return done("process_vm_writev", result);
}

static int traced_by_parent(void) {
  pid_t child = fork();
  if (child == 0) _exit(ptrace(PTRACE_TRACEME, 0, 0, 0) < 0);
  int status = 0;
  waitpid(child, &status, 0);
  return status != 0;
}

static struct sockaddr_in address(const char *host, int port) {
  struct sockaddr_in out = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  inet_pton(AF_INET, host, &out.sin_addr);
  return out;
}

static int listener(const char *host, int port) {
  struct sockaddr_in where = address(host, port);
  int one = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(fd, (void *)&where, sizeof where) < 0 || listen(fd, 8) < 0) return -1;
  return fd;
}

static int connected(const char *host, int port) {
  struct sockaddr_in where = address(host, port);
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  return connect(fd, (void *)&where, sizeof where) < 0 ? -1 : fd;
}

// Both ends in one process; what is taken becomes standard input with `reverse`.
static int talk(const char *host, int port, int reverse) {
  int server = listener(host, port);
  if (done("listen", server)) return 1;
  int client = connected(host, port);
  if (done("connect", client)) return 1;
  if (done("accept", accept(server, 0, 0))) return 1;
  return reverse ? done("dup2", dup2(client, 0)) : 0;
}

// A shell whose input is a connection that came there without a dup.
static int shell_on(const char *host, int port) {
  if (done("listen", listener(host, port))) return 1;
  close(0);
  if (done("connect", connected(host, port))) return 1;
  return execl("/bin/sh", "sh", "-c", "exit 0", (char *)0);
}

static int ask_name(const char *host, const char *name) {
  unsigned char packet[300] = {0x12, 0x34, 1, 0, 0, 1};
  size_t at = 12;
  for (const char *part = name; *part;) {
    size_t length = strcspn(part, ".");
    packet[at++] = (unsigned char)length;
    memcpy(packet + at, part, length);
    at += length;
    part += length + (part[length] == '.');
  }
  packet[at++] = 0;
  memcpy(packet + at, "\0\1\0\1", 4);
  struct sockaddr_in where = address(host, 53);
  int fd = socket(AF_INET, SOCK_DGRAM, 0);
  return done("sendto", sendto(fd, packet, at + 4, 0, (void *)&where, sizeof where));
}

static int scan(const char *host, int ports) {
  for (int port = 1; port <= ports; ++port) {
    struct sockaddr_in where = address(host, 20000 + port);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    connect(fd, (void *)&where, sizeof where);
    close(fd);
  }
  return 0;
}

static int speak_unix(const char *path) {
  struct sockaddr_un where = {.sun_family = AF_UNIX};
  snprintf(where.sun_path, sizeof where.sun_path, "%s", path);
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  return done("connect", connect(fd, (void *)&where, sizeof where));
}

static int serve_unix(const char *path) {
  struct sockaddr_un where = {.sun_family = AF_UNIX};
  snprintf(where.sun_path, sizeof where.sun_path, "%s", path);
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (bind(fd, (void *)&where, sizeof where) < 0 || listen(fd, 1) < 0) return done("listen", -1);
  return speak_unix(path);
}

static int clone_users(void) {
  long child = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);
  if (child == 0) _exit(0);
  if (child > 0) waitpid((pid_t)child, 0, 0);
  return done("clone", child);
}

static int load_program(void) {
  struct bpf_insn code[] = {{.code = BPF_ALU64 | BPF_MOV | BPF_K, .imm = 0}, {.code = BPF_JMP | BPF_EXIT}};
  union bpf_attr attributes = {
      .prog_type = BPF_PROG_TYPE_SOCKET_FILTER, .insn_cnt = 2, .insns = (uintptr_t)code, .license = (uintptr_t)"GPL"};
  return done("bpf", syscall(SYS_bpf, BPF_PROG_LOAD, &attributes, sizeof attributes));
}

static int make_map(void) {
  union bpf_attr attributes = {.map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1};
  return done("bpf", syscall(SYS_bpf, BPF_MAP_CREATE, &attributes, sizeof attributes));
}

static int ring(void) {
  struct io_uring_params about = {0};
  return done("io_uring_setup", syscall(SYS_io_uring_setup, 4, &about));
}

static int by_handle(const char *path, int open_it) {
  struct {
    struct file_handle head;
    unsigned char rest[128];
  } handle = {.head.handle_bytes = 128};
  int mount = 0;
  if (name_to_handle_at(AT_FDCWD, path, &handle.head, &mount, 0) < 0) return done("name_to_handle_at", -1);
  if (!open_it) return 0;
  char *folder = strdup(path);
  *strrchr(folder, '/') = 0;
  return done("open_by_handle_at", open_by_handle_at(open(folder, O_RDONLY | O_DIRECTORY), &handle.head, O_RDONLY));
}

static int enter(const char *what) {
  int fd = open(what, O_RDONLY);
  return done("setns", fd < 0 ? -1 : setns(fd, 0));
}

// Runs a program as somebody who has one capability, as a file with that capability would.
static int as_user(char **argv) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2] = {{1 << CAP_SETUID, 1 << CAP_SETUID, 1 << CAP_SETUID}};
  if (prctl(PR_SET_KEEPCAPS, 1) < 0 || setresuid(33, 33, 33) < 0) return done("setresuid", -1);
  if (syscall(SYS_capset, &header, data) < 0) return done("capset", -1);
  if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_SETUID, 0, 0) < 0) return done("prctl", -1);
  execv(argv[0], argv);
  return done("execv", -1);
}

// The new root directory does not hold the current one, which stays outside.
static int outside(char **argv) {
  if (chdir("/") < 0 || chroot("/opt") < 0) return done("chroot", -1);
  return run(argv);
}

static int bare(char *program) {
  char *argv[] = {0}, *envp[] = {0};
  execve(program, argv, envp);
  return done("execve", -1);
}

static int act(const char *name, char **rest, int count) {
  const char *first = count > 0 ? rest[0] : "", *second = count > 1 ? rest[1] : "";
#define IS(word) (strcmp(name, word) == 0)
  if (IS("run")) return run(rest);
  if (IS("memory")) return from_memory();
  if (IS("attach")) return attach();
  if (IS("write-memory")) return write_memory();
  if (IS("trace-me")) return traced_by_parent();
  if (IS("read")) return done(first, open(first, O_RDONLY));
  if (IS("open-write")) return done(first, open(first, O_WRONLY));
  if (IS("talk")) return talk(first, atoi(second), 0);
  if (IS("reverse")) return talk(first, atoi(second), 1);
  if (IS("shell-on")) return shell_on(first, atoi(second));
  if (IS("duplicate")) return done("dup2", dup2(open(first, O_RDONLY), 0));
  if (IS("listen")) return done("listen", listener(first, atoi(second)));
  if (IS("ask")) return ask_name(first, second);
  if (IS("scan")) return scan(first, atoi(second));
  if (IS("speak")) return speak_unix(first);
  if (IS("serve")) return serve_unix(first);
  if (IS("users")) return done("unshare", unshare(CLONE_NEWUSER));
  if (IS("clone-users")) return clone_users();
  if (IS("hosts")) return done("unshare", unshare(CLONE_NEWUTS));
  if (IS("program")) return load_program();
  if (IS("map")) return make_map();
  if (IS("ring")) return ring();
  if (IS("faults")) return done("userfaultfd", syscall(SYS_userfaultfd, O_CLOEXEC));
  if (IS("handle")) return by_handle(first, 1);
  if (IS("handle-name")) return by_handle(first, 0);
  if (IS("enter")) return enter(first);
  if (IS("as-user")) return as_user(rest);
  if (IS("setuid")) return done("setuid", setuid((uid_t)atoi(first)));
  if (IS("outside")) return outside(rest);
  if (IS("bare")) return bare(rest[0]);
  if (IS("chroot")) return done("chroot", chroot(first));
  if (IS("device")) return done("mknod", mknod(first, S_IFBLK | 0600, makedev(8, 1)));
  if (IS("fifo")) return done("mknod", mknod(first, S_IFIFO | 0600, 0));
  if (IS("module")) return done("init_module", syscall(SYS_init_module, "x", 1, ""));
  if (IS("module-file")) return done("finit_module", syscall(SYS_finit_module, open("/trigger", O_RDONLY), "", 0));
  if (IS("kernel")) return done("kexec_load", syscall(SYS_kexec_load, 0, 0, 0, 0));
  return 0;
}

int main(int argc, char **argv) { return argc < 2 ? 0 : act(argv[1], argv + 2, argc - 2); }
