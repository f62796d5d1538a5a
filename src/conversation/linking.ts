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
import { newLinkCode, readCode, shownCode } from './codes.ts';
import { channelNames, keptLines } from './kept.ts';
import type { Call, Premises } from './serve.ts';
import type { LinkPreview, Services } from './services.ts';
import type { Text } from './text.ts';
import { tokenWith } from './vote-keys.ts';

type Linking = 'issueLinkCode' | 'redeemLinkCode' | 'previewLink' | 'linkPeople' | 'declineLink' | 'postponeLinks';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** They write. */
export const linkCommands = ['issueLinkCode', 'redeemLinkCode', 'linkPeople', 'declineLink', 'postponeLinks'] as const;

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
      const code = newLinkCode(random);
      await issueCode(tx, { personId, lookup: lookupOf(code), now });
      return { code: shownCode(code), minutes: CODE_MINUTES };
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
      if (!(await mergePeople(tx, { from, to: personId, now, tokenOf: tokenWith(vault) })))
        throw new Refusal('link-gone');
      const { homeClinicId, language } = await tastesOf(tx, personId);
      call.home = homeClinicId ?? undefined;
      call.language = language ?? call.language;
    },
    declineLink: async ({ proposal, isAnother }) => declineProposal(tx, await proposalOf(proposal), { isAnother, now }),
    postponeLinks: () => postponeProposals(tx, { personId, now, until: now + DAY_MS }),
  };
}
