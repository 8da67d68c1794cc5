import { clx } from '@medusajs/ui';
import { useWords } from '../words';
import { COLOURS, POOLS, type Pool } from './pools';

/** Says which colour is which pool; each can be left out, but never all. */
export function Legend({ hidden, onHidden }: { hidden: Pool[]; onHidden: (hidden: Pool[]) => void }) {
	const { t } = useWords();
	const toggle = (pool: Pool) => {
		const next = hidden.includes(pool) ? hidden.filter((one) => one !== pool) : [...hidden, pool];
		onHidden(next.length === POOLS.length ? [] : next);
	};
	return (
		<div className="flex flex-wrap gap-x-1 gap-y-1">
			{POOLS.map((pool) => {
				const isShown = !hidden.includes(pool);
				return (
					<button
						key={pool}
						type="button"
						aria-pressed={isShown}
						onClick={() => toggle(pool)}
						className="txt-compact-small hover:bg-ui-bg-base-hover focus-visible:shadow-borders-focus flex items-center gap-x-2 rounded-md px-2 py-1 outline-none"
					>
						<span
							className={clx('size-3 rounded-sm border', !isShown && 'opacity-40')}
							style={{ borderColor: COLOURS[pool], background: isShown ? COLOURS[pool] : 'transparent' }}
						/>
						<span className={isShown ? 'text-ui-fg-base' : 'text-ui-fg-muted line-through'}>{t(`pool.${pool}`)}</span>
					</button>
				);
			})}
		</div>
	);
}
