import type { Logger } from '@medusajs/framework/types';
import type { ContainerRegistrationKeys } from '@medusajs/framework/utils';
import { type ModelCosts, readModelCosts } from './options';
import * as refusals from './refusals';
import type { Sql } from './sql';

export interface ReportsOptions {
	/** What models cost; see the README. */
	model_costs?: unknown;
}

/** What the dashboard shows and the books do not keep: whom a bot refused, and what models cost. */
export default class ReportsModuleService {
	/** What the owner says that models cost, if anything. */
	readonly modelCosts: ModelCosts | undefined;
	private readonly sql: Sql;
	private readonly counter: refusals.RefusalCounter;

	/** What is still in memory when the server is stopped is written. */
	readonly __hooks = { onApplicationPrepareShutdown: () => this.flush() };

	constructor(
		container: Record<typeof ContainerRegistrationKeys.PG_CONNECTION, Sql> & { logger?: Logger },
		options: ReportsOptions = {},
	) {
		this.sql = container.__pg_connection__;
		this.modelCosts = readModelCosts(options.model_costs);
		this.counter = new refusals.RefusalCounter(this.sql, (error) =>
			container.logger?.warn(
				`Answerpack: refusals could not be counted yet (${error instanceof Error ? error.message : error})`,
			),
		);
	}

	/** Counts a refusal in memory; it is written with others, some seconds later. */
	countRefusal(refused: refusals.Refused): void {
		this.counter.add(refused);
	}

	/** Writes what was counted in this process. */
	async flush(): Promise<void> {
		await this.counter.flush();
	}

	/** Refusals by bot, local day, reason and kind of person. Days are inclusive. */
	async refusals(botIds: string[], from: string, to: string): Promise<refusals.RefusalCount[]> {
		return refusals.refusals(this.sql, botIds, from, to);
	}

	/** How many different people each reason stopped. */
	async refusedPeople(botIds: string[], from: string, to: string): Promise<refusals.RefusedPeople[]> {
		return refusals.refusedPeople(this.sql, botIds, from, to);
	}

	/** The customers who were refused most often. */
	async refusedCustomers(
		botIds: string[],
		from: string,
		to: string,
		limit: number,
	): Promise<refusals.RefusedCustomer[]> {
		return refusals.refusedCustomers(this.sql, botIds, from, to, limit);
	}

	/** Counts what this customer was refused as of nobody in particular. */
	async forgetCustomer(customerId: string): Promise<void> {
		await this.counter.flush();
		await refusals.forgetCustomer(this.sql, customerId);
	}

	/** Forgets what no report can show any more. @returns how many rows. */
	async forgetRefusals(): Promise<number> {
		return refusals.forgetRefusals(this.sql);
	}
}
