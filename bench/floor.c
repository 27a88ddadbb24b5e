/*
 * The floor of a scan: for every user process its status, its cgroup and its eight namespace links, with no more system
 * calls than that takes. Prints the processes it read and the CPU microseconds it took.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static const char *const links[] = {"cgroup", "ipc", "mnt", "net", "pid", "time", "user", "uts"};
static char text[65536];

/* Both files are written as one record: one read has all of it. */
static ssize_t slurp(const char *pid, const char *name)
{
	char path[320];
	snprintf(path, sizeof path, "/proc/%s/%s", pid, name);
	int file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return -1;
	ssize_t count = read(file, text, sizeof text - 1);
	close(file);
	if (count >= 0)
		text[count] = 0;
	return count;
}

static long long microseconds(struct timeval time)
{
	return time.tv_sec * 1000000LL + time.tv_usec;
}

int main(void)
{
	DIR *proc = opendir("/proc");
	if (!proc)
		return 1;
	int processes = 0;
	for (struct dirent *entry; (entry = readdir(proc));) {
		if (entry->d_name[0] < '0' || entry->d_name[0] > '9')
			continue;
		/* Kernel threads and zombies have no memory. */
		if (slurp(entry->d_name, "status") < 0 || !strstr(text, "\nVmSize:"))
			continue;
		if (slurp(entry->d_name, "cgroup") < 0)
			continue;
		for (unsigned i = 0; i < sizeof links / sizeof *links; i++) {
			char path[320], target[64];
			snprintf(path, sizeof path, "/proc/%s/ns/%s", entry->d_name, links[i]);
			if (readlink(path, target, sizeof target) < 0)
				break;
		}
		processes++;
	}
	closedir(proc);
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	printf("%d %lld\n", processes, microseconds(usage.ru_utime) + microseconds(usage.ru_stime));
	return 0;
}
