/** Many values in parts, each small enough for one statement. */

/** Far below the bound variables that either engine takes. */
export const SLICE = 500;

/** In their order; none where there are none. */
export function slices<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / SLICE) }, (_, at) => all.slice(at * SLICE, (at + 1) * SLICE));
}
