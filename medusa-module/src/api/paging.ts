import { z } from 'zod';

/** `?limit&offset` of a list that comes in pages. */
export const pageSchema = z.object({
	limit: z.coerce.number().int().min(1).max(100).default(20),
	offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
});
