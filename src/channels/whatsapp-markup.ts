/**
 * Texts that WhatsApp shows as they are. It reads `*bold*`, `_italic_`, `~struck~`, `` `code` `` and a leading `> `
 * as markup and hides those signs. The API has no way to turn that off, and its exact rules differ between apps,
 * so a sign that could be markup is replaced by one that looks the same. A sign between two letters or digits is
 * never markup and stays, and so does every sign of a web address: `a_b`, `https://example.org/_x_`.
 */

const TWINS: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ', '>': '›' };

const ADDRESS = /(https?:\/\/\S+)/;
const MARKS = /`|(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])/gu;
const QUOTE = /^([^\S\n]*)>/gmu;

const twin = (sign: string): string => TWINS[sign] ?? sign;

/** As long as `text`, which is sound. */
export function plain(text: string): string {
  return text
    .replaceAll(QUOTE, (_, lead: string) => lead + twin('>'))
    .split(ADDRESS)
    .map((piece, index) => (index % 2 === 1 ? piece : piece.replaceAll(MARKS, twin)))
    .join('');
}
