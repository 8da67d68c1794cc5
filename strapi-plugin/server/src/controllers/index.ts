import { answers } from './answers';
import { bots } from './bots';
import { conversations } from './conversations';
import { overview } from './overview';
import { sources } from './sources';
import { visitors } from './visitors';

export const controllers = { answers, bots, conversations, overview, sources, visitors };
