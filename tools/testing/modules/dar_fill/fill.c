// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tests only: bindings by the million, without messages.
 *
 * In debugfs, directory dar_fill:
 *
 * fill: write "PREFIX FIRST COUNT LIFETIME [remembered] [quiet]": COUNT entries
 *	in the namespace of the writer, home addresses PREFIX + FIRST and so on
 *	(an IPv6 address of 64 bits and zeros), each with a care-of address of
 *	its own in 2001:db8:ffff::/64, that all end LIFETIME seconds after the
 *	beginning.  "quiet": no node is reminded before.  Read: what the last one did: "COUNT
 *	ERRORS NS", and a line with the ns of each chunk of 10,000.
 * softirq: see probe.c
 */
#include <linux/inet.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/nsproxy.h>
#include <linux/sched.h>
#include <linux/seq_file.h>
#include <linux/timekeeping.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>

#include <uapi/linux/dar.h>

#include "../../../../dar/pure/token.h"
#include "../../../../dar/state/dar.h"
#include "fill.h"

#define FILL_CHUNK	10000
#define FILL_MAX	(16 * 1024 * 1024)
#define FILL_RESCHED	64
#define FILL_LINE	128

/**
 * struct fill_order - what is to be done
 * @prefix: of the home addresses
 * @first: their interface identifiers begin here
 * @count: number of them
 * @lifetime: seconds
 * @remembered: not bound
 * @quiet: no reminders
 */
struct fill_order {
	struct in6_addr prefix;
	u32 first;
	u32 count;
	u32 lifetime;
	bool remembered;
	bool quiet;
};

/**
 * struct fill_report - what was done
 * @count: entries
 * @errors: of them, not taken by the cache
 * @total: ns
 * @chunks: ns of each chunk
 * @n_chunks: number of them
 */
struct fill_report {
	u32 count;
	u32 errors;
	u64 total;
	u64 *chunks;
	u32 n_chunks;
};

static DEFINE_MUTEX(fill_lock);
static struct fill_report fill_last;
static struct dentry *fill_dir;

static int fill_one(struct dar_net *dn, const struct fill_order *o, u32 n,
		    u64 now)
{
	struct dar_binding_view none = { .home = o->prefix };
	struct dar_binding_data d = {
		.coa.s6_addr = { 0x20, 0x01, 0x0d, 0xb8, 0xff, 0xff },
		.dar = o->prefix,
		.deadline = now + (u64)o->lifetime * NSEC_PER_SEC,
		.lifetime = o->quiet || o->remembered ? 0 : o->lifetime,
		.state = DAR_BINDING_VERIFIED,
		.auth = DAR_AUTH_PHKT,
		.active = !o->remembered,
		.has_phkt = true,
		.epoch = div_u64(ktime_get_real_seconds(), DAR_EPOCH_SECONDS),
	};

	none.home.s6_addr32[3] = htonl(o->first + n);
	d.coa.s6_addr32[3] = htonl(o->first + n);
	d.dar.s6_addr[15] = 1;
	return dar_bcache_set(&dn->bcache, &none, &d);
}

/* The time of a chunk is that of the cache alone, without being scheduled. */
static u64 fill_chunk(struct dar_net *dn, const struct fill_order *o, u32 from,
		      u32 to, u64 now, u32 *errors)
{
	u64 ns = 0, start;
	u32 n = from, end;

	while (n < to) {
		end = min(n + FILL_RESCHED, to);
		start = ktime_get_ns();
		for (; n < end; n++)
			*errors += !!fill_one(dn, o, n, now);
		ns += ktime_get_ns() - start;
		cond_resched();
	}
	return ns;
}

static int fill_run(struct dar_net *dn, const struct fill_order *o)
{
	struct fill_report r = { .count = o->count };
	u64 now = ktime_get_boottime_ns();
	u32 i, from;

	r.n_chunks = DIV_ROUND_UP(o->count, FILL_CHUNK);
	r.chunks = vzalloc(array_size(r.n_chunks, sizeof(*r.chunks)));
	if (!r.chunks)
		return -ENOMEM;
	for (i = 0; i < r.n_chunks; i++) {
		from = i * FILL_CHUNK;
		r.chunks[i] = fill_chunk(dn, o, from,
					 min(from + FILL_CHUNK, o->count),
					 now, &r.errors);
		r.total += r.chunks[i];
	}
	vfree(fill_last.chunks);
	fill_last = r;
	return 0;
}

/* One word of a line, NULL at its end. */
static char *fill_word(char **line)
{
	char *word;

	do
		word = strsep(line, "\n ");
	while (word && !*word);
	return word;
}

static int fill_number(char **line, u32 *value)
{
	char *word = fill_word(line);

	return word ? kstrtou32(word, 10, value) : -EINVAL;
}

static int fill_parse(char *line, struct fill_order *o)
{
	char *word = fill_word(&line);

	if (!word || !in6_pton(word, -1, o->prefix.s6_addr, -1, NULL) ||
	    fill_number(&line, &o->first) || fill_number(&line, &o->count) ||
	    fill_number(&line, &o->lifetime))
		return -EINVAL;
	while ((word = fill_word(&line))) {
		if (!strcmp(word, "remembered"))
			o->remembered = true;
		else if (!strcmp(word, "quiet"))
			o->quiet = true;
		else
			return -EINVAL;
	}
	return o->count && o->count <= FILL_MAX ? 0 : -ERANGE;
}

static ssize_t fill_write(struct file *file, const char __user *from,
			  size_t len, loff_t *pos)
{
	struct fill_order order = {};
	char line[FILL_LINE];
	int err;

	if (len >= sizeof(line))
		return -EINVAL;
	if (copy_from_user(line, from, len))
		return -EFAULT;
	line[len] = 0;
	err = fill_parse(line, &order);
	if (err)
		return err;
	mutex_lock(&fill_lock);
	err = fill_run(dar_net(current->nsproxy->net_ns), &order);
	mutex_unlock(&fill_lock);
	return err ?: len;
}

static int fill_show(struct seq_file *m, void *unused)
{
	u32 i;

	mutex_lock(&fill_lock);
	seq_printf(m, "%u %u %llu\n", fill_last.count, fill_last.errors,
		   fill_last.total);
	for (i = 0; i < fill_last.n_chunks; i++)
		seq_printf(m, "%llu%c", fill_last.chunks[i],
			   i + 1 < fill_last.n_chunks ? ' ' : '\n');
	mutex_unlock(&fill_lock);
	return 0;
}

static int fill_open(struct inode *inode, struct file *file)
{
	return single_open(file, fill_show, NULL);
}

static const struct file_operations fill_fops = {
	.owner = THIS_MODULE,
	.open = fill_open,
	.read = seq_read,
	.write = fill_write,
	.llseek = seq_lseek,
	.release = single_release,
};

static int __init fill_init(void)
{
	fill_dir = debugfs_create_dir("dar_fill", NULL);
	debugfs_create_file("fill", 0600, fill_dir, NULL, &fill_fops);
	fill_probe_init(fill_dir);
	return 0;
}

static void __exit fill_exit(void)
{
	debugfs_remove(fill_dir);
	fill_probe_exit();
	vfree(fill_last.chunks);
}

module_init(fill_init);
module_exit(fill_exit);

MODULE_DESCRIPTION("Tests of the binding cache of a DAR by volume");
MODULE_IMPORT_NS(DAR_TEST_NS);
MODULE_LICENSE("GPL");
