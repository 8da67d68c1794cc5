import { useLocation, useNavigate } from 'react-router-dom';
import { GiveawayForm } from '../../../../giveaways/giveaway-form';

/** Adds a giveaway. */
export default function CreateGiveawayPage() {
	const navigate = useNavigate();
	const { search } = useLocation();
	return (
		<GiveawayForm onClose={() => navigate({ pathname: '/answer-credits/giveaways', search }, { replace: true })} />
	);
}
