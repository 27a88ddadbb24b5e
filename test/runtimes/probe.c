/*
 * Tries, inside a container, what its posture says is possible or not, and undoes what worked. Each line it prints is
 * a trial and its outcome: `works`, `refused ERRNO`, a count, or what was read. It touches nothing of the host: what
 * could be seen from there is only looked at, or set to what it already is.
 *
 * It starts when it gets SIGUSR1. Arguments: id of a process of the host, name of an abstract socket of the host, key of its shared memory,
 * and `rename` where the container has a host name of its own.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <netinet/in.h>
#include <unistd.h>

#define MOST_CHILDREN 120
#define MOST_FILES 5000
#define MEMORY (160UL << 20)
#define LOCKED (1UL << 20)

static char **arguments;

static int mount_tmpfs(void) {
  if (mount("probe", "/tmp", "tmpfs", 0, "size=4k")) return -1;
  return umount("/tmp");
}

static int make_device(void) {
  if (mknod("/dev/probe", S_IFCHR | 0600, makedev(1, 3))) return -1;
  return unlink("/dev/probe");
}

/* The FUSE device, which no runtime lets a container open by default. ENXIO or ENODEV: nothing but the driver is missing. */
static int open_device(void) {
  if (mknod("/dev/probe", S_IFCHR | 0600, makedev(10, 229))) return -1;
  int opened = open("/dev/probe", O_RDONLY), why = errno;
  unlink("/dev/probe");
  errno = why;
  return opened >= 0 || errno == ENXIO || errno == ENODEV ? 0 : -1;
}

/* A loop device that no kernel makes by itself: ENXIO or ENODEV says that the cgroup lets it be opened. */
static int open_disk(void) {
  if (mknod("/dev/probe", S_IFBLK | 0600, makedev(7, 4711))) return -1;
  int opened = open("/dev/probe", O_RDONLY), why = errno;
  unlink("/dev/probe");
  errno = why;
  return opened >= 0 || errno == ENXIO || errno == ENODEV ? 0 : -1;
}

/* A number that no file has: whoever may open files by their numbers is told so. The file system is the container's own. */
static int open_by_handle(void) {
  struct { struct file_handle head; unsigned char number[12]; } made_up = {.head = {.handle_bytes = 12, .handle_type = 1}};
  int directory = open("/dev", O_RDONLY | O_DIRECTORY);
  if (directory < 0) return -1;
  int opened = open_by_handle_at(directory, &made_up.head, O_RDONLY);
  return opened >= 0 || errno == ESTALE ? 0 : -1;
}

static int see_host_process(void) {
  return kill(atoi(arguments[1]), 0) == 0 || errno == EPERM ? 0 : -1;
}

static int set_hostname(void) {
  char name[256] = "";
  gethostname(name, sizeof name - 1);
  if (arguments[4] && !strcmp(arguments[4], "rename") && sethostname("probed", 6)) return -1;
  return sethostname(name, strlen(name));
}

static int raw_socket(void) { return socket(AF_INET, SOCK_RAW, IPPROTO_ICMP); }

static int write_at(const char *path) {
  int file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
  return file < 0 ? -1 : unlink(path);
}

static int write_root(void) { return write_at("/tmp/probe"); }
static int write_data(void) { return write_at("/data/probe"); }

/* Opened, not written. */
static int open_kernel_setting(void) { return open("/proc/sys/kernel/domainname", O_WRONLY); }

static int unshare_user(void) { return unshare(CLONE_NEWUSER); }
static int unshare_mount(void) { return unshare(CLONE_NEWNS); }
static int change_root(void) { return chroot("/tmp"); }
static int change_user(void) { return setuid(4711); }
static int read_closed_file(void) { return open("/etc/closed", O_RDONLY); }
static int raise_priority(void) { return setpriority(PRIO_PROCESS, 0, -5); }

static int lock_memory(void) {
  void *memory = mmap(NULL, LOCKED, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? -1 : mlock(memory, LOCKED);
}

static int use_memory(void) {
  char *memory = mmap(NULL, MEMORY, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return -1;
  for (size_t at = 0; at < MEMORY; at += 4096) memory[at] = 1;
  return 0;
}

static int reach_abstract_socket(void) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  size_t length = strlen(arguments[2]);
  memcpy(address.sun_path + 1, arguments[2], length);
  int end = socket(AF_UNIX, SOCK_STREAM, 0);
  /* Some servers bind the name with all the zeros behind it. */
  if (!connect(end, (struct sockaddr *)&address, sizeof(sa_family_t) + 1 + length)) return 0;
  return connect(end, (struct sockaddr *)&address, sizeof address);
}

/* EACCES: it is there, and belongs to somebody else. */
static int find_shared_memory(void) {
  return shmget((key_t)strtoul(arguments[3], NULL, 0), 0, 0) >= 0 || errno == EACCES ? 0 : -1;
}

/* The file is this program again, owned by root, with the set-user-ID bit. */
static int become_root(void) {
  execl("/bin/become-root", "become-root", "who", NULL);
  return -1;
}

struct trial {
  const char *name;
  int (*run)(void);
};

static const struct trial trials[] = {
  {"mountTmpfs", mount_tmpfs},
  {"makeDevice", make_device},
  {"openDevice", open_device},
  {"openDisk", open_disk},
  {"openByHandle", open_by_handle},
  {"seeHostProcess", see_host_process},
  {"setHostname", set_hostname},
  {"rawSocket", raw_socket},
  {"writeRoot", write_root},
  {"writeData", write_data},
  {"openKernelSetting", open_kernel_setting},
  {"unshareUser", unshare_user},
  {"unshareMount", unshare_mount},
  {"changeRoot", change_root},
  {"changeUser", change_user},
  {"becomeRoot", become_root},
  {"readClosedFile", read_closed_file},
  {"raisePriority", raise_priority},
  {"lockMemory", lock_memory},
  {"useMemory", use_memory},
  {"reachAbstractSocket", reach_abstract_socket},
  {"findSharedMemory", find_shared_memory},
};

/* In a child, so that a trial changes or ends nothing but itself. */
static void try(const struct trial *trial) {
  fflush(stdout);
  pid_t child = fork();
  if (child < 0) {
    printf("%s refused %d\n", trial->name, errno);
    return;
  }
  if (child == 0) {
    errno = 0;
    _exit(trial->run() < 0 ? errno : 0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) printf("%s refused SIGNAL %d\n", trial->name, WTERMSIG(status));
  else if (WEXITSTATUS(status)) printf("%s refused %d\n", trial->name, WEXITSTATUS(status));
  else printf("%s works\n", trial->name);
}

static void count_children(void) {
  pid_t children[MOST_CHILDREN];
  int count = 0;
  fflush(stdout);
  while (count < MOST_CHILDREN) {
    pid_t child = fork();
    if (child == 0) {
      pause();
      _exit(0);
    }
    if (child < 0) break;
    children[count++] = child;
  }
  for (int at = 0; at < count; at++) {
    kill(children[at], SIGKILL);
    waitpid(children[at], NULL, 0);
  }
  printf("children %d\n", count);
}

/* The first number that no file may have. */
static void count_files(void) {
  int last = 0;
  while (last < MOST_FILES) {
    int file = dup(1);
    if (file < 0) break;
    last = file;
  }
  printf("files %d\n", last + 1);
  for (int file = 3; file <= last; file++) close(file);
}

/* Says whether a file or directory of the kernel has anything in it. */
static void look_at(const char *path) {
  struct stat status;
  if (stat(path, &status)) printf("%s absent\n", path);
  else if (S_ISDIR(status.st_mode)) {
    DIR *directory = opendir(path);
    int entries = 0;
    while (directory && readdir(directory)) entries++;
    printf("%s %s\n", path, !directory ? "refused" : entries > 2 ? "full" : "empty");
    if (directory) closedir(directory);
  } else {
    char byte;
    int file = open(path, O_RDONLY);
    ssize_t got = file < 0 ? -1 : read(file, &byte, 1);
    printf("%s %s\n", path, got < 0 ? "refused" : got ? "full" : "empty");
    if (file >= 0) close(file);
  }
}

/* Waits for the signal, so that the posture can be read first: this is the container's init. */
static void wait_for_start(void) {
  sigset_t start;
  int received;
  sigemptyset(&start);
  sigaddset(&start, SIGUSR1);
  sigprocmask(SIG_BLOCK, &start, NULL);
  sigwait(&start, &received);
}

int main(int count, char **given) {
  arguments = given;
  if (count == 2) return geteuid() == 0 ? 0 : EPERM;
  if (count < 4) return 2;
  wait_for_start();
  count_files();
  for (size_t at = 0; at < sizeof trials / sizeof *trials; at++) try(&trials[at]);
  count_children();
  const char *paths[] = {"/proc/keys", "/proc/timer_list", "/sys/firmware"};
  for (size_t at = 0; at < sizeof paths / sizeof *paths; at++) look_at(paths[at]);
  puts("end");
  fflush(stdout);
  for (;;) pause();
}
