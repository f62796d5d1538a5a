/** The files that go along with messages to many: read once, not once a person. */

import type { Store } from '../../db/unit-of-work.ts';
import { fileById, type KeptFile } from '../domain/files.ts';

/** As many as messages are likely to go out at the same time. */
const MOST = 4;

export function rememberedFiles(store: Store): (id: number) => Promise<KeptFile | undefined> {
  const known = new Map<number, Promise<KeptFile | undefined>>();
  return (id) => {
    let file = known.get(id);
    if (file === undefined) {
      file = store.run((tx) => fileById(tx, id));
      file.catch(() => known.delete(id));
      const [oldest] = known.keys();
      if (known.size >= MOST && oldest !== undefined) known.delete(oldest);
      known.set(id, file);
    }
    return file;
  };
}
