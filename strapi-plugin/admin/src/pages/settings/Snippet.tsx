import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { Duplicate } from '@strapi/icons';
import { useClipboard, useNotification } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import type { BotForm } from '../../api';
import { messageId } from '../../translations';
import { stylesOf } from '../../widget/frame';

/** What a shop puts into its pages, as the form now stands. */
export function Snippet({ values }: { values: BotForm }) {
	const { formatMessage } = useIntl();
	const { toggleNotification } = useNotification();
	const { copy } = useClipboard();
	const code = snippetOf(values, backendAddress());

	async function copyCode() {
		if (!(await copy(code))) return;
		toggleNotification({ type: 'success', message: formatMessage({ id: messageId('snippet.copied') }) });
	}

	return (
		<Flex direction="column" alignItems="stretch" gap={2}>
			<Flex justifyContent="space-between" gap={2}>
				<Typography variant="epsilon" tag="h3" fontWeight="bold">
					{formatMessage({ id: messageId('snippet.title') })}
				</Typography>
				<Button variant="tertiary" size="S" startIcon={<Duplicate />} onClick={copyCode}>
					{formatMessage({ id: messageId('snippet.copy') })}
				</Button>
			</Flex>
			<Box tag="pre" background="neutral100" padding={4} hasRadius overflow="auto" tabIndex={0}>
				<Typography tag="code" variant="pi" textColor="neutral800" style={{ fontFamily: 'monospace' }}>
					{code}
				</Typography>
			</Box>
		</Flex>
	);
}

function snippetOf({ slug, appearance }: BotForm, strapi: string): string {
	const theme = appearance.theme === 'page' ? '' : ` theme="${appearance.theme}"`;
	const styles = stylesOf(appearance).map(([property, value]) => `\t${property}: ${value};\n`);
	return [
		'<script type="module" src="/answerpack.js"></script>',
		`<answer-bot bot="${slug ?? ''}" strapi="${strapi}" medusa="https://…" publishable-key="pk_…"${theme}></answer-bot>`,
		...(styles.length ? [`<style>\nanswer-bot {\n${styles.join('')}}\n</style>`] : []),
	].join('\n');
}

/** Where Strapi answers visitors: its admin panel may be served from elsewhere. */
function backendAddress(): string {
	return (window.strapi as { backendURL?: string }).backendURL || window.location.origin;
}
