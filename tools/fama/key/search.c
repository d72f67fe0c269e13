// SPDX-License-Identifier: GPL-2.0-only
/*
 * The modifier search of RFC 3972 section 4: 2^(16 * Sec) hashes on average,
 * spread over all processors.
 */
#include <openssl/rand.h>
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cga.h"
#include "common/args.h"
#include "common/err.h"
#include "search.h"

/* Hashes between two looks at what the other threads found. */
#define BATCH 4096

/* Seconds between two progress lines where they cannot overwrite each other. */
#define LOG_INTERVAL 30

/*
 * struct search - one search
 * @done: a thread found a modifier, or nobody should go on
 * @tried: hashes computed by all threads
 * @lock: protects @found and @modifier
 */
struct search {
	const uint8_t *spki;
	size_t spki_len;
	unsigned int sec;
	atomic_bool done;
	atomic_ullong tried;
	pthread_mutex_t lock;
	pthread_cond_t ended;
	bool found;
	uint8_t modifier[CGA_MODIFIER_LEN];
};

struct worker {
	struct search *search;
	struct cga_hash2 hash2;
	pthread_t thread;
};

static volatile sig_atomic_t interrupted;

static void interrupt(int signal)
{
	interrupted = signal;
}

static void report(struct search *s, const uint8_t *modifier)
{
	pthread_mutex_lock(&s->lock);
	if (!s->found)
		memcpy(s->modifier, modifier, CGA_MODIFIER_LEN);
	s->found = true;
	atomic_store(&s->done, true);
	pthread_cond_signal(&s->ended);
	pthread_mutex_unlock(&s->lock);
}

static void *work(void *data)
{
	struct worker *w = data;
	struct search *s = w->search;
	unsigned int i;

	while (!atomic_load(&s->done)) {
		for (i = 0; i < BATCH; i++) {
			if (cga_hash2_fits(&w->hash2, s->sec)) {
				report(s, w->hash2.input);
				return NULL;
			}
			cga_modifier_next(w->hash2.input);
		}
		atomic_fetch_add(&s->tried, BATCH);
	}
	return NULL;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static void show_progress(struct search *s, double elapsed, bool terminal)
{
	double rate = atomic_load(&s->tried) / elapsed;
	double expected = (double)(1ULL << (16 * s->sec));

	fprintf(stderr,
		"%sfama: %.0f s, %.1f million hashes of %.1f expected, %.2f million/s, about %.0f min on average%s",
		terminal ? "\r\033[K" : "", elapsed,
		atomic_load(&s->tried) / 1e6, expected / 1e6, rate / 1e6,
		rate > 0 ? expected / rate / 60 : 0.0, terminal ? "" : "\n");
	fflush(stderr);
}

static void wait_second(struct search *s)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec++;
	pthread_mutex_lock(&s->lock);
	while (!s->found && !interrupted)
		if (pthread_cond_timedwait(&s->ended, &s->lock, &until))
			break;
	pthread_mutex_unlock(&s->lock);
}

/* The search has no memory: what is expected does not shrink as it goes on. */
static void watch(struct search *s)
{
	bool terminal = isatty(STDERR_FILENO);
	double start = now(), shown = -LOG_INTERVAL;

	while (!atomic_load(&s->done) && !interrupted) {
		wait_second(s);
		if (atomic_load(&s->done))
			break;
		if (!terminal && now() - shown < LOG_INTERVAL)
			continue;
		shown = now();
		show_progress(s, shown - start, terminal);
	}
	if (terminal && shown >= 0)
		fputs("\r\033[K", stderr);
}

/* What is ignored, as nohup(1) has it, stays so. */
void search_catch_signals(void)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = interrupt }, found;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(numbers); i++)
		if (!sigaction(numbers[i], NULL, &found) && found.sa_handler != SIG_IGN)
			sigaction(numbers[i], &action, NULL);
}

bool search_interrupted(void)
{
	return interrupted;
}

static unsigned int processors(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set))
		return 1;
	return CPU_COUNT(&set);
}

/* Thread @i of @count starts that fraction of 2^128 behind @start. */
static bool start_worker(struct worker *w, const uint8_t *start,
			 unsigned int i, unsigned int count)
{
	unsigned int top = (start[0] << 8 | start[1]) + i * 0x10000 / count;

	if (!cga_hash2_init(&w->hash2, w->search->spki, w->search->spki_len))
		return false;
	memcpy(w->hash2.input, start, CGA_MODIFIER_LEN);
	w->hash2.input[0] = top >> 8;
	w->hash2.input[1] = top;
	if (!pthread_create(&w->thread, NULL, work, w))
		return true;
	cga_hash2_exit(&w->hash2);
	return false;
}

static bool run(struct search *s, const uint8_t *start)
{
	unsigned int i, running = 0, count = processors();
	struct worker *workers = calloc(count, sizeof(*workers));

	while (workers && running < count) {
		workers[running].search = s;
		if (!start_worker(&workers[running], start, running, count))
			break;
		running++;
	}
	if (running)
		watch(s);
	atomic_store(&s->done, true);
	for (i = 0; i < running; i++) {
		pthread_join(workers[i].thread, NULL);
		cga_hash2_exit(&workers[i].hash2);
	}
	free(workers);
	return running;
}

/* Put a modifier that fits the key and Sec into @modifier. */
int search_modifier(uint8_t *modifier, unsigned int sec, const uint8_t *spki,
		    size_t spki_len)
{
	struct search s = {
		.spki = spki,
		.spki_len = spki_len,
		.sec = sec,
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.ended = PTHREAD_COND_INITIALIZER,
	};
	bool ran;

	if (RAND_bytes(modifier, CGA_MODIFIER_LEN) != 1)
		return fail("no random numbers");
	if (!sec)
		return STATUS_OK;
	ran = run(&s, modifier);
	if (!ran)
		return fail("cannot start a thread");
	if (!s.found)
		return fail("interrupted");
	memcpy(modifier, s.modifier, CGA_MODIFIER_LEN);
	return STATUS_OK;
}
