/** The tables for SQLite, each exported by name: drizzle-kit sees no table inside an object. */

import { sqliteColumns } from '../columns.ts';
import { defineTables } from './tables.ts';

const tables = defineTables(sqliteColumns);

export const {
  settings,
  clinics,
  programmeClinics,
  people,
  identities,
  conversations,
  mergeProposals,
  linkCodes,
  linkTries,
  inbox,
  outbox,
  assemblies,
  rsvps,
  follows,
  inquiries,
  reports,
} = tables;
