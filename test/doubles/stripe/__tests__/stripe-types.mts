// Asks the TypeScript compiler whether an answer is what stripe-node says it is: nothing missing, nothing besides, and every
// word of a closed list. It reads the types of either package where they lie, so that two versions can be asked.

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const require = createRequire(import.meta.url);

/** Where a file would import each `stripe` from. */
export const PINNED = dirname(fileURLToPath(import.meta.url));
export const MEDUSAS = dirname(require.resolve('@medusajs/payment-stripe/package.json'));

const OPTIONS: ts.CompilerOptions = {
	module: ts.ModuleKind.NodeNext,
	moduleResolution: ts.ModuleResolutionKind.NodeNext,
	noEmit: true,
	skipLibCheck: true,
	strict: true,
	target: ts.ScriptTarget.ES2022,
	types: ['node'],
};

/**
 * @param answers by the name of their type, such as `Stripe.Invoice`
 * @returns what the compiler has to say about each
 */
export function complaints(folder: string, answers: [type: string, answer: unknown][]): string[][] {
	const file = join(folder, '__answers.ts');
	// One line for each, so that a complaint's line says whose it is.
	const lines = answers.map(([type, answer], at) => `export const answer${at}: ${type} = ${literal(answer)};`);
	const source = [...lines, "import Stripe from 'stripe';"].join('\n');
	const host = ts.createCompilerHost(OPTIONS);
	const { fileExists, getSourceFile, readFile } = host;
	host.fileExists = (name) => name === file || fileExists.call(host, name);
	host.readFile = (name) => (name === file ? source : readFile.call(host, name));
	host.getSourceFile = (name, target, ...rest) =>
		name === file ? ts.createSourceFile(name, source, target, true) : getSourceFile.call(host, name, target, ...rest);
	const program = ts.createProgram([file], OPTIONS, host);
	const ours = program.getSourceFile(file);
	const said: string[][] = answers.map(() => []);
	for (const { messageText, start } of [
		...program.getSyntacticDiagnostics(ours),
		...program.getSemanticDiagnostics(ours),
	]) {
		const message = ts.flattenDiagnosticMessageText(messageText, ' ');
		const line = ours?.getLineAndCharacterOfPosition(start ?? 0).line ?? answers.length;
		const about = said[line];
		if (!about) throw new Error(message);
		about.push(message);
	}
	return said;
}

/** JSON, but for what stripe-node makes of it: decimals come as text, and become numbers of its own. */
function literal(answer: unknown): string {
	const decimal = '"$1": null as unknown as Stripe.Price["unit_amount_decimal"]';
	return JSON.stringify(answer).replace(/"(\w*_decimal)":"[^"]*"/g, decimal);
}
