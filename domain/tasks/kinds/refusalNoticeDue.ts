import { dueAfter } from '../due.ts';
import { spanOf, whileSame } from '../spans.ts';
import { defineTask, ofType } from '../task.ts';

type Noticing = {
  readonly status: string;
  readonly notices?: ReadonlyArray<{ readonly action: 'SEND' | 'DELETE' }>;
};

/** Refusals for security or reliability go to the other States, and leave them when they fall (REQ-EXC-03, REQ-EXC-05). */
export const refusalNoticeDue = defineTask<'authorisation'>()({
  kind: 'REFUSAL_NOTICE_DUE',
  meaning: 'A refusal is to be entered in IMI, or to be deleted there.',
  ownerRole: 'CLK',
  closes: 'OutboundNoticeSent of this authorisation',
  applies: (policy) => policy.outbox.imi,
  opensWith: ofType('AuthorisationRefused', 'RefusalAnnulled'),
  find: ({ timeline }) =>
    whileSame(timeline, ({ state }) => (state as Noticing).notices?.at(-1)?.action).map((span) => ({
      ...spanOf(span),
      due: dueAfter(span.opened.event, span.name === 'DELETE' ? 'refusalDeletion' : 'notices.refusal'),
      data: { channel: 'IMI', action: span.name },
    })),
});
