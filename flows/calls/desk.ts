/** What the calls flow knows at any moment. */

import type {
  Arrival,
  CallDesk,
  ClinicOption,
  FileChecked,
  FileLoaded,
  Next,
  PendingCall,
} from '../../src/conversation/flow.ts';

export interface CallsInput extends Arrival {
  /** The sentence that called for it. */
  text?: string;
}

export interface CallsContext extends CallsInput {
  desk: CallDesk | null;
  /** The sentence, kept until the clinic is known. */
  said: string;
  clinics: ClinicOption[];
  pending: PendingCall[];
  page: number;
  file: Extract<FileChecked, { is: 'read' }> | null;
  loaded: FileLoaded | null;
  next: Next | null;
}
