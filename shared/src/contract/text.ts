import { z } from 'zod';

/** Any text that callers choose. Postgres stores no NUL, and nobody types control characters. */
export const textSchema = z
	.string()
	.max(255)
	.regex(/^[^\p{Cc}]*$/u);
