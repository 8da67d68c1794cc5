import { Page } from '@strapi/strapi/admin';
import { Navigate, Route, Routes } from 'react-router-dom';
import { PERMISSIONS } from '../plugin-id';
import { BotPage } from './BotPage';
import { BotsPage } from './BotsPage';
import { NewBotPage } from './NewBotPage';

/** All pages of the plugin. */
export function App() {
	return (
		<Page.Protect permissions={PERMISSIONS.read}>
			<Routes>
				<Route index element={<BotsPage />} />
				<Route path="new" element={<NewBotPage />} />
				<Route path=":id" element={<Navigate to="knowledge" replace />} />
				{/* One route for both, so that what was searched for is still there on the way back. */}
				<Route path=":id/:tab/:item?" element={<BotPage />} />
				<Route path="*" element={<Page.Error />} />
			</Routes>
		</Page.Protect>
	);
}
