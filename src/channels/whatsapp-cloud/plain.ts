/** What the API takes as a text, and what a person sees of it. */

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u0008\u000B-\u001F\u007F]/g;

/** For where WhatsApp knows no markup: in one line, without what the API refuses. */
export function oneLine(text: string): string {
  return sound(text).replaceAll(/\s+/g, ' ').trim();
}

/** Whether a person sees anything of it: an empty field makes the whole request invalid. */
export function isVisible(text: string): boolean {
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(text);
}

/** Without what makes the whole request invalid. */
export function sound(text: string): string {
  return text.toWellFormed().replaceAll(CONTROLS, '');
}
