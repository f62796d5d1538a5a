/** A notice in the words of who gets it. */

import { DEFAULT_LANGUAGE, type Localizer } from '../conversation/localize.ts';
import type { Reply } from '../conversation/reply.ts';
import type { Notice } from '../domain/notices/queue.ts';
import type { SentMessage } from '../domain/notices/sent.ts';

/** The message as it is sent. */
export type Wording = (sent: SentMessage) => Reply;

/** A notice says from whom and for which clinic, and offers no numbers: it leaves the conversation as it is. */
export function createWording(localizer: Localizer): Wording {
  return ({ reply, notice, language }) => {
    if (notice === null) return reply as Reply;
    const { clinic, texts } = notice as Notice;
    const said = [{ key: 'notice:from', values: { clinic } }, ...texts];
    return { text: said.map((text) => localizer.text(language ?? DEFAULT_LANGUAGE, text)).join('\n\n') };
  };
}
