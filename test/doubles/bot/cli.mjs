// `node test/doubles/bot/cli.mjs`: the stand-in alone, on PORT of this machine, to look at the widget by hand.
import { startBot } from './server.mjs';

const bot = await startBot({ port: Number(process.env.PORT ?? 4700) });
console.log(`The widget stands on ${bot.page}/ (this machine only).`);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => bot.stop());
