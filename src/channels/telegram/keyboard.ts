/** The two kinds of keyboard: buttons under a message, and keys in the place of the phone's own. */

import type { InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup, ReplyKeyboardRemove } from 'grammy/types';
import type { Reply, ReplyChoice } from '../../conversation/reply.ts';
import { lengthInGraphemes } from '../split.ts';
import type { TelegramTexts } from './words.ts';

export type Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove;

/** Two labels of at most this many graphemes share a row on a small screen. */
const SHORT = 12;
const MAX_CALLBACK_BYTES = 64;

/** Takes away the keys of an earlier question; no effect where there are none. */
export const NO_KEYS: ReplyKeyboardRemove = { remove_keyboard: true };

/**
 * The keyboard that a reply asks for, or why it cannot be made.
 * A button reads "1. Sí": a number typed by hand means the same. A key reads "Sí" alone, because a key sends its label.
 */
export function keyboardOf(reply: Reply, texts: TelegramTexts): { markup?: Markup } | { problem: string } {
  const choices = reply.choices ?? [];
  const asked = askedKey(reply, texts);
  if (asked) return { markup: keys(asked, choices, texts) };
  if (choices.length === 0) return {};
  const wrong = choices.findIndex(({ id }) => id === '' || Buffer.byteLength(id) > MAX_CALLBACK_BYTES);
  if (wrong >= 0) return { problem: `the id of choice ${wrong + 1} must have 1 to ${MAX_CALLBACK_BYTES} bytes` };
  const buttons = choices.map((choice, index) => ({ ...choice, text: `${index + 1}. ${choice.label}` }));
  return {
    markup: { inline_keyboard: rows(buttons).map((row) => row.map(({ id, text }) => ({ text, callback_data: id }))) },
  };
}

function askedKey(reply: Reply, texts: TelegramTexts): KeyboardButton | undefined {
  if (reply.expects === 'location') return { text: texts.shareLocation, request_location: true };
  if (reply.expects === 'contact') return { text: texts.shareContact, request_contact: true };
  return undefined;
}

// Where the next question has buttons of its own and fits one message, no message is left that could take these keys
// away (one message carries one keyboard), so they hide after one use; a label sent later is read as typed text.
function keys(asked: KeyboardButton, choices: readonly ReplyChoice[], texts: TelegramTexts): ReplyKeyboardMarkup {
  return {
    keyboard: [[asked], ...rows(choices).map((row) => row.map(({ label }) => ({ text: label })))],
    one_time_keyboard: true,
    resize_keyboard: true,
    input_field_placeholder: texts.placeholder,
  };
}

function rows<T extends { label: string }>(choices: readonly T[]): T[][] {
  const out: T[][] = [];
  let open = false;
  for (const choice of choices) {
    const short = lengthInGraphemes(choice.label) <= SHORT;
    if (short && open) out.at(-1)?.push(choice);
    else out.push([choice]);
    open = short && !open;
  }
  return out;
}
