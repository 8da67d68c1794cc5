export type Binding = string | number | boolean | Date | null | (string | number)[];

/** The part of Medusa's database connection (knex) that reports use. */
export interface Sql {
	raw<T>(sql: string, bindings: readonly Binding[]): PromiseLike<T>;
}

export async function select<Row>(sql: Sql, text: string, bindings: readonly Binding[] = []): Promise<Row[]> {
	const { rows } = await sql.raw<{ rows: Row[] }>(text, bindings);
	return rows;
}
