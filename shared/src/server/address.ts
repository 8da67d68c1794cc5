/** What counts as one address: an IPv6 network of 64 bits belongs to one household, so its hosts count together. */
export function addressOf(ip: string): string {
	if (!ip.includes(':') || ip.includes('.')) return ip;
	const [head = '', tail = ''] = ip.split('::');
	const before = head.split(':').filter(Boolean);
	const after = tail.split(':').filter(Boolean);
	const zeros = Array<string>(Math.max(8 - before.length - after.length, 0)).fill('0');
	return [...before, ...(ip.includes('::') ? zeros : []), ...after].slice(0, 4).join(':');
}
