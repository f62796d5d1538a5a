/** A notice in the words of who gets it. */

import type { Template } from '../channels/channel.ts';
import { DEFAULT_LANGUAGE, type Localizer } from '../conversation/localize.ts';
import type { Reply } from '../conversation/reply.ts';
import type { Notice } from '../domain/notices/queue.ts';
import type { SentMessage } from '../domain/notices/sent.ts';
import { templateOf } from './template.ts';

/** The message as it is sent; a notice also as a template, for platforms that ask for one. */
export type Wording = (sent: SentMessage) => { reply: Reply; template?: Template };

/** A notice says from whom and for which clinic, and offers no numbers: it leaves the conversation as it is. */
export function createWording(localizer: Localizer): Wording {
  return ({ reply, notice, language: chosen, file }) => {
    if (notice === null) return { reply: reply as Reply };
    const { clinic, from = 'notice:from', texts } = notice as Notice;
    const language = chosen ?? DEFAULT_LANGUAGE;
    const said = [{ key: from, values: { clinic } }, ...texts];
    const text = said.map((each) => localizer.text(language, each)).join('\n\n');
    const attached = file && (file.mime.startsWith('image/') ? { image: file } : { document: file });
    return { reply: { text, ...attached }, template: templateOf(said, language, localizer) };
  };
}
