/** The first half of the transcripts by every channel. */

import { describeContract } from '../testkit/voices/contract.ts';

describeContract(0);
