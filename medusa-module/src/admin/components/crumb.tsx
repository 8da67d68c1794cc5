import { useWords } from '../words';

/** What the way at the top of the page calls a page of ours. */
export function crumb(page: string) {
	const Crumb = () => <>{useWords().t(page)}</>;
	return { breadcrumb: () => <Crumb /> };
}
