// SPDX-License-Identifier: GPL-2.0-only
/*
 * Benchmarks only: what the kernel's RSA takes, and nothing around it.  In debugfs:
 *
 * rsa: write a PKCS#1 RSAPublicKey in DER.  Read: "COUNT NS": how often two
 *	public operations were done, one to verify and one to encrypt, and how
 *	long all of it took.
 */
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <crypto/akcipher.h>

#include "bench.h"

#define RSA_COUNT	200
#define RSA_KEY_MAX	1024	/* octets */
#define RSA_LINE	64

static DEFINE_MUTEX(rsa_lock);
static u64 rsa_ns;

static int rsa_once(struct akcipher_request *req, u8 *in, u8 *out, size_t len)
{
	struct scatterlist src, dst;
	DECLARE_CRYPTO_WAIT(wait);

	sg_init_one(&src, in, len);
	sg_init_one(&dst, out, len);
	akcipher_request_set_crypt(req, &src, &dst, len, len);
	akcipher_request_set_callback(req, CRYPTO_TFM_REQ_MAY_SLEEP,
				      crypto_req_done, &wait);
	return crypto_wait_req(crypto_akcipher_encrypt(req), &wait);
}

static int rsa_loop(struct crypto_akcipher *tfm)
{
	size_t len = crypto_akcipher_maxsize(tfm);
	struct akcipher_request *req = akcipher_request_alloc(tfm, GFP_KERNEL);
	u8 *in = kmalloc(len, GFP_KERNEL), *out = kmalloc(len, GFP_KERNEL);
	int i, err = req && in && out ? 0 : -ENOMEM;
	u64 start = ktime_get_ns();

	if (!err)
		memset(in, 0x5a, len);
	/* Each time another number: the same one would teach the predictors. */
	for (i = 0; i < 2 * RSA_COUNT && !err; i++) {
		err = rsa_once(req, in, out, len);
		swap(in, out);
	}
	rsa_ns = ktime_get_ns() - start;
	kfree(out);
	kfree(in);
	akcipher_request_free(req);
	return err;
}

static int rsa_run(const u8 *der, size_t len)
{
	struct crypto_akcipher *tfm = crypto_alloc_akcipher("rsa", 0, 0);
	int err;

	if (IS_ERR(tfm))
		return PTR_ERR(tfm);
	err = crypto_akcipher_set_pub_key(tfm, der, len);
	if (!err)
		err = rsa_loop(tfm);
	crypto_free_akcipher(tfm);
	return err;
}

static ssize_t rsa_write(struct file *file, const char __user *from,
			 size_t len, loff_t *pos)
{
	u8 *der;
	int err;

	if (len > RSA_KEY_MAX)
		return -EINVAL;
	der = memdup_user(from, len);
	if (IS_ERR(der))
		return PTR_ERR(der);
	mutex_lock(&rsa_lock);
	err = rsa_run(der, len);
	mutex_unlock(&rsa_lock);
	kfree(der);
	return err ?: len;
}

static ssize_t rsa_read(struct file *file, char __user *to, size_t len,
			loff_t *pos)
{
	char line[RSA_LINE];
	int n;

	mutex_lock(&rsa_lock);
	n = scnprintf(line, sizeof(line), "%d %llu\n", RSA_COUNT, rsa_ns);
	mutex_unlock(&rsa_lock);
	return simple_read_from_buffer(to, len, pos, line, n);
}

static const struct file_operations rsa_fops = {
	.owner = THIS_MODULE,
	.read = rsa_read,
	.write = rsa_write,
};

void bench_rsa_init(struct dentry *dir)
{
	debugfs_create_file("rsa", 0600, dir, NULL, &rsa_fops);
}
