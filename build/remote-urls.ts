/**
 * The promise "nothing leaves the machine" made checkable: no JavaScript of the extension names a remote address.
 * Names that look like addresses but are never fetched (XML namespaces) are listed here with their reason.
 */
const NAMESPACES = [
  'http://www.w3.org/', // names of SVG, MathML, XLink and XHTML elements
] as const;

const REMOTE = /(?:https?|wss?):\/\/[^\s"'`\\)<>*]*/gi;

/** Template for a host that is put in at run time, such as `https://${host}/*`, or an empty scheme test. */
function namesNoHost(url: string): boolean {
  return /^(?:https?|wss?):\/\/(?:$|\$\{|\[|\(|\*|\?|,|;|\|)/i.test(url);
}

/** Every remote address in a bundle's text, without those that are only names. */
export function remoteUrls(code: string): string[] {
  const found = code.match(REMOTE) ?? [];
  return [...new Set(found)].filter(
    (url) => !NAMESPACES.some((name) => url.startsWith(name)) && !namesNoHost(url),
  );
}
