import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { IngestionFailure } from '../ingestion/failure';

/** Others are doors of services, not of web sites. */
const PORTS = new Set(['', '80', '443', '8080', '8443']);
/** Answers on every machine of a large cloud, from an address that looks public. */
const CLOUD_INTERNAL = new Set(['168.63.129.16']);
const GLOBAL_UNICAST: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

/** What tests may reach although it is not public. */
export type Exception = (address: string, port: number) => boolean;

/**
 * Whether an address is one of the public internet. Everything else is refused: private, local and shared networks,
 * documentation, and every form of IPv6 that carries an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo).
 */
export function isPublic(address: string): boolean {
	if (!ipaddr.isValid(address) || CLOUD_INTERNAL.has(address)) return false;
	const parsed = ipaddr.parse(address);
	if (parsed.range() !== 'unicast') return false;
	return parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(GLOBAL_UNICAST);
}

/**
 * Reads an address that somebody typed, or that a server redirects to.
 * @throws IngestionFailure `address_invalid`, `address_refused`
 */
export function readAddress(text: string, base?: URL, isException: Exception = () => false): URL {
	let url: URL;
	try {
		url = new URL(text, base);
	} catch (error) {
		throw new IngestionFailure('address_invalid', text.slice(0, 200), { cause: error });
	}
	if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.username || url.password) {
		throw new IngestionFailure('address_invalid', text.slice(0, 200));
	}
	// `URL` has made every spelling of an IPv4 address (decimal, octal, hexadecimal, short) the usual one.
	const host = url.hostname.replace(/^\[|\]$/g, '');
	const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
	if (isIP(host) && isException(host, port)) return url;
	if ((isIP(host) && !isPublic(host)) || !PORTS.has(url.port)) throw new IngestionFailure('address_refused', url.host);
	url.hash = '';
	return url;
}
