/** The few words that this adapter says itself. */

import type { BotCommand } from 'grammy/types';

/** Labels around the keyboards that only Telegram has; `placeholder` at most 64 characters. */
export interface TelegramTexts {
  shareLocation: string;
  shareContact: string;
  placeholder: string;
}

// A command arrives as its word without the slash, so the names stay Spanish in every language.
const COMMANDS = [
  ['asamblea', 'Cuándo y dónde es la asamblea de mi clínica', 'When and where the assembly of my clinic is'],
  ['clinica', 'Ver o elegir mi clínica', 'See or choose my clinic'],
  ['programa', 'Qué es La Clínica es Nuestra', 'What La Clínica es Nuestra is'],
  ['avisos', 'Recibir avisos o dejar de recibirlos', 'Get notices or stop them'],
  ['privacidad', 'Qué datos se guardan y cómo borrarlos', 'What is stored and how to erase it'],
  ['ayuda', 'Qué puede hacer este bot', 'What this bot can do'],
] as const;

/** The menu by language; the one without a language is for everyone else. */
export const MENUS: readonly { language_code?: 'en'; commands: BotCommand[] }[] = [
  { commands: COMMANDS.map(([command, description]) => ({ command, description })) },
  { language_code: 'en', commands: COMMANDS.map(([command, , description]) => ({ command, description })) },
];
