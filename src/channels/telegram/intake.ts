/** Hands one update to the program: resolves when it is committed, or needs nothing. */

import type { Api } from 'grammy';
import type { Update } from 'grammy/types';
import type { Content } from '../../conversation/inbound.ts';
import type { ChannelHost } from '../channel.ts';
import { type FileNamed, MAX_FILE_BYTES, readUpdate, type Seen } from './read-update.ts';
import type { Wire } from './wire.ts';

interface IntakeParts {
  api: Api;
  wire: Wire;
  host: ChannelHost;
  /** The bot's own id. */
  account: string;
  /** Where files are: `<root>/file/bot<token>`. */
  fileRoot: string;
  downloadMs: number;
}

/** Takes one update in. Rejects when the program did not store it: then it must come again. */
export type Intake = (update: Update) => Promise<void>;

export function createIntake({ api, wire, host, account, fileRoot, downloadMs }: IntakeParts): Intake {
  async function fetchFile({ id, mime, name }: FileNamed): Promise<Content> {
    try {
      const { file_path: path } = await api.getFile(id);
      if (path === undefined) return { type: 'unsupported', what: 'other' };
      const data = await wire.download(`${fileRoot}/${path}`, MAX_FILE_BYTES);
      return name === undefined ? { type: 'photo', mime, data } : { type: 'document', name, mime, data };
    } catch {
      // The person is told that it was not understood, and sends it again: better than holding up everybody.
      return { type: 'unsupported', what: 'other' };
    }
  }

  function read(update: Update): Seen {
    try {
      return readUpdate(update);
    } catch {
      // Asking for it again would give the same, and hold up all that come after it.
      host.onAlarm({ channel: 'telegram', message: 'An update of an unknown form was passed over.' });
      return { kind: 'nothing' };
    }
  }

  return async (update) => {
    // At once and beside the turn, or the button keeps spinning. Nothing hangs on the answer: of a tap that is too old
    // Telegram complains to nobody's use.
    if (update.callback_query) api.answerCallbackQuery(update.callback_query.id).catch(() => undefined);
    const seen = read(update);
    if (seen.kind === 'nothing') return;
    if (seen.kind === 'reach') return host.onReach(seen.who, seen.reachable);
    const content = seen.kind === 'content' ? seen.content : await within(downloadMs, fetchFile(seen.file));
    await host.onInbound({
      channel: 'telegram',
      account,
      from: [seen.who],
      messageId: `u${update.update_id}`,
      content,
    });
  };
}

/** A slow download counts as none; it ends by itself, by the silence on its connection. */
function within(ms: number, file: Promise<Content>): Promise<Content> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve({ type: 'unsupported', what: 'other' }), ms);
    file.then((content) => {
      clearTimeout(late);
      resolve(content);
    });
  });
}
