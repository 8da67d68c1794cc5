import { Alert, Button, Drawer, FocusModal, Heading, Prompt, Text } from '@medusajs/ui';
import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useBlocker } from 'react-router-dom';
import { useWords } from '../words';

interface FormProps {
	/** A whole page for what is new, a drawer beside the page for what is small or there already: as Medusa has it. */
	as: 'page' | 'drawer';
	title: string;
	explained: string;
	submit: string;
	/** Whether something was typed that would be lost. */
	changed: boolean;
	sending: boolean;
	/** Why it was not taken, where no field is to blame. */
	refused?: string | false;
	/** Whether there is anything to send. */
	disabled?: boolean;
	/** `close` closes it without asking: what was typed is kept now. */
	onSubmit: (close: () => void) => void;
	onClose: () => void;
	children: ReactNode;
}

/**
 * A form in Medusa's look. It asks before what was typed is lost: by closing it, by a link, or by the browser's way back.
 * Ctrl or Cmd with Enter sends it from every field. Mounted while it is open.
 */
export function Form(props: FormProps) {
	const { as, title, explained, submit, changed, sending, refused, disabled, onSubmit, onClose, children } = props;
	const { t } = useWords();
	const id = useId();
	const form = useRef<HTMLFormElement>(null);
	const [closing, setClosing] = useState(false);
	const leaving = useRef(false);
	const blocker = useBlocker(
		({ currentLocation, nextLocation }) =>
			changed && !leaving.current && currentLocation.pathname !== nextLocation.pathname,
	);

	// What is wrong is shown at its field, and the first one of them is where one goes on typing.
	const wrong = useRef(false);
	useEffect(() => {
		if (!wrong.current) return;
		wrong.current = false;
		form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
	});

	const leave = () => {
		leaving.current = true;
		onClose();
	};
	const send = (event: FormEvent) => {
		event.preventDefault();
		event.stopPropagation(); // a drawer inside of another form's page is a form of its own
		if (sending || disabled) return;
		wrong.current = true;
		onSubmit(leave);
	};
	const sendByKey = (event: KeyboardEvent) => {
		if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
			event.preventDefault();
			form.current?.requestSubmit();
		}
	};
	const turn = (open: boolean) => {
		if (open || sending) return;
		if (changed) setClosing(true);
		else leave();
	};

	const fields = (
		<form ref={form} id={id} onSubmit={send} onKeyDown={sendByKey} noValidate className="flex flex-col gap-y-6">
			{refused && (
				<Alert variant="error" role="alert">
					{refused}
				</Alert>
			)}
			{children}
		</form>
	);
	const buttons = (
		<>
			<Button size="small" variant="secondary" onClick={() => turn(false)}>
				{t('product.cancel')}
			</Button>
			<Button size="small" type="submit" form={id} isLoading={sending} disabled={disabled}>
				{submit}
			</Button>
		</>
	);
	return (
		<>
			{as === 'drawer' ? (
				<Drawer open onOpenChange={turn}>
					<Drawer.Content>
						<Drawer.Header>
							<Drawer.Title>{title}</Drawer.Title>
							<Drawer.Description className="text-ui-fg-subtle txt-small">{explained}</Drawer.Description>
						</Drawer.Header>
						<Drawer.Body className="overflow-y-auto">{fields}</Drawer.Body>
						<Drawer.Footer>{buttons}</Drawer.Footer>
					</Drawer.Content>
				</Drawer>
			) : (
				<FocusModal open onOpenChange={turn}>
					<FocusModal.Content>
						<FocusModal.Header />
						<FocusModal.Body className="flex flex-col items-center overflow-y-auto px-4 py-8 md:py-16">
							<div className="flex w-full max-w-[720px] flex-col gap-y-8">
								<div>
									<FocusModal.Title asChild>
										<Heading>{title}</Heading>
									</FocusModal.Title>
									<FocusModal.Description asChild>
										<Text size="small" className="text-ui-fg-subtle">
											{explained}
										</Text>
									</FocusModal.Description>
								</div>
								{fields}
							</div>
						</FocusModal.Body>
						<FocusModal.Footer>{buttons}</FocusModal.Footer>
					</FocusModal.Content>
				</FocusModal>
			)}
			<Prompt open={closing || blocker.state === 'blocked'} variant="confirmation">
				<Prompt.Content>
					<Prompt.Header>
						<Prompt.Title>{t('form.unsaved')}</Prompt.Title>
						<Prompt.Description>{t('form.unsaved_explained')}</Prompt.Description>
					</Prompt.Header>
					<Prompt.Footer>
						<Prompt.Cancel
							onClick={() => {
								setClosing(false);
								blocker.reset?.();
							}}
						>
							{t('form.stay')}
						</Prompt.Cancel>
						<Prompt.Action
							onClick={() => {
								if (blocker.state === 'blocked') blocker.proceed();
								else leave();
							}}
						>
							{t('form.leave')}
						</Prompt.Action>
					</Prompt.Footer>
				</Prompt.Content>
			</Prompt>
		</>
	);
}
