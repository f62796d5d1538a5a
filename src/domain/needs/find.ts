/** What a person may mean that a clinic lacks, and who asks for it already. */

import type { WorkKind } from '../../../db/schema/works.ts';
import type { Tx } from '../../../db/unit-of-work.ts';
import { type CatalogueEntry, entriesOf, entryByCode, findEntries } from '../works/catalogue.ts';
import { isAlike } from './likeness.ts';
import { type OpenNeed, openNeeds, ownNeeds } from './list.ts';
import { looksLikeNewService } from './new-service.ts';

export interface NeedFound {
  /** Null for what the catalogue does not have: then it is in the list. */
  code: string | null;
  /** Null for what nobody asked for yet. */
  needId: number | null;
  title: string;
  kind: WorkKind;
  supports: number;
  isNoted: boolean;
  /** This person supports it. */
  isMine: boolean;
}

interface Asked {
  personId: number;
  clinicId: number;
}

/** The best first; none where nothing fits. `isNewService`: the words sound like something that the clinic does not offer. */
export async function findNeeds(
  tx: Tx,
  { text, ...asked }: Asked & { text: string },
): Promise<{ found: NeedFound[]; isNewService: boolean }> {
  const isNewService = looksLikeNewService(text);
  const listed = await listedFor(tx, asked);
  const others = listed.filter(({ code, title }) => code === null && isAlike(title, text));
  return { found: [...others, ...findEntries(text).map((entry) => asFound(entry, listed))], isNewService };
}

/** All of the catalogue of one kind, in its order, and after them what else the clinic's list has of that kind. */
export async function needsOfKind(tx: Tx, { kind, ...asked }: Asked & { kind: WorkKind }): Promise<NeedFound[]> {
  const listed = await listedFor(tx, asked);
  return [
    ...entriesOf(kind).map((entry) => asFound(entry, listed)),
    ...listed.filter((need) => need.code === null && need.kind === kind),
  ];
}

/** Those of the catalogue by their codes, as they stand in the clinic. */
export async function needsByCode(tx: Tx, { codes, ...asked }: Asked & { codes: readonly string[] }) {
  const listed = await listedFor(tx, asked);
  return codes.flatMap((code) => entryByCode(code) ?? []).map((entry) => asFound(entry, listed));
}

/** The whole list, as this person sees it. */
export async function listedFor(tx: Tx, asked: Asked): Promise<NeedFound[]> {
  const { supported } = await ownNeeds(tx, asked);
  return (await openNeeds(tx, asked)).map(({ id, catalogueCode, title, kind, supports, isNoted }: OpenNeed) => ({
    code: catalogueCode,
    needId: id,
    title,
    kind,
    supports,
    isNoted,
    isMine: supported.has(id),
  }));
}

function asFound({ code, name: title, kind }: CatalogueEntry, listed: readonly NeedFound[]): NeedFound {
  const known = listed.find((need) => need.code === code);
  return known ?? { code, needId: null, title, kind, supports: 0, isNoted: false, isMine: false };
}
