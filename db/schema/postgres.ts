/** The tables for PostgreSQL, each exported by name: drizzle-kit sees no table inside an object. */

import { postgresColumns } from '../columns.ts';
import { defineTables } from './tables.ts';

const tables = defineTables(postgresColumns);

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
