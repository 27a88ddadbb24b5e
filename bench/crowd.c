/*
 * As many processes as asked for that only sleep: `crowd COUNT`. Says so when all are there, and ends with them when its
 * standard input does.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int count, char **arguments)
{
	int wanted = count > 1 ? atoi(arguments[1]) : 0;
	pid_t *pids = calloc(wanted + 1, sizeof *pids);
	int made = 0;
	for (; pids && made < wanted; made++) {
		pids[made] = fork();
		if (pids[made] < 0)
			break;
		if (pids[made] == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			for (;;)
				pause();
		}
	}
	printf("%d\n", made);
	fflush(stdout);
	char byte;
	while (read(0, &byte, 1) > 0)
		;
	for (int i = 0; i < made; i++)
		kill(pids[i], SIGKILL);
	while (wait(NULL) > 0)
		;
	return made == wanted ? 0 : 1;
}
