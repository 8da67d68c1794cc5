import { Button, Field, Flex, Modal, SingleSelect, SingleSelectOption, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { useConnectSourcesMutation, useGetBotStatesQuery } from '../api';
import { usePermitted } from '../hooks/use-permitted';
import { SOURCE_UIDS } from '../plugin-id';
import { messageId } from '../translations';

/** What the content manager tells an action of its list view. */
interface BulkProps {
	documents: { documentId: string }[];
	model: string;
}

/** In the list of sources: gives the chosen entries to a bot. */
export function AddToBotAction({ documents, model }: BulkProps) {
	const { formatMessage } = useIntl();
	const { knowledge } = usePermitted();
	if (!SOURCE_UIDS.includes(model) || !knowledge) return null;
	const entries = documents.map(({ documentId }) => ({ uid: model, documentId }));
	return {
		label: formatMessage({ id: messageId('bulk.add') }),
		variant: 'secondary',
		dialog: {
			type: 'modal',
			title: formatMessage({ id: messageId('bulk.title') }, { count: entries.length }),
			content: ({ onClose }: { onClose(): void }) => <ChooseBot entries={entries} onClose={onClose} />,
		},
	};
}
AddToBotAction.type = 'answerpack-add-to-bot';

function ChooseBot({ entries, onClose }: { entries: { uid: string; documentId: string }[]; onClose(): void }) {
	const { formatMessage } = useIntl();
	const { toggleNotification } = useNotification();
	const { data: bots = [], isLoading } = useGetBotStatesQuery();
	const [connect, { isLoading: isConnecting }] = useConnectSourcesMutation();
	const [chosen, choose] = useState('');
	const id = chosen || bots[0]?.document_id;

	async function add() {
		if (!id) return;
		const result = await connect({ id, entries });
		if ('error' in result) {
			toggleNotification({ type: 'danger', message: formatMessage({ id: messageId('bulk.failed') }) });
			return;
		}
		const { count } = result.data;
		toggleNotification({ type: 'success', message: formatMessage({ id: messageId('bulk.done') }, { count }) });
		onClose();
	}

	return (
		<>
			<Modal.Body>
				{!isLoading && bots.length === 0 ? (
					<Typography>{formatMessage({ id: messageId('bulk.none') })}</Typography>
				) : (
					<Flex direction="column" alignItems="stretch" gap={4}>
						<Field.Root name="bot">
							<Field.Label>{formatMessage({ id: messageId('bulk.bot') })}</Field.Label>
							<SingleSelect value={id ?? ''} onChange={(value) => choose(String(value))}>
								{bots.map((bot) => (
									<SingleSelectOption key={bot.document_id} value={bot.document_id}>
										{bot.name}
									</SingleSelectOption>
								))}
							</SingleSelect>
						</Field.Root>
						<Typography textColor="neutral600">{formatMessage({ id: messageId('bulk.hint') })}</Typography>
					</Flex>
				)}
			</Modal.Body>
			<Modal.Footer>
				<Button variant="tertiary" onClick={onClose}>
					{formatMessage({ id: messageId('bulk.cancel') })}
				</Button>
				<Button loading={isConnecting} disabled={!id} onClick={add}>
					{formatMessage({ id: messageId('bulk.add') })}
				</Button>
			</Modal.Footer>
		</>
	);
}
