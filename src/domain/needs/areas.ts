/** The parts of a clinic through which a committee goes with the staff, and what is often lacking in each. */

export const areas = ['consulting', 'prevention', 'dentistry', 'waiting', 'toilets', 'quarters', 'other'] as const;

export type Area = (typeof areas)[number];

/** Codes of the catalogue, to be offered first. */
export const usualIn: Readonly<Record<Area, readonly string[]>> = {
  consulting: [
    'baumanometro',
    'bascula-con-estadimetro',
    'mesa-exploracion-universal',
    'lampara-de-exploracion',
    'estuche-de-diagnostico',
  ],
  prevention: ['refrigerador-vacunas', 'termo-para-vacunas', 'set-curaciones', 'mesa-pasteur', 'bascula-para-bebe'],
  dentistry: [
    'instalacion-hidraulica',
    'instalaciones-electricas',
    'esterilizador-de-vapor',
    'lavabo-pasteur',
    'aire-acondicionado',
  ],
  waiting: ['bancas-tandem', 'ventiladores', 'techumbre-exteriores', 'rampas', 'pantalla-led'],
  toilets: ['muebles-de-bano', 'red-de-drenajes', 'tinaco', 'pisos', 'puertas'],
  quarters: ['muebles-de-bano', 'instalaciones-electricas', 'pintura-acabados', 'ventiladores', 'puertas'],
  other: ['impermeabilizacion', 'bardas-perimetrales', 'adecuacion-farmacia', 'cisterna', 'archiveros'],
};

function isArea(text: string): text is Area {
  return (areas as readonly string[]).includes(text);
}

/** As `needs.areas` keeps them. */
export function areasIn(kept: string | null): Area[] {
  return (kept ?? '').split(' ').filter(isArea);
}

/** Null for none. */
export function keptAreas(list: readonly Area[]): string | null {
  return list.length === 0 ? null : areas.filter((area) => list.includes(area)).join(' ');
}
