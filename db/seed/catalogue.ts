/** The catalogue of what the programme pays for, as it comes with the project. */

import { readFileSync } from 'node:fs';
import { z } from 'zod';

const entry = z.object({
  code: z.string().regex(/^[a-z0-9-]+$/),
  kind: z.enum(['obra', 'equipo', 'mobiliario']),
  name: z.string().min(1),
  /** Other words that people use for it: the project's own. No two entries share one. */
  synonyms: z.array(z.string().min(1)),
  /** The heading that it is a detail of. */
  parent: z.string().optional(),
});

export type CatalogueEntry = z.output<typeof entry>;

/** All entries in the order of the file. Throws if one is wrong. */
export function seedCatalogue(): CatalogueEntry[] {
  const file = new URL('catalogue.json', import.meta.url);
  return z.array(entry).parse(JSON.parse(readFileSync(file, 'utf8')));
}
