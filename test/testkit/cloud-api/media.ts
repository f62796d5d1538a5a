/** Files behind ids: those that the bot uploaded, and those that people sent. */

interface Stored {
  name: string;
  type: string;
  data: Buffer;
}

export function createMedia() {
  const files = new Map<string, Stored>();
  return {
    store(file: Stored): string {
      const id = String(1_000_000 + files.size);
      files.set(id, file);
      return id;
    },
    at: (id: string): Stored | undefined => files.get(id),
  };
}
