import { addressOf, createTrust, plainAddress } from '@answerpack/shared/server';
import type { MedusaRequest } from '@medusajs/framework/http';

const isOwn = createTrust();

/**
 * The address that a caller comes from. Medusa takes `X-Forwarded-For` from whoever connects, and a caller who connects directly
 * writes it as they like: so it counts only when a proxy of the shop's own connects.
 */
export function callerAddress({ ip, socket }: Pick<MedusaRequest, 'ip' | 'socket'>): string {
	const connected = plainAddress(socket.remoteAddress ?? '') ?? '';
	return addressOf((isOwn(connected) && plainAddress(ip ?? '')) || connected);
}
