import { Page } from '@strapi/strapi/admin';
import { type BotState, useGetBotSettingsQuery } from '../../api';
import { SettingsForm } from './SettingsForm';

/** Everything that is set for a bot, but its knowledge. */
export function SettingsTab({ bot }: { bot: BotState }) {
	const { data, isError } = useGetBotSettingsQuery(bot.document_id);
	if (isError) return <Page.Error />;
	if (!data) return <Page.Loading />;
	return <SettingsForm values={data.values} stored={data} />;
}
