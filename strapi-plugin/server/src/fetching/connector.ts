import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { Agent, buildConnector } from 'undici';
import { IngestionFailure } from '../ingestion/failure';
import { type Exception, isPublic } from './address';

/** Looks up all addresses of a name. */
export type Lookup = (hostname: string) => Promise<LookupAddress[]>;

const systemLookup: Lookup = (hostname) =>
	new Promise((resolve, reject) => {
		dnsLookup(hostname, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
	});

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Connections to public addresses alone. A name is looked up once for each connection, and what was checked is what is
 * connected to: whoever changes the name in between wins nothing.
 */
export function createPublicAgent({
	lookup = systemLookup,
	isException = () => false,
}: {
	lookup?: Lookup;
	isException?: Exception;
} = {}): Agent {
	const allowed = (address: string, port: number) => isPublic(address) || isException(address, port);
	return new Agent({
		connect: (options, callback) => {
			const port = Number(options.port || (options.protocol === 'https:' ? 443 : 80));
			const connect = buildConnector({
				timeout: CONNECT_TIMEOUT_MS,
				// undici hands its options on to `net.connect`, which asks here, and only here, for the addresses.
				lookup: (hostname, { all }, done) => {
					lookup(hostname).then(
						(addresses) => {
							const refused = addresses.length === 0 || addresses.some(({ address }) => !allowed(address, port));
							if (refused) return done(new IngestionFailure('address_refused', hostname), '', 4);
							const [first] = addresses as [LookupAddress];
							if (all) (done as unknown as (error: null, list: LookupAddress[]) => void)(null, addresses);
							else done(null, first.address, first.family);
						},
						(error) => done(error, '', 4),
					);
				},
			});
			connect(options, (...result) => {
				const [error, socket] = result;
				if (error) return callback(error, null);
				// For an address that stands in the URL nothing is looked up.
				if (socket && !allowed(socket.remoteAddress ?? '', port)) {
					socket.destroy();
					return callback(new IngestionFailure('address_refused', options.hostname), null);
				}
				callback(...result);
			});
		},
		keepAliveTimeout: 5000,
		maxHeaderSize: 32_768,
	});
}
