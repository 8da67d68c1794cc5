import { DEEP, setUp, tearDown } from './answer-stage.ts';
import { kills } from './kills.ts';
import { medusaAway } from './medusa-away.ts';
import { modelFaults } from './model-faults.ts';
import { soak } from './soak.ts';

beforeAll(setUp, 300_000);
afterAll(tearDown, 60_000);

modelFaults();
if (DEEP) soak();
medusaAway();
kills();
