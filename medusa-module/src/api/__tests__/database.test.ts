import { isDatabaseUnreachable } from '../database';

const error = (message: string, fields: object = {}) => Object.assign(new Error(message), fields);

test.each([
	['a refused connection', error('connect ECONNREFUSED 127.0.0.1:5432', { code: 'ECONNREFUSED' })],
	['a connection that was reset', error('read ECONNRESET', { code: 'ECONNRESET' })],
	['a shutdown', error('terminating connection due to administrator command', { code: '57P01' })],
	['a start', error('the database system is starting up', { code: '57P03' })],
	['a lost connection', error('connection failure', { code: '08006' })],
	['no room', error('sorry, too many clients already', { code: '53300' })],
	['a standby', error('cannot execute INSERT in a read-only transaction', { code: '25006' })],
	['a pool that waited too long', error('Knex: Timeout acquiring a connection.', { name: 'KnexTimeoutError' })],
	['a server that is gone', error('Connection terminated unexpectedly')],
	['the same, behind the query that knex writes', error('select f(?) as outcome - Connection terminated unexpectedly')],
	['a dead connection', error('select 1 - Client has encountered a connection error and is not queryable')],
	['what a workflow made of it', { code: '57P01', message: 'terminating connection' }],
])('%s is a database that cannot be reached', (_, thrown) => {
	expect(isDatabaseUnreachable(thrown)).toBe(true);
});

test.each([
	['a duplicate', error('duplicate key', { code: '23505' })],
	['bad input', error('invalid input syntax for type uuid', { code: '22P02' })],
	['a deadlock', error('deadlock detected', { code: '40P01' })],
	['a bug that quotes what somebody wrote', error('insert ("Connection terminated unexpectedly") - no such column')],
	['another server', error('fetch failed', { cause: error('connect', { code: 'ECONNREFUSED' }) })],
	['nothing', undefined],
])('%s is none', (_, thrown) => {
	expect(isDatabaseUnreachable(thrown)).toBe(false);
});
