// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>
#include <net/dst.h>
#include <net/ipv6.h>
#include <net/xfrm.h>

#include <fama/encap.h>
#include <fama/steer.h>
#include <fama/tunnel.h>
#include <fama/wire.h>

#include "../kernel/link.h"
#include "../message/be.h"
#include "../message/notice.h"
#include "../pure/address.h"
#include "../pure/credit.h"
#include "../state/anchor.h"
#include "../state/home.h"
#include "../state/tally.h"
#include "dev.h"
#include "lost.h"

#define DEV_MAX_UPPER_HEADER	60	/* largest header of TCP */
#define DEV_MAX_NESTED		4	/* RFC 2473 section 6.6 */

/*
 * What it costs to send a packet on, at most: GSO cuts it into packets with headers
 * of their own, and whoever made it may not have said into how many.
 */
static struct dar_credit dev_cost(const struct sk_buff *skb,
				  const struct dst_entry *route)
{
	unsigned int size = skb_shinfo(skb)->gso_size;
	u32 mtu = dst_mtu(route);

	if (!skb_is_gso(skb))
		return dar_credit_tunnel(skb->len, 1, mtu);
	return dar_credit_tunnel(skb_transport_offset(skb) +
				 DEV_MAX_UPPER_HEADER + size,
				 DIV_ROUND_UP(skb->len, size), mtu);
}

/*
 * Is the packet in too many tunnels already?  If each of two access routers has a
 * node at the other, a packet may circulate between them and grow by one header
 * each time.  A fragment that is not the first shows no inner headers, but it does
 * once it has been tunnelled itself.
 */
static bool dev_is_nested(const struct sk_buff *skb)
{
	int off = skb_network_offset(skb), depth;
	u8 proto = ipv6_hdr(skb)->nexthdr;
	struct ipv6hdr *ip6h, buf;
	__be16 frag;

	if (proto != IPPROTO_IPV6 && !ipv6_ext_hdr(proto))
		return false;
	for (depth = 0; depth < DEV_MAX_NESTED; depth++) {
		ip6h = skb_header_pointer(skb, off, sizeof(buf), &buf);
		if (!ip6h)
			return false;
		proto = ip6h->nexthdr;
		off = ipv6_skip_exthdr(skb, off + sizeof(buf), &proto, &frag);
		if (off < 0 || proto != IPPROTO_IPV6 ||
		    frag & htons(IP6_OFFSET))
			return false;
	}
	return true;
}

/*
 * Return: the route that the binding remembers, if it is still valid; otherwise a
 * new one, which the binding remembers from now on.  It is valid until the end of
 * this RCU read side critical section, even if the binding replaces it.
 */
static struct dst_entry *dev_route(struct dar_net *dn, struct dar_binding *b,
				   const struct dar_path *path,
				   const struct fama_encap_peer *peer)
{
	struct net_device *dev = rcu_dereference(dn->dev);
	struct dst_entry *dst;
	u32 cookie;

	if (path->route && dst_check(path->route, path->cookie))
		return path->route;
	/* Whenever an address comes or goes all routes cease to be valid. */
	dst = dev && dar_link_owns(dn->net, &peer->src) ?
	      fama_encap_route(dev, peer, &cookie) : NULL;
	if (dst)
		dar_bcache_set_route(&dn->bcache, b, path->version, dst,
				     cookie);
	return dst;
}

/* Read the path of a binding, and its route.  Return: false: it has none. */
static bool dev_aim(struct dar_net *dn, struct dar_binding *b,
		    struct dar_path *path, struct fama_encap_peer *peer)
{
	if (!dar_binding_path(b, path))
		return false;
	peer->dst = path->coa;
	peer->src = path->dar;
	peer->route = dev_route(dn, b, path, peer);
	return true;
}

/* There is no route from our address to the care-of address. */
static void dev_lost(struct dar_net *dn, struct sk_buff *skb,
		     const struct fama_encap_peer *peer)
{
	dar_lost_unreachable(dn, skb, dar_link_owns(dn->net, &peer->src) ?
				      DAR_STAT_NO_ROUTE : DAR_STAT_NO_ADDRESS);
}

/* The node is on the access link.  Return: false: there is no such link. */
static bool dev_send_home(struct dar_net *dn, struct net_device *dev,
			  struct sk_buff *skb, enum dar_stat stat)
{
	int home = dar_home_link(dn, &ipv6_hdr(skb)->daddr);

	if (!home || !fama_steer_out(dev, skb, home))
		return false;
	dar_stat_inc(dn->mib, stat);
	return true;
}

/*
 * The address is not bound, and the node is at home.  If its binding had a route, the
 * route may still be there, or whoever has asked for it may remember it.  @remembered:
 * or the packet is here because the node was absent a moment ago.
 */
static enum fama_tunnel_verdict dev_no_binding(struct dar_net *dn,
					       struct net_device *dev,
					       struct sk_buff *skb,
					       bool remembered)
{
	if ((remembered || dar_fib_active(&dn->fib)) &&
	    dev_send_home(dn, dev, skb, DAR_STAT_FIB_HOME))
		return FAMA_TUNNEL_STOLEN;
	dar_lost_unreachable(dn, skb, DAR_STAT_TUNNEL_NO_BINDING);
	return FAMA_TUNNEL_DROP;
}

/* Let a packet wait if there is a reason.  Return: %FAMA_TUNNEL_PASS: there is none. */
static enum fama_tunnel_verdict dev_wait(struct dar_net *dn,
					 struct dar_binding *b,
					 struct sk_buff *skb)
{
	switch (dar_hold_add(&dn->hold, b, skb)) {
	case DAR_HOLD_KEPT:
		return FAMA_TUNNEL_STOLEN;
	case DAR_HOLD_REFUSED:
		return FAMA_TUNNEL_DROP;
	case DAR_HOLD_GO:
		break;
	}
	return FAMA_TUNNEL_PASS;
}

/* The address is not bound, but remembered: the node may be absent. */
static enum fama_tunnel_verdict dev_remembered(struct dar_net *dn,
					       struct net_device *dev,
					       struct dar_binding *b,
					       struct sk_buff *skb)
{
	enum fama_tunnel_verdict verdict = FAMA_TUNNEL_PASS;

	if (!dar_hold_is_idle(b))
		verdict = dev_wait(dn, b, skb);
	return verdict == FAMA_TUNNEL_PASS ?
	       dev_no_binding(dn, dev, skb, true) : verdict;
}

/* May the packet be tunnelled?  Otherwise it is dropped. */
static bool dev_may_send(struct dar_net *dn, const struct dar_binding *b,
			 struct sk_buff *skb,
			 const struct fama_encap_peer *peer)
{
	if (dev_is_nested(skb)) {
		dar_lost(dn, skb, &b->home, DAR_STAT_NESTED);
		return false;
	}
	if (!peer->route) {
		dev_lost(dn, skb, peer);
		return false;
	}
	return true;
}

/*
 * The care-of address is not proven, or was not a moment ago: the packet is sent if
 * the credit pays for it.  Otherwise it waits for the proof, behind those that wait
 * already.
 */
static enum fama_tunnel_verdict dev_unproven(struct dar_net *dn,
					     struct dar_binding *b,
					     struct sk_buff *skb,
					     struct dar_path *path,
					     struct fama_encap_peer *peer)
{
	enum fama_tunnel_verdict verdict;

	if (!path->proven && dar_hold_is_idle(b) &&
	    dar_credit_spend(&b->credit, dev_cost(skb, peer->route),
			     ktime_get_coarse_boottime_ns()))
		return FAMA_TUNNEL_PASS;
	verdict = dev_wait(dn, b, skb);
	if (verdict != FAMA_TUNNEL_PASS)
		return verdict;
	if (!dev_aim(dn, b, path, peer) || !path->proven) {
		dar_lost(dn, skb, &b->home, DAR_STAT_HELD_ENDED);
		return FAMA_TUNNEL_DROP;
	}
	if (peer->route)
		return FAMA_TUNNEL_PASS;
	dev_lost(dn, skb, peer);
	return FAMA_TUNNEL_DROP;
}

/* What has not left is not counted. */
static void dev_send(struct net_device *dev, struct dar_net *dn,
		     struct dar_binding *b, struct sk_buff *skb,
		     const struct dar_path *path,
		     const struct fama_encap_peer *peer)
{
	struct fama_wire wire = fama_wire(skb);

	if (!fama_encap_xmit(dev, skb, peer))
		return;
	__dar_stat_add(dn->mib, DAR_STAT_TUNNEL_TX, wire.packets);
	atomic64_add(wire.packets, &b->tx_packets);
	atomic64_add(wire.octets, &b->tx_bytes);
	dar_tally_packets(path->tally, DAR_TALLY_TX_PACKETS, wire.packets,
			  wire.octets);
}

static enum fama_tunnel_verdict dev_tx(struct net_device *dev,
				       struct sk_buff *skb,
				       struct fama_encap_peer *peer)
{
	struct dar_net *dn = dar_net(dev_net(dev));
	enum fama_tunnel_verdict verdict;
	struct dar_binding *b;
	struct dar_path path;

	b = dar_bcache_find_bh(&dn->bcache, &ipv6_hdr(skb)->daddr);
	if (!b)
		return dev_no_binding(dn, dev, skb, false);
	if (!dev_aim(dn, b, &path, peer))
		return dev_remembered(dn, dev, b, skb);
	if (!dev_may_send(dn, b, skb, peer))
		return FAMA_TUNNEL_DROP;
	if (unlikely(!path.proven || !dar_hold_is_idle(b))) {
		verdict = dev_unproven(dn, b, skb, &path, peer);
		if (verdict != FAMA_TUNNEL_PASS)
			return verdict;
	}
	dev_send(dev, dn, b, skb, &path, peer);
	return FAMA_TUNNEL_STOLEN;
}

/* May a packet that has waited leave through the tunnel now? */
static bool dev_may_leave(struct dar_binding *b, const struct sk_buff *skb,
			  const struct dar_path *path,
			  const struct fama_encap_peer *peer)
{
	return path->proven ||
	       dar_credit_spend(&b->credit, dev_cost(skb, peer->route),
				ktime_get_coarse_boottime_ns());
}

/* A node that is at home again, or that nobody waits for any more. */
static void dev_send_held_home(struct dar_net *dn, struct net_device *dev,
			       struct sk_buff *skb)
{
	if (!dev_send_home(dn, dev, skb, DAR_STAT_HELD_HOME))
		dar_lost_unreachable(dn, skb, DAR_STAT_TUNNEL_NO_BINDING);
}

static void dev_send_held(struct dar_net *dn, struct net_device *dev,
			  struct dar_binding *b)
{
	struct fama_encap_peer peer;
	struct dar_path path;
	struct sk_buff *skb;
	bool bound;

	do {
		bound = dev_aim(dn, b, &path, &peer);
		if (bound && !peer.route)
			break;
		skb = dar_hold_next(&dn->hold, b);
		if (!skb)
			return;
		if (!bound) {
			dev_send_held_home(dn, dev, skb);
			continue;
		}
		if (!dev_may_leave(b, skb, &path, &peer)) {
			dar_hold_give_back(&dn->hold, b, skb);
			break;
		}
		dar_stat_inc(dn->mib, DAR_STAT_HELD_SENT);
		dev_send(dev, dn, b, skb, &path, &peer);
	} while (true);
	dar_hold_stop(&dn->hold, b);
}

void dar_dev_release(struct dar_net *dn, const struct in6_addr *home)
{
	struct net_device *dev;
	struct dar_binding *b;

	local_bh_disable();
	rcu_read_lock();
	dev = rcu_dereference(dn->dev);
	b = dar_bcache_find(&dn->bcache, home);
	if (dev && b && dar_hold_begin(&dn->hold, b))
		dev_send_held(dn, dev, b);
	rcu_read_unlock();
	local_bh_enable();
}

/* Are these the ends of the tunnel of a binding?  @path: result, if they are. */
static bool dev_is_path(struct dar_binding *b, const struct in6_addr *coa,
			const struct in6_addr *dar, struct dar_path *path)
{
	return dar_binding_path(b, path) &&
	       ipv6_addr_equal(coa, &path->coa) &&
	       ipv6_addr_equal(dar, &path->dar);
}

/*
 * What comes from a care-of address without proof earns nothing (RFC 4866 section
 * 4.10).  Merged packets count as one.
 */
static void dev_earn(struct dar_binding *b, const struct dar_path *path,
		     unsigned int len)
{
	struct dar_credit earned = {
		.octets = sizeof(struct ipv6hdr) + len,
		.packets = 1,
	};

	if (path->proven)
		dar_credit_earn(&b->credit, earned,
				ktime_get_coarse_boottime_ns());
}

/*
 * A tunnelled packet that belongs to no binding.  Other tunnels may end at this
 * router, too: only drop a packet from an anchored source, and a packet to an
 * anchored address from a source that no node can have.
 */
static enum fama_tunnel_verdict dev_rx_stranger(struct dar_net *dn,
						struct sk_buff *skb)
{
	const struct ipv6hdr *inner = (const struct ipv6hdr *)skb->data;
	const struct ipv6hdr *outer = ipv6_hdr(skb);

	if (dar_address_usable(&inner->saddr)) {
		if (!dar_anchor_find(dn, &inner->saddr))
			return FAMA_TUNNEL_NOT_MINE;
		/* The same answer, whether the address is bound elsewhere or not. */
		dar_be_answer(dn, &inner->saddr, &outer->daddr, &outer->saddr);
		dar_lost(dn, skb, &inner->saddr, DAR_STAT_SPOOFED_SOURCE);
		return FAMA_TUNNEL_DROP;
	}
	if (!dar_anchor_find(dn, &outer->daddr))
		return FAMA_TUNNEL_NOT_MINE;
	dar_lost(dn, skb, &inner->saddr, DAR_STAT_BAD_INNER_SOURCE);
	return FAMA_TUNNEL_DROP;
}

/* The outer source must be the care-of address (RFC 6275 section 10.4.5). */
static enum fama_tunnel_verdict dev_rx(struct net_device *dev,
				       struct sk_buff *skb)
{
	const struct ipv6hdr *inner = (const struct ipv6hdr *)skb->data;
	const struct ipv6hdr *outer = ipv6_hdr(skb);
	struct dar_net *dn = dar_net(dev_net(dev));
	struct dar_binding *b;
	struct dar_path path;
	struct fama_wire wire;

	b = dar_bcache_find_bh(&dn->bcache, &inner->saddr);
	if (!b || !dev_is_path(b, &outer->saddr, &outer->daddr, &path))
		return dev_rx_stranger(dn, skb);
	if (unlikely(!fama_tunnel_works(dev))) {
		dar_lost(dn, skb, &b->home, DAR_STAT_TUNNEL_DOWN);
		return FAMA_TUNNEL_DROP;
	}
	if (!xfrm6_policy_check(NULL, XFRM_POLICY_IN, skb)) {
		dar_lost(dn, skb, &b->home, DAR_STAT_POLICY);
		return FAMA_TUNNEL_DROP;
	}
	dar_notice_packet(dn);
	wire = fama_wire(skb);
	__dar_stat_add(dn->mib, DAR_STAT_TUNNEL_RX, wire.packets);
	atomic64_add(wire.packets, &b->rx_packets);
	atomic64_add(wire.octets, &b->rx_bytes);
	dar_tally_packets(path.tally, DAR_TALLY_RX_PACKETS, wire.packets,
			  wire.octets);
	dev_earn(b, &path, skb->len);
	return FAMA_TUNNEL_PASS;
}

static bool dev_sent(struct net_device *dev, const struct ipv6hdr *outer,
		     const struct ipv6hdr *inner)
{
	struct dar_net *dn = dar_net(dev_net(dev));
	struct dar_binding *b;
	struct dar_path path;

	b = dar_bcache_find(&dn->bcache, &inner->daddr);
	return b && dev_is_path(b, &outer->daddr, &outer->saddr, &path);
}

/* "ip link del" ends the role, in a work item because RTNL is held here. */
static void dev_removed(struct net_device *dev)
{
	queue_work(system_unbound_wq, &dar_net(dev_net(dev))->removed);
}

static const char *dev_stat_name(unsigned int stat)
{
	return dar_stat_name(stat);
}

static u64 dev_stat_read(const struct net_device *dev, unsigned int stat)
{
	return dar_stat_sum(dar_net(dev_net(dev))->mib, stat);
}

static struct fama_tunnel_ops dev_tunnel_ops __read_mostly = {
	.kind = "dar",
	.stats = {
		.count = DAR_STAT_COUNT,
		.name = dev_stat_name,
		.read = dev_stat_read,
	},
	.removed = dev_removed,
	.forwards = true,
	.tx = dev_tx,
	.rx = dev_rx,
	.sent = dev_sent,
};

int __init dar_dev_module_init(const struct attribute_group *sysfs)
{
	dev_tunnel_ops.sysfs = sysfs;
	return fama_tunnel_register_kind(&dev_tunnel_ops);
}

void dar_dev_module_exit(void)
{
	fama_tunnel_unregister_kind(&dev_tunnel_ops);
}

int dar_dev_create(struct dar_net *dn, const char *name)
{
	struct net_device *dev;

	dev = fama_tunnel_create(dn->net, name, FAMA_TABLE_DAR,
				 &dev_tunnel_ops);
	if (IS_ERR(dev))
		return PTR_ERR(dev);
	rcu_assign_pointer(dn->dev, dev);
	return 0;
}

bool dar_dev_removed(const struct dar_net *dn)
{
	lockdep_assert_held(&dn->lock);

	return fama_tunnel_removed(rcu_dereference_protected(dn->dev, true));
}

void dar_dev_destroy(struct dar_net *dn)
{
	struct net_device *dev;

	dev = rcu_replace_pointer(dn->dev, NULL, !dn->enabled);
	synchronize_net();
	fama_tunnel_destroy(dev);
}
