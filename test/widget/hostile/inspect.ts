/**
 * Runs in the page: what stands in the widget that it would never have put there, or not in this way. It must see everything
 * that a text could have become, so it lists what may be there, and complains of the rest.
 */
export function inspect(widget: Element): string[] {
	const ELEMENTS = new Set(
		'a,button,code,details,div,em,form,h2,h3,label,li,ol,p,path,pre,slot,span,strong,summary,svg,table,tbody,td,textarea,th,thead,tr,ul,br,time,input,nav,section,dialog,header,hr,select,option,menu'.split(
			',',
		),
	);
	const found: string[] = [];
	for (const element of widget.shadowRoot?.querySelectorAll('*') ?? []) {
		const name = element.localName;
		if (!ELEMENTS.has(name)) found.push(`<${name}> in ${element.parentElement?.outerHTML.slice(0, 200)}`);
		for (const attribute of element.attributes) {
			const isOurs = !/^on|^style$|^src|^srcset$|^action$|^formaction$|^xlink/.test(attribute.name);
			if (!isOurs) found.push(`${attribute.name}="${attribute.value}" on <${name}>`);
		}
		if (element instanceof HTMLAnchorElement) {
			if (!['http:', 'https:', 'mailto:'].includes(element.protocol)) found.push(`a link to ${element.href}`);
			if (element.rel !== 'noopener nofollow ugc') found.push(`a link with rel="${element.rel}"`);
		}
	}
	return found;
}
