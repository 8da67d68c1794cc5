import { useState } from 'react';
import { Link } from 'react-router-dom';
import type { AdminOffer } from '../../api/admin/answerpack/types';
import { useOffers } from '../api';
import { useWords } from '../words';
import { Loaded, Nothing, Section } from './section';
import { type Column, Pages, Rows } from './table';

const OFFERS_PER_PAGE = 20;

/** What this shop sells for its bots. */
export function OffersSection() {
	const { t, number, days } = useWords();
	const [offset, setOffset] = useState(0);
	const columns: Column<AdminOffer>[] = [
		{ header: t('offer.name'), cell: ({ name }) => name },
		{ header: t('offer.bot'), cell: ({ bot_name, bot_id }) => bot_name ?? bot_id },
		{ header: t('offer.credits'), cell: ({ credits }) => number(credits), number: true },
		{ header: t('offer.valid'), cell: ({ valid_days }) => (valid_days ? days(valid_days) : t('offer.unlimited')) },
		{ header: t('offer.sold_by'), cell: ({ variants }) => <SoldBy variants={variants} /> },
	];
	return (
		<Section title={t('offer.title')}>
			<Loaded query={useOffers({ limit: OFFERS_PER_PAGE, offset })}>
				{({ offers, count, limit }) =>
					count === 0 ? (
						<Nothing>{t('offer.empty')}</Nothing>
					) : (
						<>
							<Rows columns={columns} rows={offers} />
							<Pages count={count} limit={limit} offset={offset} onOffset={setOffset} />
						</>
					)
				}
			</Loaded>
		</Section>
	);
}

function SoldBy({ variants }: { variants: AdminOffer['variants'] }) {
	const { t } = useWords();
	if (variants.length === 0) return <span className="text-ui-fg-muted">{t('offer.nobody')}</span>;
	return (
		<span className="flex flex-wrap gap-x-2">
			{variants.map(({ id, product_id, product_title, sold }) => (
				<span key={id}>
					<Link to={`/products/${product_id}`} className="text-ui-fg-interactive hover:text-ui-fg-interactive-hover">
						{product_title}
					</Link>
					{!sold && <span className="text-ui-fg-muted"> ({t('offer.draft')})</span>}
				</span>
			))}
		</span>
	);
}
