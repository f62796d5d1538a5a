/** The codes that people type: made so that they can be read aloud, and read as they may have been copied by hand. */

/** None of them can be taken for another. The digits come first. */
const SIGNS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const DIGITS = 8;
const HALF = 4;
const LENGTH = 2 * HALF;

/** Eight signs, a digit among them: typed behind a word. */
export function newLinkCode(random: () => number): string {
  const code = Array.from({ length: LENGTH }, () => sign(random, SIGNS));
  if (!code.some((one) => /\d/.test(one))) code[Math.floor(random() * LENGTH)] = sign(random, SIGNS.slice(0, DIGITS));
  return code.join('');
}

/** Eight signs, in each half a digit and a letter: typed alone, nothing that people write looks like it. */
export function newInvitationCode(random: () => number): string {
  const half = () => {
    const signs = Array.from({ length: HALF }, () => sign(random, SIGNS));
    const at = Math.floor(random() * HALF);
    signs[at] = sign(random, SIGNS.slice(0, DIGITS));
    signs[(at + 1 + Math.floor(random() * (HALF - 1))) % HALF] = sign(random, SIGNS.slice(DIGITS));
    return signs.join('');
  };
  return half() + half();
}

/**
 * Eight signs: letters, then signs with a digit and a letter among them. Typed alone it is no invitation, and typed behind
 * a word it is no word.
 */
export function newReceiptCode(random: () => number): string {
  const letters = Array.from({ length: HALF }, () => sign(random, SIGNS.slice(DIGITS)));
  return letters.join('') + newCheckInCode(random);
}

/** A receipt, alone or at the end of what is said, or any other eight signs alone; undefined where it is none. */
export function receiptIn(text: string): string | undefined {
  const code = readCode(text);
  const last = code.slice(-LENGTH);
  return RECEIPT.test(last) || (code.length === LENGTH && /\d/.test(code)) ? last : undefined;
}

function sign(random: () => number, among: string): string {
  return among[Math.floor(random() * among.length)] ?? '';
}

/** Four signs, a digit and a letter among them: typed alone at the door, and no word that people type. */
export function newCheckInCode(random: () => number): string {
  const code = Array.from({ length: HALF }, () => sign(random, SIGNS));
  const at = () => Math.floor(random() * HALF);
  if (!code.some((one) => /\d/.test(one))) code[at()] = sign(random, SIGNS.slice(0, DIGITS));
  if (!code.some((one) => /[A-Z]/.test(one))) code[at()] = sign(random, SIGNS.slice(DIGITS));
  return code.join('');
}

/** A number is no code, whatever its signs stand for. */
const LETTER = /\p{L}/u;
/** As the check-in codes: four signs, a digit and a letter among them. */
const CHECK_IN = /^(?=.*\d)(?=.*[A-Z])[2-9A-HJ-NP-Z]{4}$/;

const RECEIPT = /^[A-HJ-NP-Z]{4}(?=.*\d)(?=.*[A-Z])[2-9A-HJ-NP-Z]{4}$/;

/**
 * Every check-in code of a text, once each: "7K3P", "código 7k3p", "7 K 3 P", "V4XP y YZ6A", and two written as one
 * word, "V4XPYZ6A".
 */
export function checkInCodesIn(text: string): string[] {
  const words = text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const spelled = words.every(({ length }) => length === 1) ? [words.join('')] : words;
  const codes = spelled
    .filter((word) => LETTER.test(word))
    .map(readCode)
    .flatMap((code) => (code.length === LENGTH ? [code.slice(0, HALF), code.slice(HALF)] : [code]));
  return [...new Set(codes.filter((code) => CHECK_IN.test(code)))];
}

/** In two halves, to be read aloud. */
export function shownCode(code: string): string {
  return `${code.slice(0, HALF)} ${code.slice(HALF)}`;
}

/** As it may have been copied by hand: the four signs that no code holds stand for those that look like them. */
export function readCode(typed: string): string {
  const meant: Readonly<Record<string, string>> = { O: 'Q', '0': 'Q', I: 'L', '1': 'L' };
  return typed
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')
    .replaceAll(/[OI01]/g, (one) => meant[one] ?? one);
}

const ALONE = /^[\s"'«*]*([A-Z0-9]{4})[\s·.-]{0,3}([A-Z0-9]{4})[\s."'»*]*$/i;

/** Whether a message is an invitation code and nothing else. */
export function isInvitationCode(text: string): boolean {
  const halves = ALONE.exec(text)?.slice(1) ?? [];
  return halves.length > 0 && halves.every((half) => /\d/.test(half) && /[A-Z]/i.test(half));
}
