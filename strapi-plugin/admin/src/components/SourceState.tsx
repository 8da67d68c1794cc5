import { Button, Flex, Typography } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { type LocaleState, useRetrySourceMutation } from '../api';
import { PLUGIN_ID } from '../plugin-id';
import { messageId } from '../translations';
import { State } from './Delivery';
import { Permitted } from './Permitted';

const VARIANTS = { indexed: 'success', waiting: 'warning', failed: 'danger', not_published: 'secondary' } as const;

/** How a source fares: what bots can answer from, or what keeps it from them and a way to try again. */
export function SourceState({ uid, documentId, state }: { uid: string; documentId: string; state: LocaleState }) {
	const { formatMessage } = useIntl();
	return (
		<Flex direction="column" alignItems="flex-start" gap={2}>
			<State variant={VARIANTS[state.state]} label={formatMessage({ id: messageId(`source.${state.state}`) })} />
			<Explanation state={state} />
			{state.state === 'failed' && <Retry uid={uid} documentId={documentId} />}
		</Flex>
	);
}

/** Cells of tables do not wrap otherwise, and a long reason would push what stands beside it off the page. */
const WRAPPED = { whiteSpace: 'normal', overflowWrap: 'anywhere', maxWidth: '32rem' } as const;

function Explanation({ state }: { state: LocaleState }) {
	const { formatMessage, formatDate } = useIntl();
	const reason = useReason(state);
	const date = (at: string) => formatDate(at, { dateStyle: 'medium', timeStyle: 'short' });
	const lines: string[] = [];
	if (state.state === 'failed') lines.push(reason);
	if (state.state === 'failed' && state.next_at) {
		lines.push(formatMessage({ id: messageId('source.next') }, { when: date(state.next_at) }));
	}
	if (state.state === 'waiting' || state.state === 'not_published') {
		lines.push(formatMessage({ id: messageId(`source.${state.state}.hint`) }));
	}
	if (state.state === 'indexed' && state.at) {
		const passages = formatMessage({ id: messageId('knowledge.passages') }, { count: state.passages });
		lines.push(formatMessage({ id: messageId('source.indexed.when') }, { passages, when: date(state.at) }));
	}
	if (state.entries) lines.push(formatMessage({ id: messageId('source.entries') }, { ...state.entries }));
	return lines.map((line) => (
		<Typography key={line} variant="pi" textColor="neutral600" style={WRAPPED}>
			{line}
		</Typography>
	));
}

/** Why it failed, in words that an editor can act on. */
function useReason({ reason, detail }: Pick<LocaleState, 'reason' | 'detail'>): string {
	const { formatMessage, messages } = useIntl();
	const id = `${PLUGIN_ID}.reason.${reason}`;
	if (id in messages) return formatMessage({ id }, { detail });
	return formatMessage({ id: messageId('reason.unknown') }, { detail: reason });
}

function Retry({ uid, documentId }: { uid: string; documentId: string }) {
	const { formatMessage } = useIntl();
	const { toggleNotification } = useNotification();
	const [retry, { isLoading }] = useRetrySourceMutation();

	async function tryAgain() {
		if (!('error' in (await retry({ uid, documentId })))) return;
		toggleNotification({ type: 'danger', message: formatMessage({ id: messageId('source.retry.failed') }) });
	}

	return (
		<Permitted needs="knowledge">
			<Button variant="secondary" size="S" startIcon={<ArrowClockwise />} loading={isLoading} onClick={tryAgain}>
				{formatMessage({ id: messageId('source.retry') })}
			</Button>
		</Permitted>
	);
}
