import { AnswerpackError } from '@answerpack/shared/contract';
import { type BotsClient, createBotsClient, readSecrets } from '@answerpack/shared/server';
import type { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import type { Sql } from '../reports/sql';
import * as deleted from './deleted-customers';
import { readStrapiUrl } from './options';

export interface PrivacyOptions {
	service_secret?: string;
	/** Where Strapi is; see the README of the plugin. */
	strapi_url?: unknown;
}

/** What Strapi keeps of a customer, and who is to be forgotten there; see README.md. */
export default class PrivacyModuleService {
	private readonly sql: Sql;
	private readonly client: BotsClient | undefined;

	constructor(container: Record<typeof ContainerRegistrationKeys.PG_CONNECTION, Sql>, options: PrivacyOptions = {}) {
		this.sql = container.__pg_connection__;
		const url = readStrapiUrl(options.strapi_url);
		const [secret] = readSecrets(options.service_secret);
		this.client = url ? createBotsClient({ url, secret }) : undefined;
	}

	/** Whether this shop was told where Strapi is. */
	knowsStrapi(): boolean {
		return this.client !== undefined;
	}

	/** @throws AnswerpackError `bot_unreachable` when this shop was not told where Strapi is. */
	bots(): BotsClient {
		if (!this.client) throw new AnswerpackError('bot_unreachable');
		return this.client;
	}

	/** Writes down that these customers are to be forgotten. @returns how many were not written down before */
	async noteDeleted(customerIds: string[]): Promise<number> {
		return customerIds.length > 0 ? deleted.note(this.sql, customerIds) : 0;
	}

	/** Customers to forget now, leased to the caller; each must be said to have succeeded or failed. */
	async claimDeleted(limit: number): Promise<deleted.DeletedCustomer[]> {
		return deleted.claim(this.sql, limit);
	}

	async noteForgotten(customer: deleted.DeletedCustomer): Promise<void> {
		await deleted.succeed(this.sql, customer);
	}

	async noteFailed(customer: deleted.DeletedCustomer, reason: string): Promise<void> {
		await deleted.fail(this.sql, customer, reason);
	}

	/** How many customers were deleted and not forgotten yet. */
	async countWaiting(): Promise<number> {
		return deleted.countWaiting(this.sql);
	}

	/** Drops what was done long ago. */
	async dropDone(): Promise<void> {
		await deleted.drop(this.sql);
	}
}
