/** The runtime configuration, which the server gives at `/config.json` (an inline script would break the CSP). */
export interface Config {
	medusaUrl: string;
	strapiUrl: string;
	publishableKey: string;
	botSlug: string;
	/** Who takes cards; `null`: nobody, there are test payments only. */
	stripe: {
		publishableKey: string;
		/** The address of the demo's stand-in, which moves no money; `null`: Stripe itself. */
		standIn: string | null;
	} | null;
}

let loaded: Config | undefined;

export async function loadConfig(): Promise<Config> {
	const response = await fetch('/config.json');
	if (!response.ok) throw new TypeError('The configuration cannot be read.');
	loaded = (await response.json()) as Config;
	return loaded;
}

export function config(): Config {
	if (!loaded) throw new Error('The configuration is not loaded yet.');
	return loaded;
}
