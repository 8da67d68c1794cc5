import { useLocation, useNavigate } from 'react-router-dom';
import { NewOfferForm } from '../../../../offers/offer-form';

/** Makes an offer and the product that sells it. */
export default function CreateOfferPage() {
	const navigate = useNavigate();
	const { search } = useLocation();
	return <NewOfferForm onClose={() => navigate({ pathname: '/answer-credits/offers', search }, { replace: true })} />;
}
