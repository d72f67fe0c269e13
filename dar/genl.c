// SPDX-License-Identifier: GPL-2.0-only
/*
 * Generic netlink family "dar": thin, for every setter is in config.c.
 */
#include <linux/ktime.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <net/genetlink.h>
#include <net/sock.h>

#include <uapi/linux/dar.h>

#include "dar.h"

#define GENL_DEFAULT_DEVICE	"dar0"
#define GENL_GROUP_EVENTS	0
#define GENL_DUMP_BATCH		1024	/* entries between two reschedules */

static struct genl_family genl_dar_family;

static const struct nla_policy genl_enable_policy[] = {
	[DAR_A_DEVICE] = { .type = NLA_NUL_STRING, .len = IFNAMSIZ - 1 },
};

static const struct nla_policy genl_anchor_policy[] = {
	[DAR_A_PREFIX] = NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
	[DAR_A_PREFIX_LEN] = { .type = NLA_U8 },
	[DAR_A_IFINDEX] = NLA_POLICY_MIN(NLA_S32, 1),
	[DAR_A_CARE_OF_TEST] = NLA_POLICY_MAX(NLA_U8,
					      DAR_CARE_OF_TEST_REQUIRED),
};

static const struct nla_policy genl_home_policy[] = {
	[DAR_A_HOME] = NLA_POLICY_EXACT_LEN(sizeof(struct in6_addr)),
};

/* One message to be sent: where its header is. */
static void *genl_put_header(struct sk_buff *skb, u32 portid, u32 seq,
			     int flags, u8 cmd)
{
	return genlmsg_put(skb, portid, seq, &genl_dar_family, flags, cmd);
}

static int genl_put_addr(struct sk_buff *skb, int attr,
			 const struct in6_addr *addr)
{
	return nla_put_in6_addr(skb, attr, addr);
}

static int genl_put_u64(struct sk_buff *skb, int attr, u64 value)
{
	return nla_put_u64_64bit(skb, attr, value, DAR_A_PAD);
}

/* Seconds until a boot time. */
static u32 genl_seconds_left(u64 deadline)
{
	u64 now = ktime_get_boottime_ns();

	return deadline > now ? div_u64(deadline - now, NSEC_PER_SEC) : 0;
}

static int genl_fill_anchor(struct sk_buff *skb, const struct dar_anchor *a)
{
	if (genl_put_addr(skb, DAR_A_PREFIX, &a->prefix) ||
	    nla_put_u8(skb, DAR_A_PREFIX_LEN, 64) ||
	    nla_put_u32(skb, DAR_A_IFINDEX, a->ifindex) ||
	    nla_put_u8(skb, DAR_A_CARE_OF_TEST, a->policy.mode))
		return -EMSGSIZE;
	return 0;
}

static int genl_fill_binding(struct sk_buff *skb,
			     const struct dar_binding_view *view)
{
	const struct dar_binding_data *d = &view->d;
	u32 left = d->active ? genl_seconds_left(d->deadline) : 0;

	if (genl_put_addr(skb, DAR_A_HOME, &view->home) ||
	    genl_put_addr(skb, DAR_A_CAREOF, &d->coa) ||
	    nla_put_u32(skb, DAR_A_LIFETIME, d->lifetime) ||
	    nla_put_u32(skb, DAR_A_EXPIRES, left) ||
	    nla_put_u16(skb, DAR_A_SEQ, d->seq) ||
	    nla_put_u8(skb, DAR_A_AUTH, d->auth) ||
	    nla_put_u8(skb, DAR_A_STATE, d->state) ||
	    nla_put_u8(skb, DAR_A_PHKT, d->has_phkt) ||
	    genl_put_u64(skb, DAR_A_TX_PACKETS, view->tx_packets) ||
	    genl_put_u64(skb, DAR_A_TX_BYTES, view->tx_bytes) ||
	    genl_put_u64(skb, DAR_A_RX_PACKETS, view->rx_packets) ||
	    genl_put_u64(skb, DAR_A_RX_BYTES, view->rx_bytes))
		return -EMSGSIZE;
	return 0;
}

static int genl_fill_counter(struct sk_buff *skb, const char *name, u64 value)
{
	struct nlattr *nest = nla_nest_start(skb, DAR_A_COUNTER);

	if (!nest ||
	    nla_put_string(skb, DAR_A_COUNTER_NAME, name) ||
	    genl_put_u64(skb, DAR_A_COUNTER_VALUE, value))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int genl_fill_counters(struct sk_buff *skb, const struct dar_net *dn)
{
	struct nlattr *nest = nla_nest_start(skb, DAR_A_COUNTERS);
	enum dar_stat i;

	if (!nest)
		return -EMSGSIZE;
	for (i = 0; i < DAR_STAT_COUNT; i++)
		if (genl_fill_counter(skb, dar_stat_name(i),
				      dar_stat_sum(dn->mib, i)))
			return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int genl_fill_role(struct sk_buff *skb, struct dar_net *dn)
{
	const struct net_device *dev;
	int err;

	lockdep_assert_held(&dn->lock);

	/* The lock does not keep a disable from removing the device. */
	rcu_read_lock();
	dev = rcu_dereference(dn->dev);
	err = dev ? nla_put_string(skb, DAR_A_DEVICE, dev->name) : 0;
	rcu_read_unlock();
	if (err || nla_put_u8(skb, DAR_A_ENABLED, dn->enabled) ||
	    nla_put_u32(skb, DAR_A_ANCHORS, READ_ONCE(dn->n_anchors)) ||
	    nla_put_u32(skb, DAR_A_BINDINGS,
			dar_bcache_active(&dn->bcache)))
		return -EMSGSIZE;
	return genl_fill_counters(skb, dn);
}

/* Finish a reply of which @err says how filling went. */
static int genl_reply(struct genl_info *info, struct sk_buff *skb, void *hdr,
		      int err)
{
	if (err) {
		nlmsg_free(skb);
		return err;
	}
	genlmsg_end(skb, hdr);
	return genlmsg_reply(skb, info);
}

static struct sk_buff *genl_reply_new(struct genl_info *info, u8 cmd,
				      void **hdr)
{
	struct sk_buff *skb = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);

	if (!skb)
		return NULL;
	*hdr = genl_put_header(skb, info->snd_portid, info->snd_seq, 0, cmd);
	if (*hdr)
		return skb;
	nlmsg_free(skb);
	return NULL;
}

static int genl_enable(struct sk_buff *skb, struct genl_info *info)
{
	const char *name = GENL_DEFAULT_DEVICE;

	if (info->attrs[DAR_A_DEVICE])
		name = nla_data(info->attrs[DAR_A_DEVICE]);
	return dar_enable(dar_net(genl_info_net(info)), name, info->extack);
}

static int genl_disable(struct sk_buff *skb, struct genl_info *info)
{
	return dar_disable(dar_net(genl_info_net(info)), info->extack);
}

static int genl_get(struct sk_buff *skb, struct genl_info *info)
{
	struct dar_net *dn = dar_net(genl_info_net(info));
	struct sk_buff *msg;
	void *hdr;
	int err;

	msg = genl_reply_new(info, DAR_CMD_GET, &hdr);
	if (!msg)
		return -ENOMEM;
	mutex_lock(&dn->lock);
	err = genl_fill_role(msg, dn);
	mutex_unlock(&dn->lock);
	return genl_reply(info, msg, hdr, err);
}

static int genl_parse_prefix(struct genl_info *info, struct in6_addr *prefix)
{
	if (!info->attrs[DAR_A_PREFIX] || !info->attrs[DAR_A_PREFIX_LEN]) {
		GENL_SET_ERR_MSG(info, "prefix and its length are required");
		return -EINVAL;
	}
	if (nla_get_u8(info->attrs[DAR_A_PREFIX_LEN]) != 64) {
		NL_SET_ERR_MSG_ATTR(info->extack,
				    info->attrs[DAR_A_PREFIX_LEN],
				    "prefix length is not 64");
		return -EINVAL;
	}
	*prefix = nla_get_in6_addr(info->attrs[DAR_A_PREFIX]);
	return 0;
}

static int genl_anchor_new(struct sk_buff *skb, struct genl_info *info)
{
	struct dar_anchor want = { .policy = DAR_POLICY_DEFAULT };
	int err;

	err = genl_parse_prefix(info, &want.prefix);
	if (err)
		return err;
	if (!info->attrs[DAR_A_IFINDEX]) {
		GENL_SET_ERR_MSG(info, "access link is required");
		return -EINVAL;
	}
	want.ifindex = nla_get_s32(info->attrs[DAR_A_IFINDEX]);
	if (info->attrs[DAR_A_CARE_OF_TEST])
		want.policy.mode = nla_get_u8(info->attrs[DAR_A_CARE_OF_TEST]);
	return dar_anchor_new(dar_net(genl_info_net(info)), &want,
			      info->extack);
}

static int genl_anchor_del(struct sk_buff *skb, struct genl_info *info)
{
	struct in6_addr prefix;
	int err;

	err = genl_parse_prefix(info, &prefix);
	if (err)
		return err;
	return dar_anchor_del(dar_net(genl_info_net(info)), &prefix,
			      info->extack);
}

static int genl_dump_anchor(struct sk_buff *skb, struct netlink_callback *cb,
			    const struct dar_anchor *a)
{
	void *hdr;

	hdr = genl_put_header(skb, NETLINK_CB(cb->skb).portid,
			      cb->nlh->nlmsg_seq, NLM_F_MULTI,
			      DAR_CMD_ANCHOR_GET);
	if (!hdr)
		return -EMSGSIZE;
	if (genl_fill_anchor(skb, a)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return 0;
}

/* There are few anchors: resume by number. */
static int genl_anchor_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct dar_net *dn = dar_net(sock_net(cb->skb->sk));
	long n = 0, start = cb->args[0];
	const struct dar_anchor *a;
	int bucket;

	rcu_read_lock();
	hash_for_each_rcu(dn->anchors, bucket, a, node) {
		if (n++ < start)
			continue;
		if (genl_dump_anchor(skb, cb, a))
			break;
		cb->args[0] = n;
	}
	rcu_read_unlock();
	return skb->len;
}

static int genl_binding_get(struct sk_buff *skb, struct genl_info *info)
{
	struct dar_net *dn = dar_net(genl_info_net(info));
	struct dar_binding_view view;
	struct in6_addr home;
	struct sk_buff *msg;
	void *hdr;
	int err;

	if (!info->attrs[DAR_A_HOME]) {
		GENL_SET_ERR_MSG(info, "home address is required");
		return -EINVAL;
	}
	home = nla_get_in6_addr(info->attrs[DAR_A_HOME]);
	if (!dar_bcache_get(&dn->bcache, &home, &view) || !view.d.active) {
		GENL_SET_ERR_MSG(info, "no binding of this home address");
		return -ENOENT;
	}
	msg = genl_reply_new(info, DAR_CMD_BINDING_GET, &hdr);
	if (!msg)
		return -ENOMEM;
	err = genl_fill_binding(msg, &view);
	return genl_reply(info, msg, hdr, err);
}

/*
 * The iterator stays in the table between two calls.  The table lives as long
 * as the namespace, which the socket holds, and the module, which the dump
 * holds; a disable in between empties it.
 */
static int genl_binding_start(struct netlink_callback *cb)
{
	struct dar_net *dn = dar_net(sock_net(cb->skb->sk));
	struct rhashtable_iter *it;

	it = kmalloc(sizeof(*it), GFP_KERNEL);
	if (!it)
		return -ENOMEM;
	rhashtable_walk_enter(&dn->bcache.table, it);
	cb->args[0] = (long)it;
	return 0;
}

static int genl_binding_done(struct netlink_callback *cb)
{
	struct rhashtable_iter *it = (struct rhashtable_iter *)cb->args[0];

	rhashtable_walk_exit(it);
	kfree(it);
	return 0;
}

static int genl_dump_binding(struct sk_buff *skb, struct netlink_callback *cb,
			     struct dar_binding *b)
{
	struct dar_binding_view view;
	void *hdr;

	dar_binding_view(b, &view);
	if (!view.d.active)
		return 0;
	hdr = genl_put_header(skb, NETLINK_CB(cb->skb).portid,
			      cb->nlh->nlmsg_seq, NLM_F_MULTI,
			      DAR_CMD_BINDING_GET);
	if (!hdr)
		return -EMSGSIZE;
	genl_dump_check_consistent(cb, hdr);
	if (genl_fill_binding(skb, &view)) {
		genlmsg_cancel(skb, hdr);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, hdr);
	return 0;
}

/*
 * The entry that did not fit is found again by rhashtable_walk_peek().  Once
 * the table was resized, some may be seen twice: that is no consistent dump.
 */
static int genl_binding_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct rhashtable_iter *it = (struct rhashtable_iter *)cb->args[0];
	struct dar_net *dn = dar_net(sock_net(cb->skb->sk));
	struct dar_binding *b;
	unsigned int n = 0;

	cb->seq = dar_bcache_generation(&dn->bcache);
	if (rhashtable_walk_start_check(it))
		cb->seq++;
	for (b = rhashtable_walk_peek(it); b; b = rhashtable_walk_next(it)) {
		/* -EAGAIN: the table is being resized, the walk goes on there */
		if (IS_ERR(b)) {
			cb->seq++;
			continue;
		}
		if (genl_dump_binding(skb, cb, b))
			break;
		if (++n % GENL_DUMP_BATCH)
			continue;
		rhashtable_walk_stop(it);
		cond_resched();
		rhashtable_walk_start(it);
	}
	rhashtable_walk_stop(it);
	return skb->len;
}

static int genl_binding_flush(struct sk_buff *skb, struct genl_info *info)
{
	struct in6_addr home, *which = NULL;

	if (info->attrs[DAR_A_HOME]) {
		home = nla_get_in6_addr(info->attrs[DAR_A_HOME]);
		which = &home;
	}
	return dar_flush(dar_net(genl_info_net(info)), which, info->extack);
}

static const struct genl_ops genl_dar_ops[] = {
	{
		.cmd = DAR_CMD_ENABLE,
		.doit = genl_enable,
		.policy = genl_enable_policy,
		.maxattr = ARRAY_SIZE(genl_enable_policy) - 1,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_DISABLE,
		.doit = genl_disable,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_GET,
		.doit = genl_get,
	}, {
		.cmd = DAR_CMD_ANCHOR_NEW,
		.doit = genl_anchor_new,
		.policy = genl_anchor_policy,
		.maxattr = ARRAY_SIZE(genl_anchor_policy) - 1,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_ANCHOR_DEL,
		.doit = genl_anchor_del,
		.policy = genl_anchor_policy,
		.maxattr = ARRAY_SIZE(genl_anchor_policy) - 1,
		.flags = GENL_UNS_ADMIN_PERM,
	}, {
		.cmd = DAR_CMD_ANCHOR_GET,
		.dumpit = genl_anchor_dump,
	}, {
		.cmd = DAR_CMD_BINDING_GET,
		.doit = genl_binding_get,
		.start = genl_binding_start,
		.dumpit = genl_binding_dump,
		.done = genl_binding_done,
		.policy = genl_home_policy,
		.maxattr = ARRAY_SIZE(genl_home_policy) - 1,
	}, {
		.cmd = DAR_CMD_BINDING_FLUSH,
		.doit = genl_binding_flush,
		.policy = genl_home_policy,
		.maxattr = ARRAY_SIZE(genl_home_policy) - 1,
		.flags = GENL_UNS_ADMIN_PERM,
	},
};

static const struct genl_multicast_group genl_dar_groups[] = {
	[GENL_GROUP_EVENTS] = { .name = DAR_GENL_MCGRP_EVENTS },
};

static struct genl_family genl_dar_family __ro_after_init = {
	.name = DAR_GENL_NAME,
	.version = DAR_GENL_VERSION,
	.maxattr = DAR_A_MAX,
	.netnsok = true,
	.parallel_ops = true,
	.module = THIS_MODULE,
	.ops = genl_dar_ops,
	.n_ops = ARRAY_SIZE(genl_dar_ops),
	.resv_start_op = __DAR_CMD_MAX,
	.mcgrps = genl_dar_groups,
	.n_mcgrps = ARRAY_SIZE(genl_dar_groups),
};

int __init dar_genl_init(void)
{
	return genl_register_family(&genl_dar_family);
}

void dar_genl_exit(void)
{
	genl_unregister_family(&genl_dar_family);
}

/*
 * Notifications: any context, cheap while nobody listens.  One that finds no
 * memory is lost, as any that finds the listener's buffer full.
 */
static bool genl_event_wanted(struct dar_net *dn)
{
	return genl_has_listeners(&genl_dar_family, dn->net,
				  GENL_GROUP_EVENTS);
}

static struct sk_buff *genl_event_new(enum dar_event event, u64 time,
				      void **hdr)
{
	struct sk_buff *skb = genlmsg_new(NLMSG_GOODSIZE, GFP_ATOMIC);

	if (!skb)
		return NULL;
	*hdr = genl_put_header(skb, 0, 0, 0, DAR_CMD_EVENT);
	if (*hdr && !nla_put_u8(skb, DAR_A_EVENT, event) &&
	    !genl_put_u64(skb, DAR_A_TIME, time))
		return skb;
	nlmsg_free(skb);
	return NULL;
}

static void genl_event_send(struct dar_net *dn, struct sk_buff *skb, void *hdr,
			    int err)
{
	if (err) {
		nlmsg_free(skb);
		return;
	}
	genlmsg_end(skb, hdr);
	genlmsg_multicast_netns(&genl_dar_family, dn->net, skb, 0,
				GENL_GROUP_EVENTS, GFP_ATOMIC);
}

static int genl_fill_message(struct sk_buff *skb, const struct dar_bu *bu,
			     u16 seq, u32 lifetime)
{
	if (genl_put_addr(skb, DAR_A_HOME, &bu->home) ||
	    genl_put_addr(skb, DAR_A_CAREOF, &bu->rx->src) ||
	    nla_put_u16(skb, DAR_A_SEQ, seq) ||
	    nla_put_u32(skb, DAR_A_LIFETIME,
			lifetime * FAMA_MH_LIFETIME_UNIT))
		return -EMSGSIZE;
	return 0;
}

void dar_notify_bu(struct dar_net *dn, const struct dar_bu *bu)
{
	u8 auth = bu->proof == DAR_PROOF_CGA ? DAR_AUTH_CGA : DAR_AUTH_PHKT;
	struct sk_buff *skb;
	void *hdr;
	int err;

	if (!genl_event_wanted(dn))
		return;
	skb = genl_event_new(DAR_EVENT_BU, bu->rx->time, &hdr);
	if (!skb)
		return;
	err = genl_fill_message(skb, bu, bu->rx->mh.bu.seq,
				bu->rx->mh.bu.lifetime) ?:
	      nla_put_u8(skb, DAR_A_AUTH, auth);
	genl_event_send(dn, skb, hdr, err);
}

void dar_notify_ba(struct dar_net *dn, const struct dar_bu *bu,
		   const struct dar_verdict *v)
{
	struct sk_buff *skb;
	void *hdr;
	int err;

	if (!genl_event_wanted(dn))
		return;
	skb = genl_event_new(DAR_EVENT_BA, ktime_get_real_ns(), &hdr);
	if (!skb)
		return;
	err = genl_fill_message(skb, bu, v->seq, v->lifetime) ?:
	      nla_put_u8(skb, DAR_A_STATUS, v->status);
	genl_event_send(dn, skb, hdr, err);
}

void dar_notify_binding(struct dar_net *dn,
			const struct dar_binding_view *view, u64 time)
{
	struct sk_buff *skb;
	void *hdr;

	if (!genl_event_wanted(dn))
		return;
	skb = genl_event_new(DAR_EVENT_BINDING, time, &hdr);
	if (skb)
		genl_event_send(dn, skb, hdr, genl_fill_binding(skb, view));
}

void dar_notify_expire(struct dar_net *dn, const struct dar_binding_view *view)
{
	struct sk_buff *skb;
	void *hdr;
	int err;

	if (!genl_event_wanted(dn))
		return;
	skb = genl_event_new(DAR_EVENT_EXPIRE, ktime_get_real_ns(), &hdr);
	if (!skb)
		return;
	err = genl_put_addr(skb, DAR_A_HOME, &view->home) ?:
	      genl_put_addr(skb, DAR_A_CAREOF, &view->d.coa);
	genl_event_send(dn, skb, hdr, err);
}

/* Without a parsed message there are only the addresses of its packet. */
static int genl_fill_drop(struct sk_buff *skb, const struct fama_mhio_rx *rx,
			  const struct dar_bu *bu, u8 status)
{
	if ((bu && (genl_put_addr(skb, DAR_A_HOME, &bu->home) ||
		    nla_put_u16(skb, DAR_A_SEQ, rx->mh.bu.seq))) ||
	    (!bu && rx->hao && genl_put_addr(skb, DAR_A_HOME, &rx->home)) ||
	    genl_put_addr(skb, DAR_A_CAREOF, &rx->src) ||
	    (status && nla_put_u8(skb, DAR_A_STATUS, status)))
		return -EMSGSIZE;
	return 0;
}

void dar_notify_drop(struct dar_net *dn, const struct fama_mhio_rx *rx,
		     const struct dar_bu *bu, enum dar_stat reason, u8 status)
{
	struct sk_buff *skb;
	void *hdr;
	int err;

	if (!genl_event_wanted(dn) || !__ratelimit(&dn->drop_events))
		return;
	skb = genl_event_new(DAR_EVENT_DROP, rx->time, &hdr);
	if (!skb)
		return;
	err = nla_put_string(skb, DAR_A_REASON, dar_stat_name(reason)) ?:
	      genl_fill_drop(skb, rx, bu, status);
	genl_event_send(dn, skb, hdr, err);
}
