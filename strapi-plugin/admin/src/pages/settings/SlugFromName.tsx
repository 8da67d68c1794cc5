import { useForm } from '@strapi/strapi/admin';
import { useEffect, useRef } from 'react';
import type { BotForm } from '../../api';
import { slugOf } from './slug';

/** Writes the slug of a new bot as its name is written, until somebody writes another. */
export function SlugFromName() {
	const { name, slug } = useForm('AnswerpackSlug', ({ values }) => values as BotForm);
	const onChange = useForm('AnswerpackSlug', (form) => form.onChange);
	const made = useRef('');
	useEffect(() => {
		const next = slugOf(name ?? '');
		if ((slug ?? '') !== made.current || next === made.current) return;
		made.current = next;
		onChange('slug', next);
	}, [name, slug, onChange]);
	return null;
}
