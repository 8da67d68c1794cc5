import { databaseAway } from './database-away.ts';
import { setUp, stage } from './stage.ts';
import { twoProcesses } from './two-processes.ts';

beforeAll(setUp, 240_000);
afterAll(() => stage.shop?.stop(), 60_000);

databaseAway();
twoProcesses();
