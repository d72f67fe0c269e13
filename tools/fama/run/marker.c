// SPDX-License-Identifier: GPL-2.0-only
/* A BPF program of a cgroup that marks each socket when it is made. */
#include <errno.h>
#include <linux/bpf.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "common/args.h"
#include "common/err.h"
#include "marker.h"

static int bpf(enum bpf_cmd cmd, union bpf_attr *attr)
{
	return syscall(SYS_bpf, cmd, attr, sizeof(*attr));
}

static struct bpf_insn load_mark(uint8_t to)
{
	return (struct bpf_insn) {
		.code = BPF_LDX | BPF_W | BPF_MEM, .dst_reg = to,
		.src_reg = BPF_REG_1, .off = offsetof(struct bpf_sock, mark),
	};
}

static struct bpf_insn store_mark(uint8_t from)
{
	return (struct bpf_insn) {
		.code = BPF_STX | BPF_W | BPF_MEM, .dst_reg = BPF_REG_1,
		.src_reg = from, .off = offsetof(struct bpf_sock, mark),
	};
}

static struct bpf_insn calculate(uint8_t operation, uint8_t reg, uint32_t with)
{
	return (struct bpf_insn) {
		.code = BPF_ALU | operation | BPF_K, .dst_reg = reg,
		.imm = (int32_t)with,
	};
}

/* Return: a program, or a negative error number */
static int load(const struct marker *m)
{
	const struct bpf_insn program[] = {
		load_mark(BPF_REG_2),
		calculate(BPF_AND, BPF_REG_2, ~m->mask),
		calculate(BPF_OR, BPF_REG_2, m->mark),
		store_mark(BPF_REG_2),
		calculate(BPF_MOV, BPF_REG_0, 1),	/* the socket may be made */
		{ .code = BPF_JMP | BPF_EXIT },
	};
	union bpf_attr attr = {
		.prog_type = BPF_PROG_TYPE_CGROUP_SOCK,
		.expected_attach_type = BPF_CGROUP_INET_SOCK_CREATE,
		.insns = (uintptr_t)program,
		.insn_cnt = ARRAY_SIZE(program),
		.license = (uintptr_t)"GPL",
	};
	int fd;

	memcpy(attr.prog_name, "fama_mark", sizeof("fama_mark"));
	fd = bpf(BPF_PROG_LOAD, &attr);
	return fd < 0 ? -errno : fd;
}

/* An earlier command has attached the program: the name of the cgroup says which. */
static bool attached(int cgroup)
{
	union bpf_attr attr = {
		.query.target_fd = cgroup,
		.query.attach_type = BPF_CGROUP_INET_SOCK_CREATE,
	};

	return !bpf(BPF_PROG_QUERY, &attr) && attr.query.prog_cnt;
}

/* Those of the cgroups above run as well. */
static int attach(int cgroup, int program)
{
	union bpf_attr attr = {
		.target_fd = cgroup,
		.attach_bpf_fd = program,
		.attach_type = BPF_CGROUP_INET_SOCK_CREATE,
		.attach_flags = BPF_F_ALLOW_MULTI,
	};

	return bpf(BPF_PROG_ATTACH, &attr) ? -errno : 0;
}

int marker_attach(const struct marker *m, int cgroup)
{
	int program, err;

	if (attached(cgroup))
		return STATUS_OK;
	program = load(m);
	if (program < 0)
		return fail("a program that marks sockets: %s%s",
			    strerror(-program), program == -EPERM ?
			    " (CAP_BPF and CAP_NET_ADMIN are needed)" : "");
	err = attach(cgroup, program);
	close(program);
	return err ? fail("a program of the cgroup: %s", strerror(-err)) :
		     STATUS_OK;
}
