import { toast } from '@medusajs/ui';
import { useEffect } from 'react';
import { useLocation, useNavigate, useParams } from 'react-router-dom';
import { useOffer } from '../../../../../api';
import { ChangeOfferForm } from '../../../../../offers/offer-form';
import { useWords } from '../../../../../words';

/** Changes what an offer sells from now on. */
export default function ChangeOfferPage() {
	const { id = '' } = useParams();
	const navigate = useNavigate();
	const { search } = useLocation();
	const { t, explain } = useWords();
	const { data, error } = useOffer(id);
	const close = () => navigate({ pathname: '/answer-credits/offers', search }, { replace: true });
	// biome-ignore lint/correctness/useExhaustiveDependencies: once for each error; words and ways are new with every render
	useEffect(() => {
		if (!error) return;
		toast.error(t('failed'), { description: explain(error) });
		close();
	}, [error]);
	return data ? <ChangeOfferForm key={data.offer.id} offer={data.offer} onClose={close} /> : null;
}
