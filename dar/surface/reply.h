/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Replies to commands of the generic netlink family.
 */
#ifndef _DAR_REPLY_H
#define _DAR_REPLY_H

#include <net/genetlink.h>

/**
 * dar_reply_new() - begin a reply
 * @info: the request
 * @cmd: command of the reply
 * @size: size of all attributes
 * @hdr: result: header of the reply
 *
 * Return: the message, NULL: no memory.
 */
struct sk_buff *dar_reply_new(struct genl_info *info, u8 cmd,
			      size_t size, void **hdr);

/**
 * dar_reply_send() - finish a reply
 * @info: the request
 * @skb: the reply, consumed
 * @hdr: its header
 * @err: result of filling in the attributes
 *
 * Return: 0, @err, or an error of sending.
 */
int dar_reply_send(struct genl_info *info, struct sk_buff *skb, void *hdr,
		   int err);

/**
 * dar_reply_entry() - add an entry to the reply to a dump
 * @skb: the reply
 * @cb: the dump
 * @cmd: command of the entry
 * @fill: fills in the attributes
 * @entry: second argument of @fill
 *
 * Return: 0; -EMSGSIZE: there is no room, the entry has to wait for the next
 * message.
 */
int dar_reply_entry(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd,
		    int (*fill)(struct sk_buff *skb, const void *entry),
		    const void *entry);

#endif /* _DAR_REPLY_H */
