import { Alert, Checkbox, CurrencyInput, Heading, Label, RadioGroup, Switch, Text } from '@medusajs/ui';
import { type ReactNode, useId, useState } from 'react';
import { Choice, Field, Labelled } from '../components/fields';
import { useWords } from '../words';
import type { Market, OfferDraft, OfferProblems } from './draft';

export interface OfferFieldsProps {
	draft: OfferDraft;
	problems: OfferProblems;
	onChange: (change: Partial<OfferDraft>) => void;
}

/** A pack or a plan. Plans need Stripe. */
export function KindField({ draft, onChange, sellsPlans }: OfferFieldsProps & { sellsPlans: boolean }) {
	const { t } = useWords();
	return (
		<Labelled label={t('form.kind')}>
			{(field) => (
				<>
					<RadioGroup
						{...field}
						aria-label={t('form.kind')}
						value={draft.kind}
						onValueChange={(kind) => onChange({ kind: kind as OfferDraft['kind'] })}
						className="grid grid-cols-1 gap-4 md:grid-cols-2"
					>
						<RadioGroup.ChoiceBox value="pack" label={t('kind.pack')} description={t('form.pack_explained')} />
						<RadioGroup.ChoiceBox
							value="plan"
							label={t('kind.plan')}
							description={t('form.plan_explained')}
							disabled={!sellsPlans}
						/>
					</RadioGroup>
					{!sellsPlans && <Alert variant="info">{t('form.plans_need_stripe')}</Alert>}
				</>
			)}
		</Labelled>
	);
}

/** What it is called, and how many credits it grants for how long. */
export function TermsFields({
	draft,
	problems,
	onChange,
	namesProduct,
}: OfferFieldsProps & { namesProduct?: boolean }) {
	const { t } = useWords();
	const problem = (name: keyof OfferDraft) => problems[name] !== undefined && t(problems[name]);
	const plan = draft.kind === 'plan';
	return (
		<>
			<Field
				name="name"
				label={t('product.name')}
				hint={t(namesProduct ? 'form.name_of_product_hint' : 'form.name_hint')}
				error={problem('name')}
				maxLength={255}
				value={draft.name}
				onChange={(name) => onChange({ name })}
			/>
			<Pair>
				<Field
					name="credits"
					label={plan ? t('form.credits_each_period') : t('product.credits')}
					error={problem('credits')}
					{...CREDITS}
					value={draft.credits}
					onChange={(credits) => onChange({ credits })}
				/>
				{plan ? (
					<Period draft={draft} problems={problems} onChange={onChange} />
				) : (
					<Field
						name="valid_days"
						label={t('product.valid_days')}
						hint={t('product.valid_days_hint')}
						error={problem('valid_days')}
						type="number"
						min="1"
						max="3650"
						value={draft.valid_days}
						onChange={(valid_days) => onChange({ valid_days })}
					/>
				)}
			</Pair>
			{plan && (
				<>
					<Rollover draft={draft} problems={problems} onChange={onChange} />
					<Field
						name="trial_days"
						label={t('form.trial')}
						hint={t('form.trial_hint')}
						error={problem('trial_days')}
						type="number"
						min="1"
						value={draft.trial_days}
						onChange={(trial_days) => onChange({ trial_days })}
					/>
				</>
			)}
		</>
	);
}

const CREDITS = { type: 'number', min: '0.001', step: '0.001' } as const;

function Pair({ children }: { children: ReactNode }) {
	return <div className="grid grid-cols-1 gap-6 md:grid-cols-2">{children}</div>;
}

const INTERVALS = ['day', 'week', 'month', 'year'] as const;

function Period({ draft, problems, onChange }: OfferFieldsProps) {
	const { t } = useWords();
	return (
		<div className="grid grid-cols-[5rem_1fr] items-start gap-2">
			<Field
				name="interval_count"
				label={t('form.every')}
				error={problems.interval_count !== undefined && t(problems.interval_count)}
				type="number"
				min="1"
				value={draft.interval_count}
				onChange={(interval_count) => onChange({ interval_count })}
			/>
			<Choice
				name="interval"
				label={t('form.interval')}
				value={draft.interval}
				onChange={(interval) => onChange({ interval: interval as OfferDraft['interval'] })}
				options={INTERVALS.map((id) => ({ id, name: t(`form.intervals.${id}`) }))}
			/>
		</div>
	);
}

/** Nothing moves on, or as much as is said. */
function Rollover({ draft, problems, onChange }: OfferFieldsProps) {
	const { t } = useWords();
	const id = useId();
	return (
		<div className="flex flex-col gap-y-4">
			<div className="flex items-start gap-x-3">
				<Switch
					id={id}
					checked={draft.rolls_over}
					onCheckedChange={(rolls_over) => onChange({ rolls_over })}
					aria-describedby={`${id}-below`}
				/>
				<div>
					<Label htmlFor={id} size="small" weight="plus">
						{t('form.rolls_over')}
					</Label>
					<Text id={`${id}-below`} size="small" className="text-ui-fg-subtle">
						{t('form.rolls_over_explained')}
					</Text>
				</div>
			</div>
			{draft.rolls_over && (
				<Field
					name="rollover"
					label={t('form.rollover')}
					error={problems.rollover !== undefined && t(problems.rollover)}
					{...CREDITS}
					value={draft.rollover}
					onChange={(rollover) => onChange({ rollover })}
				/>
			)}
		</div>
	);
}

/** What it costs in each currency of the shop, and in regions that are to have a price of their own. */
export function PriceFields({ draft, problems, onChange, market }: OfferFieldsProps & { market: Market }) {
	const { t, locale } = useWords();
	const [regional, setRegional] = useState(false);
	const set = (place: string, amount: number | undefined) => {
		const { [place]: _, ...others } = draft.prices;
		onChange({ prices: amount === undefined ? others : { ...others, [place]: amount } });
	};
	// A region may always go without; of the currencies, one has to have a price.
	const isWrong = (place: string) => {
		const { [place]: amount } = draft.prices;
		if (problems.prices === undefined) return false;
		return amount === undefined
			? currencyOf(place) !== undefined && Object.keys(draft.prices).length === 0
			: !(amount > 0);
	};
	const currencyOf = (code: string) => market.currencies.find((currency) => currency.code === code);
	const price = (place: string, label: string, currency: Market['currencies'][number]) => (
		<Labelled key={place} label={label}>
			{(field) => (
				<CurrencyInput
					{...field}
					aria-invalid={isWrong(place)}
					name={`price_${place}`}
					code={currency.code}
					symbol={currency.symbol}
					intlConfig={{ locale }}
					decimalsLimit={currency.decimals}
					allowNegativeValue={false}
					onValueChange={(_value, _name, values) => set(place, values?.float ?? undefined)}
				/>
			)}
		</Labelled>
	);
	const regions = market.regions.filter(({ currency_code }) => currencyOf(currency_code));
	return (
		<fieldset className="flex flex-col gap-y-4">
			<Group
				title={t('form.prices')}
				explained={draft.kind === 'plan' ? t('form.prices_of_plan') : t('form.prices_of_pack')}
			/>
			{problems.prices !== undefined && (
				<Text size="small" className="text-ui-fg-error" role="alert">
					{t(problems.prices)}
				</Text>
			)}
			<Pair>{market.currencies.map((currency) => price(currency.code, currency.name, currency))}</Pair>
			{regions.length > 0 && (
				<div className="flex items-start gap-x-3">
					<Switch id="regional" checked={regional} onCheckedChange={setRegional} />
					<div>
						<Label htmlFor="regional" size="small" weight="plus">
							{t('form.regional')}
						</Label>
						<Text size="small" className="text-ui-fg-subtle">
							{t('form.regional_explained')}
						</Text>
					</div>
				</div>
			)}
			{regional && (
				<Pair>
					{regions.map(({ id, name, currency_code }) => {
						const currency = currencyOf(currency_code);
						return currency && price(id, name, currency);
					})}
				</Pair>
			)}
		</fieldset>
	);
}

/** Where it can be bought. */
export function ChannelFields({ draft, problems, onChange, market }: OfferFieldsProps & { market: Market }) {
	const { t } = useWords();
	const chosen = new Set(draft.sales_channel_ids);
	return (
		<fieldset className="flex flex-col gap-y-4">
			<Group title={t('form.channels')} explained={t('form.channels_explained')} />
			{problems.sales_channel_ids !== undefined && (
				<Text size="small" className="text-ui-fg-error" role="alert">
					{t(problems.sales_channel_ids)}
				</Text>
			)}
			<div className="grid grid-cols-1 gap-3 md:grid-cols-2">
				{market.sales_channels.map(({ id, name }) => (
					<div key={id} className="flex items-center gap-x-3">
						<Checkbox
							id={`channel-${id}`}
							checked={chosen.has(id)}
							aria-invalid={problems.sales_channel_ids !== undefined}
							onCheckedChange={(checked) =>
								onChange({
									sales_channel_ids: checked
										? [...draft.sales_channel_ids, id]
										: draft.sales_channel_ids.filter((one) => one !== id),
								})
							}
						/>
						<Label htmlFor={`channel-${id}`} size="small">
							{name}
						</Label>
					</div>
				))}
			</div>
		</fieldset>
	);
}

function Group({ title, explained }: { title: string; explained: string }) {
	return (
		<>
			<legend className="sr-only">{title}</legend>
			<div className="border-t pt-6">
				<Heading level="h2">{title}</Heading>
				<Text size="small" className="text-ui-fg-subtle">
					{explained}
				</Text>
			</div>
		</>
	);
}
