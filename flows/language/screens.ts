/** What the language flow shows: every language by its own name. */

import type { Screen } from '../../src/conversation/flow.ts';
import type { LanguageOption } from './machine.ts';

export const screens = {
  ask: ({ languages }: { languages: LanguageOption[] }): Screen => ({
    text: [{ key: 'language:ask' }],
    choices: [
      ...languages.map(({ code, name }) => ({ label: name, event: { type: 'language', code } })),
      { label: { key: 'language:label.menu' }, event: { type: 'menu' } },
    ],
  }),
};
