// SPDX-License-Identifier: GPL-2.0-only
/* Sequences of ECMA-48, and those of xterm that all terminals have. */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "screen.h"

#define ENTER	"\033[?1049h\033[?25l"	/* another page, no cursor */
#define LEAVE	"\033[?25h\033[?1049l"
#define HOME	"\033[H"
#define END	"\033[K"		/* nothing behind this in its line */
#define BELOW	"\033[J"		/* nor below it */

static bool opened;
static struct termios found;
static sigset_t open_mask;	/* while we wait */
static volatile sig_atomic_t resized, stopped;

static void note(int number)
{
	if (number == SIGWINCH)
		resized = 1;
	else
		stopped = 1;
}

/* They come while we wait, and at no other time. */
static void catch_signals(void)
{
	static const int numbers[] = { SIGWINCH, SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = note };
	sigset_t blocked;
	unsigned int i;

	sigemptyset(&blocked);
	for (i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		sigaction(numbers[i], &action, NULL);
		sigaddset(&blocked, numbers[i]);
	}
	sigprocmask(SIG_BLOCK, &blocked, &open_mask);
}

bool screen_open(void)
{
	struct termios raw;

	if (!isatty(STDOUT_FILENO) || tcgetattr(STDIN_FILENO, &found))
		return false;
	catch_signals();
	raw = found;
	raw.c_lflag &= ~(ICANON | ECHO);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	raw.c_cc[VSUSP] = _POSIX_VDISABLE;
	tcsetattr(STDIN_FILENO, TCSANOW, &raw);
	fputs(ENTER, stdout);
	opened = true;
	return true;
}

void screen_close(void)
{
	if (!opened)
		return;
	fputs(LEAVE, stdout);
	fflush(stdout);
	tcsetattr(STDIN_FILENO, TCSANOW, &found);
	opened = false;
}

void screen_size(unsigned int *lines, unsigned int *columns)
{
	struct winsize size = { 0 };

	ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
	*lines = size.ws_row ? size.ws_row : 24;
	*columns = size.ws_col ? size.ws_col : 80;
}

void screen_show(const char *text)
{
	const char *end;

	fputs(HOME, stdout);
	while ((end = strchr(text, '\n'))) {
		printf("%.*s" END "\n", (int)(end - text), text);
		text = end + 1;
	}
	printf("%s" END BELOW, text);
	fflush(stdout);
}

/* Return: true: a key that ends it. */
static bool quits(void)
{
	char key;

	return read(STDIN_FILENO, &key, 1) <= 0 || key == 'q' || key == 'Q';
}

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ULL + t.tv_nsec;
}

enum screen_end screen_pause(uint64_t ns)
{
	struct pollfd fd = { .fd = opened ? STDIN_FILENO : -1, .events = POLLIN };
	uint64_t end = now() + ns, left;
	struct timespec t;

	do {
		left = now() < end ? end - now() : 0;
		t = (struct timespec){ left / 1000000000, left % 1000000000 };
		if (ppoll(&fd, 1, &t, opened ? &open_mask : NULL) > 0 && quits())
			return SCREEN_QUIT;
		if (stopped)
			return SCREEN_QUIT;
		if (resized) {
			resized = 0;
			return SCREEN_RESIZED;
		}
	} while (left);
	return SCREEN_TIME;
}
