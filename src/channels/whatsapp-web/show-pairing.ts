/** Shows in the terminal how to pair a phone. */

import { toString as drawQr } from 'qrcode';
import type { Pairing } from './connection.ts';

const WHERE = 'En el teléfono: WhatsApp → Ajustes → Dispositivos vinculados → Vincular un dispositivo';

export function showPairing(pairing: Pairing): void {
  if ('code' in pairing) {
    const code = pairing.code.replace(/^(....)/, '$1-');
    process.stdout.write(`\n${WHERE} → Vincular con número de teléfono.\n\n  Código: ${code}\n\n`);
    return;
  }
  void drawQr(pairing.qr, { type: 'terminal', small: true }).then((drawn) => {
    process.stdout.write(`\n${WHERE}. Este código cambia cada 20 segundos.\n\n${drawn}\n`);
  });
}
