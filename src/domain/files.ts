/** Photos and documents that people sent where one was asked for. */

import { eq } from 'drizzle-orm';
import type { Tx } from '../../db/unit-of-work.ts';

export interface KeptFile {
  name: string;
  mime: string;
  /** The bytes, base64. */
  data: string;
}

/** Keeps it and says under which id. */
export async function keepFile(
  tx: Tx,
  input: KeptFile & { personId: number | null; clinicId: number | null; now: number },
): Promise<number> {
  const { now, ...file } = input;
  const [row] = await tx.db
    .insert(tx.tables.files)
    .values({ ...file, keptAt: now })
    .returning({ id: tx.tables.files.id });
  if (!row) throw new Error('The new file has no id.');
  return row.id;
}

export async function fileById(tx: Tx, id: number): Promise<(KeptFile & { fileId: number }) | undefined> {
  const { files } = tx.tables;
  const { id: fileId, name, mime, data } = files;
  const [row] = await tx.db.select({ fileId, name, mime, data }).from(files).where(eq(files.id, id));
  return row;
}

export async function deleteFile(tx: Tx, id: number): Promise<void> {
  await tx.db.delete(tx.tables.files).where(eq(tx.tables.files.id, id));
}

type WithFiles = { image?: { fileId?: number }; document?: { fileId?: number } };

/** An answer as it is stored: what is kept already stands in it by its id, without its bytes. */
export function withoutBytes(reply: object): object {
  const { image, document } = reply as WithFiles;
  const isKept = (file?: { fileId?: number }) => file?.fileId !== undefined;
  return {
    ...reply,
    ...(isKept(image) ? { image: { fileId: image?.fileId } } : {}),
    ...(isKept(document) ? { document: { fileId: document?.fileId } } : {}),
  };
}

/** The answer as it was before `withoutBytes`, but for the files that were deleted meanwhile. */
export async function withBytes(reply: unknown, find: (id: number) => Promise<KeptFile | undefined>): Promise<unknown> {
  const whole = { ...(reply as object | null) } as WithFiles;
  const { image, document } = whole;
  if (image?.fileId === undefined && document?.fileId === undefined) return reply;
  for (const [name, file] of Object.entries({ image, document })) {
    if (file?.fileId === undefined) continue;
    Object.assign(whole, { [name]: await find(file.fileId) });
  }
  return whole;
}
