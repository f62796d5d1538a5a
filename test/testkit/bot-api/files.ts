/** Files that people sent, behind an id and a path. */

import { bad } from './refusal.ts';

const MAX_BYTES = 20 * 1024 * 1024;

export function createFiles() {
  const files = new Map<string, { path: string; data: Buffer; size: number }>();
  return {
    /** `size` is what the server says of it, if not the length of the bytes. */
    store(folder: string, data: Uint8Array, size = data.length): string {
      const number = files.size + 1;
      const id = `file-${number}`;
      files.set(id, { path: `${folder}/file_${number}`, data: Buffer.from(data), size });
      return id;
    },
    describe(id: string | undefined) {
      const file = id === undefined ? undefined : files.get(id);
      if (!file) throw bad('invalid file_id');
      if (file.size > MAX_BYTES) throw bad('file is too big');
      return { file_id: id, file_unique_id: `unique-${id}`, file_size: file.size, file_path: file.path };
    },
    at: (path: string): Buffer | undefined => [...files.values()].find((file) => file.path === path)?.data,
  };
}

export type Files = ReturnType<typeof createFiles>;
