// `npm run stripe:double`: the stand-in alone, on PORT of this machine; kept in STRIPE_DOUBLE_FILE, if that is set.
import { startStripe } from './index.mjs';

const text = process.env.PORT || '12111';
const port = Number(text);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
	console.error(`PORT=${text} is not a port: set it to a number from 0 to 65535.`);
	process.exit(1);
}
try {
	const file = process.env.STRIPE_DOUBLE_FILE;
	const stripe = await startStripe({ port, ...(file && { file }) });
	console.log(`The stand-in for Stripe listens on ${stripe.url} (this machine only). It moves no money.`);
	for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stripe.stop());
} catch (error) {
	const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
	console.error(taken ? `Port ${port} is taken by another program: set PORT to another one.` : error);
	process.exit(1);
}
