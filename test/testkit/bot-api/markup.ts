/** Checks a reply_markup as the real server does. */

import { bad } from './refusal.ts';

interface Button {
  text: string;
  callback_data?: string;
  request_location?: boolean;
  request_contact?: boolean;
}

export interface Markup {
  inline_keyboard?: Button[][];
  keyboard?: Button[][];
  one_time_keyboard?: boolean;
  resize_keyboard?: boolean;
  input_field_placeholder?: string;
  remove_keyboard?: boolean;
}

const MAX_BUTTONS = 100;

export function checkMarkup(value: unknown): Markup | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || value === null) throw bad('object expected as reply markup');
  const markup: Markup = value;
  for (const button of markup.inline_keyboard?.flat() ?? []) checkInline(button);
  for (const button of markup.keyboard?.flat() ?? [])
    if (!button.text) throw bad('can\'t parse keyboard button: Field "text" must be of type String');
  for (const rows of [markup.inline_keyboard, markup.keyboard]) {
    if (!rows) continue;
    if (rows.flat().length === 0) throw bad('reply markup has no buttons');
    if (rows.flat().length > MAX_BUTTONS) throw bad('reply markup is too long');
  }
  const placeholder = markup.input_field_placeholder;
  if (placeholder !== undefined && (placeholder === '' || placeholder.length > 64)) throw bad('PLACEHOLDER_INVALID');
  return markup;
}

function checkInline(button: Button): void {
  if (!button.text) throw bad('can\'t parse inline keyboard button: Field "text" must be of type String');
  if (button.callback_data === undefined)
    throw bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  const bytes = Buffer.byteLength(button.callback_data);
  if (bytes < 1 || bytes > 64) throw bad('BUTTON_DATA_INVALID');
}
