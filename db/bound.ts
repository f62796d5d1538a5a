/** Bound values that the planner does not look into. */

import { sql } from 'drizzle-orm';

/**
 * For prepared statements that join or compare ranges. SQLite as it comes here (STAT4) plans such a statement anew at
 * every execution, because another value might deserve another plan: 24 µs instead of 6. A cast hides the value from it.
 * A bound LIMIT does the same and cannot be hidden: hot statements have none.
 */
export const bound = {
  text: (name: string) => sql`cast(${sql.placeholder(name)} as text)`,
  /** Integers, instants. */
  int: (name: string) => sql`cast(${sql.placeholder(name)} as bigint)`,
};
