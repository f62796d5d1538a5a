/** One form of each telephone number, so that a person is found again however the platform writes it. */

/**
 * The digits of E.164 without the plus. Mexico's `521` and ten digits, as WhatsApp still writes many numbers, becomes
 * `52` and the ten: both ring at the same phone. Folding a folded number changes nothing.
 */
export function foldNumber(raw: string): string {
  const digits = raw.replaceAll(/\D/g, '');
  return digits.replace(/^521(\d{10})$/, '52$1');
}
