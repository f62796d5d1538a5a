/** People by the way they write: `elena` in the simulator, `elena@telegram`, `elena@whatsapp`, `elena@whatsapp#5512345678`. */

import { SIMULATOR_ACCOUNT } from '../../src/channels/simulator/simulator.ts';
import type { ChannelName, Identifier, Inbound } from '../../src/conversation/inbound.ts';

type Sending = Pick<Inbound, 'channel' | 'account' | 'from'>;

const places: Readonly<Record<string, { channel: ChannelName; kind: Identifier['kind'] }>> = {
  telegram: { channel: 'telegram', kind: 'tg_user' },
  whatsapp: { channel: 'whatsapp-web', kind: 'wa_lid' },
  cloud: { channel: 'whatsapp-cloud', kind: 'wa_bsuid' },
};

/** After `#` the number that the message carries beside; `@whatsapp#55…` without a name before it carries the number alone. */
export function senderOf(name: string): Sending {
  const [, who = '', place = '', number] = /^(\p{L}*\d*)@(\w+)(?:#(\d+))?$/u.exec(name) ?? [];
  const at = places[place];
  if (!at) return { channel: 'simulator', account: SIMULATOR_ACCOUNT, from: [{ kind: 'sim_user', value: name }] };
  const own: Identifier = { kind: at.kind, value: who };
  const phone: Identifier = { kind: 'wa_pn', value: number ?? '', address: `${number}@s.whatsapp.net` };
  const from: Sending['from'] = number === undefined ? [own] : who === '' ? [phone] : [own, phone];
  return { channel: at.channel, account: `our ${place}`, from };
}
