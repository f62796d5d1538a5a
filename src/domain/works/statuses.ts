/** Where a work can stand, and how long what is said of it may be. */

import type { WorkKind, WorkStatus } from '../../../db/schema/works.ts';

/** What can be reported of each kind, in the order in which it happens. */
export const statusesOf: Readonly<Record<WorkKind, readonly WorkStatus[]>> = {
  obra: ['compra_o_contratacion', 'obra_en_proceso', 'obra_terminada', 'gasto_comprobado'],
  equipo: ['compra_o_contratacion', 'equipo_recibido', 'gasto_comprobado'],
  mobiliario: ['compra_o_contratacion', 'equipo_recibido', 'gasto_comprobado'],
};

export function isFinished({ status }: { status: WorkStatus }): boolean {
  return status === 'equipo_recibido' || status === 'obra_terminada' || status === 'gasto_comprobado';
}

/** Signs; a title has to fit on a button of a channel, or nearly. */
export const LONGEST = { title: 60, supplier: 80, reason: 300 } as const;
