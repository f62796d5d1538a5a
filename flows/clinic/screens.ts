/** What the clinic flow shows in each of its resting states. */

import { type Choice, type ClinicOption, type PlaceOption, page, type Screen } from '../../src/conversation/flow.ts';
import type { ClinicContext } from './setup.ts';

const choice = (type: string): Choice => ({ label: { key: `clinic:label.${type}` }, event: { type } });
const clinicChoice = (clinic: ClinicOption): Choice => ({
  label: clinic.name,
  hint: clinic.where,
  event: { type: 'clinic', clinic },
});
const placeChoice = (place: PlaceOption): Choice => ({ label: place.name, event: { type: 'place', place } });

const none: Choice = { ...choice('none-of-these'), means: 'no' };

/** A list of clinics; a name typed instead of a number searches again. */
function clinicList(key: string, { clinics, page: at }: ClinicContext): Screen {
  return {
    text: [{ key, values: { count: clinics.length } }],
    choices:
      clinics.length === 1
        ? [...clinics.map((clinic) => ({ ...clinicChoice(clinic), means: 'yes' as const })), none]
        : [...page(clinics, at, clinicChoice), none],
    expects: 'text',
    asksPlace: true,
    unfinished: true,
  };
}

function placeList(key: string, { places, page: at, state }: ClinicContext): Screen {
  return {
    text: [{ key, values: { state: state?.name ?? '' } }],
    choices: page(places, at, placeChoice),
    expects: 'text',
    asksPlace: true,
    unfinished: true,
  };
}

export const screens = {
  ask: ({ purpose }: ClinicContext): Screen => ({
    text: [{ key: purpose === 'follow' ? 'clinic:askFollow' : 'clinic:ask' }],
    choices: [choice('by-place'), choice('by-location'), choice('missing')],
    expects: 'text',
    asksPlace: true,
    unfinished: true,
  }),
  location: (): Screen => ({
    text: [{ key: 'clinic:sendLocation' }],
    choices: [choice('by-place'), choice('back')],
    expects: 'location',
    asksPlace: true,
  }),
  nearby: (context: ClinicContext) => clinicList('clinic:nearby', context),
  choose: (context: ClinicContext) => clinicList('clinic:choose', context),
  suggest: (context: ClinicContext) => clinicList('clinic:suggest', context),
  state: (context: ClinicContext) => placeList('clinic:askState', context),
  municipality: (context: ClinicContext) => placeList('clinic:askMunicipality', context),
  missing: (): Screen => ({
    text: [{ key: 'clinic:askMissing' }],
    expects: 'text',
    asksPlace: true,
    free: true,
  }),
  mine: ({ home, followed }: ClinicContext): Screen => ({
    text: [
      { key: 'clinic:mine', values: { clinic: home?.name ?? '', where: home?.where ?? '' } },
      ...(followed.length > 0
        ? [{ key: 'clinic:alsoFollowed', values: { clinics: followed.map(({ name }) => name).join(', ') } }]
        : []),
    ],
    choices: [
      choice('assembly'),
      choice('change'),
      choice('follow'),
      ...(followed.length > 0 ? [{ ...choice('followed'), event: { type: 'more' } }] : []),
      choice('menu'),
    ],
  }),
  followed: ({ followed, page: at }: ClinicContext): Screen => ({
    text: [{ key: 'clinic:askUnfollow' }],
    choices: [
      ...page(followed, at, (clinic) => ({
        ...clinicChoice(clinic),
        event: { type: 'unfollow', clinicId: clinic.id },
      })),
      choice('back'),
    ],
  }),
};
