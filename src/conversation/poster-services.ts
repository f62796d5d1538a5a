/** The service that makes a poster of the next assembly. */

import { meetingOf } from '../documents/meeting.ts';
import { type Poster, posterPaper } from '../documents/poster.ts';
import { makeSheet } from '../domain/assemblies/sheets.ts';
import { deepLinks } from '../domain/deep-links.ts';
import { Refusal } from '../domain/refusal.ts';
import { qrImage } from './qr.ts';
import type { Attachment } from './reply.ts';
import type { Call, Premises } from './serve.ts';
import type { Text } from './text.ts';

export interface PosterServices {
  /** Refuses with `unknown-assembly` where none is to come. */
  posterFile(input: { clinicId: number }): Promise<Attachment>;
}

/** They write. */
export const posterCommands = ['posterFile'] as const;

export function posterServices({ localizer }: Premises, call: Call): PosterServices {
  const { tx, now, personId, language } = call;
  const say = (text: Text) => localizer.text(language, text);

  /** Of the channel that it is asked on, if that one has links: what is printed there works. */
  async function foundAt(clues: string): Promise<Poster['found']> {
    const [link] = await deepLinks(tx, clues, call.channel);
    if (link === undefined) return undefined;
    const { host, pathname } = new URL(link);
    return { address: `${host}${pathname}`, code: Buffer.from(qrImage(link, clues).data, 'base64') };
  }

  return {
    async posterFile({ clinicId }) {
      const sheet = await makeSheet(tx, { personId, clinicId, now, what: 'poster' });
      if (!sheet || sheet.assembly.startsAt <= now) throw new Refusal('unknown-assembly');
      const meeting = meetingOf(sheet);
      const { isPending, agenda } = sheet.assembly;
      const poster = { ...meeting, isPending, agenda, found: await foundAt(meeting.clues) };
      const name = `${say({ key: 'poster:file' })}-${meeting.clues}-${meeting.date}.pdf`;
      const data = posterPaper(poster, { language, say, now }).toString('base64');
      return { name, mime: 'application/pdf', data };
    },
  };
}
