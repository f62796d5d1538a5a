/** What is said when somebody is in danger: 911 first, then where their clinic is. */

import { clinicById } from '../domain/clinics/clinics.ts';
import type { Say } from './flow.ts';
import type { Call } from './serve.ts';

/** `clinicId`: the clinic that the conversation is about, for who has none of their own yet. */
export async function emergencyAnswer({ tx, home }: Call, clinicId: number | undefined): Promise<Say[]> {
  const said: Say[] = [{ key: 'conversation:emergency' }];
  const known = home ?? clinicId;
  const clinic = known === undefined ? undefined : await clinicById(tx, known);
  if (clinic) {
    said.push({
      key: clinic.address ? 'conversation:emergencyClinic' : 'conversation:emergencyClinicName',
      values: { clinic: clinic.name, address: clinic.address, where: clinic.municipality },
    });
  }
  return said;
}
