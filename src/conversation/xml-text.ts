/** Texts inside XML. */

const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** What XML 1.0 has no place for. */
const NO_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** What is markup is escaped, what XML cannot hold is left out. */
export function xmlText(text: string): string {
  return text.replaceAll(/[&<>"]/g, (one) => named[one] ?? one).replaceAll(NO_XML, '');
}
