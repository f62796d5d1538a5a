/** What somebody's phone shows of what the bot sent, in order, and waiting for it. */

import type { proto } from '@whiskeysockets/baileys';

interface SeenFile {
  mimetype: string;
  fileName: string | undefined;
  caption: string | undefined;
}

export interface Seen {
  id: string;
  /** The address that the bot wrote to. */
  to: string;
  /** `pkmsg` opens a session, `msg` goes on with one. */
  encType: 'pkmsg' | 'msg';
  text?: string;
  location?: { lat: number; lng: number; name: string | undefined; address: string | undefined };
  image?: SeenFile;
  document?: SeenFile;
  raw: proto.IMessage;
}

export function readSeen(envelope: Pick<Seen, 'id' | 'to' | 'encType'>, message: proto.IMessage): Seen {
  const seen: Seen = { ...envelope, raw: message };
  const text = message.conversation || message.extendedTextMessage?.text;
  const place = message.locationMessage;
  if (text) seen.text = text;
  if (place)
    seen.location = {
      lat: place.degreesLatitude ?? 0,
      lng: place.degreesLongitude ?? 0,
      name: place.name ?? undefined,
      address: place.address ?? undefined,
    };
  if (message.imageMessage) seen.image = fileOf(message.imageMessage);
  const document = documentIn(message);
  if (document) seen.document = fileOf(document);
  return seen;
}

/** With a caption a document may come wrapped. */
export function documentIn(message: proto.IMessage): proto.Message.IDocumentMessage | null | undefined {
  return message.documentMessage ?? message.documentWithCaptionMessage?.message?.documentMessage;
}

function fileOf(file: proto.Message.IImageMessage & proto.Message.IDocumentMessage): SeenFile {
  return {
    mimetype: file.mimetype ?? '',
    fileName: file.fileName ?? undefined,
    caption: file.caption ?? undefined,
  };
}

/** Things in the order of their arrival. */
export class Arrivals<T> {
  readonly all: T[] = [];
  readonly #name: string;
  readonly #lookouts = new Set<() => void>();

  constructor(name: string) {
    this.#name = name;
  }

  put(item: T): void {
    this.all.push(item);
    for (const look of this.#lookouts) look();
  }

  /** The first that fits, also of those already there; rejects after `limitMs`, telling what was there instead. */
  waitFor(fits: (item: T) => boolean, limitMs = 5_000): Promise<T> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.#lookouts.delete(look);
        reject(
          new Error(
            `${this.#name}: nothing fitted within ${limitMs} ms; the last were ${JSON.stringify(this.all.slice(-20))}`,
          ),
        );
      }, limitMs);
      const look = () => {
        const index = this.all.findIndex(fits);
        if (index < 0) return;
        clearTimeout(late);
        this.#lookouts.delete(look);
        resolve(this.all[index] as T);
      };
      this.#lookouts.add(look);
      look();
    });
  }
}
