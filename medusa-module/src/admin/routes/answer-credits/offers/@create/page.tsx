import { useNavigate } from 'react-router-dom';
import { NewOfferForm } from '../../../../offers/offer-form';

/** Makes an offer and the product that sells it. */
export default function CreateOfferPage() {
	const navigate = useNavigate();
	return <NewOfferForm onClose={() => navigate('/answer-credits/offers', { replace: true })} />;
}
