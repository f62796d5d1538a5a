/** The posts that committees were reported to have, to begin a clinic's own list from: the sources disagree. */

import { readFileSync } from 'node:fs';
import { z } from 'zod';

const list = z.object({
  name: z.string().regex(/^[a-z0-9-]+$/),
  seats: z
    .array(
      z.object({
        name: z.string().min(1),
        role: z.enum(['president', 'treasurer', 'secretary', 'oversight', 'member']),
      }),
    )
    .min(1),
});

export type SeatList = z.output<typeof list>;

/** In the order of the file. Throws if one is wrong. */
export function seedSeatLists(): SeatList[] {
  const file = new URL('seat-lists.json', import.meta.url);
  return z.array(list).parse(JSON.parse(readFileSync(file, 'utf8')));
}
