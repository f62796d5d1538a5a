/** What is remembered of messages under way, so that their statuses find the right one; lost at a restart, to no harm. */

export interface Refs {
  /** The answer to the message that carried this key was lost. */
  lost(key: string): void;
  /** An earlier message of a reply: delivery does not know it. */
  passOver(ref: string): void;
  isPassedOver(ref: string): boolean;
  /** By which refs delivery may know the message of a status. */
  of(status: { id: string; key?: string | undefined }): string[];
}

/** Longer than a status is awaited in everyday life, and a few kilobytes. */
const MOST = 5_000;

export function createRefs(): Refs {
  const lost = new Set<string>();
  const passed = new Set<string>();
  const keep = (set: Set<string>, value: string) => {
    set.add(value);
    const [oldest] = set;
    if (set.size > MOST && oldest !== undefined) set.delete(oldest);
  };
  return {
    lost: (key) => keep(lost, key),
    passOver: (ref) => keep(passed, ref),
    isPassedOver: (ref) => passed.has(ref),
    of: ({ id, key }) => (passed.has(id) ? [] : key !== undefined && lost.has(key) ? [id, key] : [id]),
  };
}
