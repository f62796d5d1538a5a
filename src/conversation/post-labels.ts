/** Posts as people call them. */

import type { Role } from '../../db/schema/tables.ts';
import type { Text } from './text.ts';

/** The clinic's own word for the post, else the role's. */
function postName({ role, post }: { role: Role; post: string }, say: (text: Text) => string): string {
  return post === '' ? say({ key: `committee:post.${role}` }) : post;
}

/** A name for each, no two the same: the second of its kind gets a 2. */
export function postLabels<P extends { role: Role; post: string }>(
  posts: readonly P[],
  say: (text: Text) => string,
): string[] {
  const seen = new Map<string, number>();
  return posts.map((post) => {
    const name = postName(post, say);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} ${count}`;
  });
}
