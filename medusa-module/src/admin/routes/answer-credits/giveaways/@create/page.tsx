import { useNavigate } from 'react-router-dom';
import { GiveawayForm } from '../../../../giveaways/giveaway-form';

/** Adds a giveaway. */
export default function CreateGiveawayPage() {
	const navigate = useNavigate();
	return <GiveawayForm onClose={() => navigate('/answer-credits/giveaways', { replace: true })} />;
}
