/** Opens the port of the web, and closes it without waiting for idle browsers. */

import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import { type Config, ConfigError } from '../config.ts';

/** What is being answered when the program stops has so long to end. */
const GRACE_MS = 2000;

/** Rejects with a ConfigError if the port cannot be had. */
export function listen(
  fetch: Parameters<typeof serve>[0]['fetch'],
  { host, port }: Pick<Config, 'host' | 'port'>,
): Promise<{ url: string; close: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: host, port }, (address) => {
      const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
      resolve({
        url: `http://${shown}:${address.port}`,
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            // A browser holds connections open on which it has asked nothing: they would hold up the end for a minute.
            setTimeout(() => (server as Server).closeAllConnections(), GRACE_MS).unref();
          }),
      });
    });
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      const what = taken
        ? `PORT ${port} is in use by another program: set PORT to a free one.`
        : `HOST ${host} and PORT ${port} cannot be listened on: ${error.message}.`;
      reject(new ConfigError(what));
    });
  });
}
