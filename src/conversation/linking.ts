/** The services that bring one person's channels together. */

import { CODE_MINUTES, issueCode, redeemCode } from '../domain/people/link-codes.ts';
import { mergePeople } from '../domain/people/merge.ts';
import { tastesOf } from '../domain/people/people.ts';
import { keptOfPerson } from '../domain/people/personal-data.ts';
import {
  declineProposal,
  openProposal,
  type Proposal,
  postponeProposals,
  proposeByCode,
} from '../domain/people/proposals.ts';
import { Refusal } from '../domain/refusal.ts';
import { channelNames, keptLines } from './kept.ts';
import type { Call, Premises } from './serve.ts';
import type { LinkPreview, Services } from './services.ts';
import type { Text } from './text.ts';

type Linking = 'issueLinkCode' | 'redeemLinkCode' | 'previewLink' | 'linkPeople' | 'declineLink' | 'postponeLinks';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** As the check-in codes; one digit at least tells a code from a word. */
const SIGNS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const DIGITS = 8;
const LENGTH = 8;

export function linkServices(premises: Premises, call: Call): Pick<Services, Linking> {
  const { vault, random, localizer } = premises;
  const { tx, now, personId } = call;
  const lookupOf = (code: string) => vault.lookup('link', code);

  async function proposalOf(id: number): Promise<Proposal> {
    const proposal = await openProposal(tx, { id, personId, now });
    if (!proposal) throw new Refusal('link-gone');
    return proposal;
  }

  async function side(id: number) {
    const kept = await keptOfPerson(tx, id);
    const say = (text: Text) => localizer.text(call.language, text);
    // The channel of a first message has no conversation yet.
    const channels = id === personId ? [...kept.channels, call.channel] : kept.channels;
    return { on: channelNames(channels, say).join(', '), what: keptLines(kept).map(say).join('\n') };
  }

  return {
    async issueLinkCode() {
      const code = newCode(random);
      await issueCode(tx, { personId, lookup: lookupOf(code), now });
      return { code: `${code.slice(0, LENGTH / 2)} ${code.slice(LENGTH / 2)}`, minutes: CODE_MINUTES };
    },
    async redeemLinkCode({ text }) {
      const redeemed = await redeemCode(tx, { personId, lookup: lookupOf(readCode(text)), now });
      if (redeemed.outcome === 'paused') {
        return { outcome: 'paused', minutes: Math.ceil((redeemed.until - now) / MINUTE_MS) };
      }
      if (redeemed.outcome !== 'found') return redeemed;
      const { otherPersonId } = redeemed;
      return { outcome: 'found', proposal: await proposeByCode(tx, { personId, otherPersonId, now }) };
    },
    async previewLink({ proposal }): Promise<LinkPreview> {
      const { otherPersonId } = await proposalOf(proposal);
      const [here, there] = [await side(personId), await side(otherPersonId)];
      return { hereOn: here.on, here: here.what, thereOn: there.on, there: there.what };
    },
    async linkPeople({ proposal }) {
      const { otherPersonId: from } = await proposalOf(proposal);
      if (!(await mergePeople(tx, { from, to: personId, now }))) throw new Refusal('link-gone');
      const { homeClinicId, language } = await tastesOf(tx, personId);
      call.home = homeClinicId ?? undefined;
      call.language = language ?? call.language;
    },
    declineLink: async ({ proposal, isAnother }) => declineProposal(tx, await proposalOf(proposal), { isAnother, now }),
    postponeLinks: () => postponeProposals(tx, { personId, now, until: now + DAY_MS }),
  };
}

function newCode(random: () => number): string {
  const sign = (among: number) => SIGNS[Math.floor(random() * among)] ?? '';
  const code = Array.from({ length: LENGTH }, () => sign(SIGNS.length));
  if (!code.some((one) => /\d/.test(one))) code[Math.floor(random() * LENGTH)] = sign(DIGITS);
  return code.join('');
}

/** As it may have been copied by hand: the four signs that no code holds stand for those that look like them. */
function readCode(typed: string): string {
  const meant: Readonly<Record<string, string>> = { O: 'Q', '0': 'Q', I: 'L', '1': 'L' };
  return typed
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')
    .replaceAll(/[OI01]/g, (sign) => meant[sign] ?? sign);
}
