/** The WhatsApp channel by Meta's official Cloud API: a webhook inwards, the Graph API outwards. */

import type { Channel, ChannelHost } from '../channel.ts';
import { createUnderWay } from '../under-way.ts';
import type { WhatsappCloudTexts } from './body.ts';
import { judge } from './errors.ts';
import { createGraph } from './graph.ts';
import { createHealth, type Health } from './health.ts';
import { createIntake, type Intake } from './intake.ts';
import { readNotification } from './notification.ts';
import { createRefs } from './refs.ts';
import { createSender } from './send.ts';
import { createSpacing } from './spacing.ts';
import { DEFAULT_TIMING, type Timing } from './timing.ts';
import { answerTo, type Handshake, isSigned, parseBody, type WebhookStatus } from './webhook.ts';

interface WhatsappCloudOptions {
  /** WHATSAPP_CLOUD_PHONE_ID: the account of this channel. */
  phoneId: string;
  token: string;
  appSecret: string;
  verifyToken: string;
  /** WHATSAPP_CLOUD_API_ROOT, with the version. */
  apiRoot: string;
  /** What the number may send in a second. */
  perSecond: number;
  texts: (language: string) => WhatsappCloudTexts;
  timing?: Partial<Timing>;
}

export interface WhatsappCloud extends Channel {
  /** Meta's GET: the text to answer with, or undefined for 403. */
  verify(handshake: Handshake): string | undefined;
  /** Meta's POST: the raw bytes and the header X-Hub-Signature-256. Never rejects. */
  take(body: Uint8Array, signature: string | undefined): Promise<WebhookStatus>;
}

/**
 * `start` never rejects: for a token or number that Meta does not know, or where Meta cannot be reached, it raises an
 * alarm, because the other channels, the webhook and the outbox do their work meanwhile. A channel is started once.
 */
export function createWhatsappCloud(options: WhatsappCloudOptions): WhatsappCloud {
  const timing: Timing = { ...DEFAULT_TIMING, ...options.timing };
  const { phoneId, token, appSecret, verifyToken, apiRoot: root, perSecond, texts } = options;
  // Waiting ends when the channel stops, requests when all is finished or has had its time.
  const stopping = new AbortController();
  const finished = new AbortController();
  const graph = createGraph({ root, token, signal: finished.signal, requestMs: timing.requestMs });
  const refs = createRefs();
  const { signal } = stopping;
  const spacing = createSpacing(perSecond, timing, signal);
  let open: { host: ChannelHost; health: Health; intake: Intake } | undefined;
  const health = () => open?.health;
  const sendReply = createSender({ graph, phoneId, spacing, refs, health, texts, timing, signal });

  const underWay = createUnderWay();

  const told = new Set<string>();
  function tell(host: ChannelHost, message: string): void {
    if (!told.has(message)) host.onAlarm({ channel: 'whatsapp-cloud', message });
    told.add(message);
  }

  async function takeIn(json: unknown, { host, intake }: NonNullable<typeof open>): Promise<WebhookStatus> {
    const notification = readNotification(json, phoneId);
    if (!notification) return 400;
    if (notification.strays)
      tell(host, 'Messages for another number arrive and are passed over. Check WHATSAPP_CLOUD_PHONE_ID.');
    if (notification.unread) tell(host, 'A notification of an unknown form was passed over.');
    try {
      await intake(notification);
      told.delete(NOT_STORED);
      return 200;
    } catch {
      tell(host, NOT_STORED);
      return 500;
    }
  }

  return {
    name: 'whatsapp-cloud',
    account: phoneId,
    ready: () => open?.health.ready() ?? true,
    async start(host) {
      const health = createHealth({ host, graph, phoneId, timing, signal });
      open = { host, health, intake: createIntake({ graph, host, health, refs, account: phoneId, ...timing }) };
      const answer = await graph.get(`${phoneId}?fields=health_status`);
      if (answer.ok) return;
      const { result, outage } = judge(answer.fault);
      const { fault } = answer;
      const reason = 'reason' in result ? result.reason : result.outcome;
      if (fault.kind !== 'refused') return tell(host, `WhatsApp cannot be reached (${reason}). Check the network.`);
      if (fault.code === 190) return health.fail('token', reason);
      if (fault.code === 100 || fault.code === 33) return health.fail('number', reason);
      // The token may be allowed to send and not to look: the first message will tell.
      if (!outage) tell(host, `WhatsApp does not tell how it is (${reason}).`);
    },
    send: (to, message) => underWay.track(sendReply(to, message)),
    verify: (handshake) => answerTo(handshake, verifyToken),
    async take(body, signature) {
      if (!isSigned(body, signature, appSecret)) return 401;
      const json = parseBody(body);
      if (json === undefined) return 400;
      return open && !signal.aborted ? await underWay.track(takeIn(json, open)) : 503;
    },
    async stop() {
      stopping.abort();
      const late = setTimeout(() => finished.abort(), timing.stopMs);
      await underWay.settled();
      clearTimeout(late);
      finished.abort();
      await open?.health.settled();
    },
  };
}

const NOT_STORED = 'A message was not stored and will be sent again. See the database.';
