/** For `node --import`: Baileys in a child process trusts the server that the environment names, see `MockWaServer.env`. */

import { trust } from './trust.ts';

const { WHATSAPP_WEB_TEST_ROOT, WHATSAPP_WEB_TEST_MEDIA = '' } = process.env;
if (WHATSAPP_WEB_TEST_ROOT === undefined) throw new Error('WHATSAPP_WEB_TEST_ROOT is not set');
trust({ WHATSAPP_WEB_TEST_ROOT, WHATSAPP_WEB_TEST_MEDIA });
